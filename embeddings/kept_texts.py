"""Passages as their tokens on disk, by row, so that a question compares them without cutting them into tokens again.

    sentences     number of tokens of each sentence, and how long the sum of their vectors is
    tokens        of all sentences, end to end
    rows          of each row: where its sentences and tokens end, whether the first sentence is what stands above the passage, and how
                  long the sum of all vectors is with that and without

Rows are written in order and never changed, so that a file grows by copying it and writing on; they are memory mapped.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from embeddings.matching import Texts
from embeddings.static import Read

_SENTENCES, _TOKENS, _ROWS = "sentences", "tokens", "rows"
_SENTENCE = np.dtype([("size", "<u4"), ("length", "<f4")])
_SENTENCE_AS_A_NUMBER = np.dtype("<u8")  # numpy takes its time with records
_TOKEN = np.dtype("<i4")
_ROW = np.dtype([("sentences", "<u8"), ("tokens", "<u8"), ("above", "?"), ("whole", "<f4"), ("bare", "<f4")])
_TYPES = {_ROWS: _ROW, _SENTENCES: _SENTENCE, _TOKENS: _TOKEN}


class KeptTexts:
    """The passages of an index as their tokens. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Map the files that `TextsWriter` wrote into this folder."""
        self._sentences, self._tokens, self._rows = (_mapped(folder / name) for name in (_SENTENCES, _TOKENS, _ROWS))

    def __len__(self) -> int:
        """How many rows there are, with those that stand empty."""
        return len(self._rows)

    def of(self, rows: Sequence[int], *, with_context: bool = True) -> Texts:
        """The passages at `rows`, in that order.

        Args:
            rows: Which.
            with_context: With what stands above them as a sentence.

        Returns:
            What `StaticEncoder.match_texts` compares.
        """
        at = np.array(rows, dtype=np.int64)
        ends = self._rows[at]
        before = self._rows[np.maximum(at - 1, 0)]
        firsts, starts = (np.where(at > 0, before[name], 0).astype(np.int64) for name in (_SENTENCES, _TOKENS))
        if not with_context and len(at):
            above = ends["above"]
            starts += np.where(above, self._sentences["size"][np.where(above, firsts, 0)], 0) if above.any() else 0
            firsts += above
        lasts = ends[_SENTENCES].astype(np.int64)
        sentences = _runs(self._sentences.view(_SENTENCE_AS_A_NUMBER), firsts, lasts).view(_SENTENCE)
        return Texts(
            _runs(self._tokens, starts, ends[_TOKENS].astype(np.int64)),
            sentences["size"].astype(np.int64),
            sentences["length"],
            lasts - firsts,
            ends["whole" if with_context else "bare"],
        )


class TextsWriter:
    """Writes passages into a folder, in row order; a context manager that closes the files."""

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        """Begin.

        Args:
            folder: An existing empty one.
            base: The folder of the generation before, whose rows come first.
        """
        if base:
            for name in _TYPES:
                shutil.copyfile(base / name, folder / name)
        self._files: dict[str, IO[bytes]] = {name: (folder / name).open("ab") for name in _TYPES}
        self._ends = [self._files[name].tell() // _TYPES[name].itemsize for name in (_SENTENCES, _TOKENS)]
        self.rows = self._files[_ROWS].tell() // _ROW.itemsize

    def __enter__(self) -> "TextsWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def add(self, rows: Sequence[int], passages: Read) -> None:
        """Write passages at rows behind all others.

        Args:
            rows: Rising; those left out stand empty.
            passages: As `StaticEncoder.read` gives them.
        """
        if not rows:
            return
        texts = passages.texts
        told, at = np.zeros(rows[-1] + 1 - self.rows, dtype=_ROW), np.array(rows) - self.rows
        told[_SENTENCES][at], told[_TOKENS][at] = texts.counts, _sums_of(texts)
        told["above"][at], told["whole"][at], told["bare"][at] = passages.above, texts.wholes, passages.bare
        sentences = np.zeros(len(texts.sizes), dtype=_SENTENCE)
        sentences["size"], sentences["length"] = texts.sizes, texts.lengths
        self._write(told, sentences, texts.tokens)

    def fill(self, rows: int) -> None:
        """Let the rows behind the last passage stand empty, so that there are `rows` of them."""
        self._write(np.zeros(rows - self.rows, dtype=_ROW))

    def _write(self, rows: Any, *others: NDArray[Any]) -> None:
        """Write rows that say how much each has as rows that say where that ends."""
        for at, name in enumerate((_SENTENCES, _TOKENS)):
            rows[name] = self._ends[at] + np.cumsum(rows[name].astype(np.int64))
            self._ends[at] = int(rows[name][-1]) if len(rows) else self._ends[at]
        self.rows += len(rows)
        for name, content in zip(_TYPES, (rows, *others), strict=False):
            self._files[name].write(np.asarray(content, dtype=_TYPES[name]).tobytes())


def _sums_of(texts: Texts) -> NDArray[np.int64]:
    """How many tokens each passage has."""
    sizes: NDArray[np.int64] = np.diff(np.append(0, np.cumsum(texts.sizes))[np.append(0, np.cumsum(texts.counts))])
    return sizes


def _mapped(file: Path) -> NDArray[Any]:
    kind = _TYPES[file.name]
    return np.asarray(np.memmap(file, kind, "r")) if file.stat().st_size else np.zeros(0, kind)


def _runs(values: NDArray[Any], firsts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[Any]:
    return np.concatenate([values[:0], *(values[a:b] for a, b in zip(firsts.tolist(), ends.tolist(), strict=True))])
