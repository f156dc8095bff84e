"""Texts to token numbers of the static model, the common ones by a shorter way.

A tokenizer spends its time on parting a text where a script, a run of digits or a mark begins, rule after rule, and on merging
pieces. In a text of Chinese characters, Latin letters, digits and marks one table of characters tells the parts. And where no
piece of the vocabulary holds two neighbours side by side nothing is ever merged across them: cut there too, the parts are words
of two or three characters, most of which have come up before.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from embeddings.folding import APART

# Characters and marks of the first editions of Unicode that are their own normal forms: every library knows their script and kind.
_HAN = "\u4e00-\u9fa5"
_MARKS = (
    r"!-/:-@\[-`{-~"
    + "\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010\u2012-\u2016\u2018-\u2023\u2030\u3001-\u3003\u3008-\u3011\u3014-\u301f\u30fb"
)
_COMMON = re.compile(rf"[ \t\n\r{_HAN}a-z0-9{_MARKS}]*")
_MOST_KEPT = 60_000  # parts: 14 MB
_PAIRS = 1 << 18  # places of a table of pairs; two that share one are taken for pairs that may be merged
Tokens = NDArray[np.int32]


class Pieces:
    """Cuts folded texts into tokens. Threads may share it."""

    def __init__(self, tokenizer: Tokenizer, vocabulary: Sequence[str]) -> None:
        """`tokenizer` is one that `embeddings.training.tokenizer` trains, with its pieces."""
        self._tokenizer = tokenizer
        self._kept = _Kept(tokenizer.model)
        self._merged = np.zeros(_PAIRS, dtype=np.bool_)
        self._merged[_pairs(_codes(APART.join(vocabulary)))] = True

    def encode(self, texts: Sequence[str]) -> list[Tokens]:
        """The numbers of the tokens of each text."""
        common = [_COMMON.fullmatch(text) is not None for text in texts]
        told = list(zip(texts, common, strict=True))
        parted = iter(self._common([text for text, short in told if short]))
        whole = iter(self._tokenizer.encode_batch_fast([text for text, short in told if not short], False))
        return [next(parted) if short else np.array(next(whole).ids, dtype=np.int32) for short in common]

    def _common(self, texts: Sequence[str]) -> Iterator[Tokens]:
        if len(self._kept) > _MOST_KEPT:
            self._kept = _Kept(self._tokenizer.model)  # another one, so that other threads go on with theirs
        kept = self._kept
        for text, _ in zip(self._parts(APART.join(texts)).split(APART), texts, strict=False):
            yield np.frombuffer(b"".join(map(kept.__getitem__, text.split())), dtype=np.int32)

    def _parts(self, text: str) -> str:
        """The text with a blank wherever nothing is merged across."""
        codes = _codes(text)
        kinds = _KINDS[codes]
        # A character, and a blank behind it where it is cut.
        kept, spread = np.ones((len(codes), 2), dtype=np.bool_), np.full((len(codes), 2), ord(" "), dtype="<u4")
        spread[:, 0] = codes
        kept[:-1, 1] = (kinds[1:] != kinds[:-1]) | (kinds[1:] == 0) | ~self._merged[_pairs(codes)]
        return spread[kept].tobytes().decode("utf-32-le")


class _Kept(dict[str, bytes]):
    """The tokens of parts, cut when they are first met."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __missing__(self, part: str) -> bytes:
        ids = array("i", [token.id for token in self._model.tokenize(part)]).tobytes()
        self[part] = ids
        return ids


def _kinds() -> NDArray[np.uint8]:
    """By the number of a common character its kind, where it is one of those that stand together."""
    kinds = np.zeros(0x10000, dtype=np.uint8)
    for kind, (first, last) in enumerate((tuple(_HAN[::2]), ("a", "z"), ("0", "9")), start=1):
        kinds[ord(first) : ord(last) + 1] = kind
    return kinds


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4")


def _pairs(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """For each character but the last a place in the table of pairs, told from it and the next one."""
    return (codes[:-1] * np.uint32(0x9E3779B1) + codes[1:] * np.uint32(0x85EBCA6B)) >> np.uint32(14)


_KINDS = _kinds()
