"""Examples in a few arrays: small, quick to read, and ready for a machine that only trains."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np

from embeddings.training.reader.reading_examples import Example, Ids


class Packed(Sequence[Example]):
    """Examples one behind the other in arrays."""

    def __init__(self, ids: Ids, sentences: Ids, fixed: Ids, kinds: Sequence[str]) -> None:
        """As `pack` makes them.

        Args:
            ids: The pieces of all examples.
            sentences: The beginnings of the sentences of all examples.
            fixed: Of each example the ends of its pieces and of its sentences in these, its other numbers, and its kind's.
            kinds: The names of the kinds.
        """
        self.ids, self.sentences, self.fixed, self.kinds = ids, sentences, fixed, kinds

    def __len__(self) -> int:
        return len(self.fixed)

    @overload
    def __getitem__(self, number: int) -> Example: ...
    @overload
    def __getitem__(self, number: slice) -> list[Example]: ...
    def __getitem__(self, number: int | slice) -> Example | list[Example]:
        """One example, or some; their arrays are views."""
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        number %= len(self)
        last_id, last_sentence, first, start, end, sentence, kind = self.fixed[number].tolist()
        first_id, first_sentence = self.fixed[number - 1, :2].tolist() if number else (0, 0)
        ids, sentences = self.ids[first_id:last_id], self.sentences[first_sentence:last_sentence]
        return Example(ids, first, start, end, sentences, sentence, self.kinds[kind])


def pack(examples: Iterable[Example]) -> Packed:
    """Some examples in arrays."""
    kinds: dict[str, int] = {}
    ids, sentences, fixed = [], [], []
    last_id = last_sentence = 0
    for each in examples:
        ids.append(each.ids)
        sentences.append(each.sentences)
        last_id, last_sentence = last_id + len(each.ids), last_sentence + len(each.sentences)
        kind = kinds.setdefault(each.kind, len(kinds))
        fixed.append((last_id, last_sentence, each.first, each.start, each.end, each.sentence, kind))
    empty = np.zeros(0, np.int32)
    all_ids, all_sentences = np.concatenate([empty, *ids]), np.concatenate([empty, *sentences])
    return Packed(all_ids, all_sentences, np.array(fixed, np.int32).reshape(-1, 7), list(kinds))


def save(path: Path, pools: dict[str, Packed]) -> None:
    """Write some pools of examples, whole or not at all."""
    arrays: dict[str, Any] = {}
    for name, pool in pools.items():
        arrays |= {
            f"{name}/ids": pool.ids,
            f"{name}/sentences": pool.sentences,
            f"{name}/fixed": pool.fixed,
        }
        arrays[f"{name}/kinds"] = np.array(pool.kinds, np.str_)
    part = path.with_suffix(".part")  # renamed when it is whole: a training may be waiting for it
    with part.open("wb") as file:
        np.savez(file, **arrays)
    part.rename(path)


def load(path: Path) -> dict[str, Packed]:
    """Read them back, in the order they were written in."""
    with np.load(path) as file:
        names = [name.removesuffix("/ids") for name in file.files if name.endswith("/ids")]
        pools = {}
        for name in names:
            ids, places, fixed, kinds = (file[f"{name}/{part}"] for part in ("ids", "sentences", "fixed", "kinds"))
            pools[name] = Packed(ids, places, fixed, kinds.tolist())
    return pools
