"""Texts to token numbers of the static model, the common ones by a shorter way.

A tokenizer spends its time on parting a text where a script, a run of digits or a mark begins, rule after rule, and on merging
pieces. In a text of Chinese characters, Latin letters, digits and marks one table of characters tells the parts. And where no
piece of the vocabulary holds two neighbours side by side nothing is ever merged across them: cut there too, the parts are words
of two or three characters, most of which have come up before. One of up to four characters is a number of 64 bits, and those of
a thousand texts are looked up by it at once.
"""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from embeddings.folding import APART

# Characters and marks of the first editions of Unicode that are their own normal forms: every library knows their script and kind.
_RUNS = ("\u4e00-\u9fa5", "a-z", "0-9")
_MARKS = (
    "!-/",
    ":-@",
    "[-`",
    "{-~",
    "\u2012-\u2016",
    "\u2018-\u2023",
    "\u3001-\u3003",
    "\u3008-\u3011",
    "\u3014-\u301f",
)
_LONE_MARKS = "\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010\u2030\u30fb"
_MARK, _BLANK, _OTHER = 0, 0x40, 0x80  # kinds of characters beside those runs, 1 to 3
_SHORT = 4  # characters of a part that is looked up as a number
_SHIFTS = (0, 21, 42)  # where the tokens of a part stand in a number
_NONE = (1 << 21) - 1  # no token; the numbers of tokens are smaller
_LONG = (1 << 64) - 1  # the tokens of a longer part, which are not in the table
_BITS = 17  # of the places where short parts are found: 2 MB
_MOST_KEPT = 60_000  # parts: 14 MB
_PAIRS = 1 << 18  # places of a table of pairs; two that share one are taken for pairs that may be merged
Tokens = NDArray[np.int32]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Pieces:
    """Cuts folded texts into tokens. Threads may share it."""

    def __init__(self, tokenizer: Tokenizer, vocabulary: Sequence[str]) -> None:
        """`tokenizer` is one that `embeddings.training.tokenizer` trains, with its pieces."""
        self._tokenizer = tokenizer
        self._places = _Places(tokenizer.model)
        self._merged = np.zeros(_PAIRS, dtype=np.bool_)
        self._merged[_pairs(_codes(APART.join(vocabulary)))] = True

    def encode(self, texts: Sequence[str]) -> tuple[Tokens, Counts]:
        """The numbers of the tokens of texts, end to end, and how many each has."""
        return self.encode_in_a_row(texts)[:2]

    def encode_in_a_row(self, texts: Sequence[str]) -> tuple[Tokens, Counts, Flags]:
        """The same, and whether each text and the next one have the same tokens when they are put together, as far as that is told."""
        tokens, sizes, common, apart = self._common(texts)
        others = np.flatnonzero(~common).tolist()
        if others:
            whole = self._tokenizer.encode_batch_fast([texts[at] for at in others], add_special_tokens=False)
            at = np.repeat(np.cumsum(sizes)[others], [len(each) for each in whole])
            tokens = np.insert(tokens, at, [token for each in whole for token in each.ids])
            sizes[others] = [len(each) for each in whole]
        return tokens, sizes, apart & common[:-1] & common[1:]

    def _common(self, texts: Sequence[str]) -> tuple[Tokens, Counts, Flags, Flags]:
        """The tokens of texts of common characters, how many each has, which are such texts, and between which nothing is merged."""
        if not texts:
            none = np.zeros(0, dtype=np.int64)
            return none.astype(np.int32), none, none.astype(np.bool_), none.astype(np.bool_)
        odd = (
            [at for at, text in enumerate(texts) if APART in text]
            if APART.join(texts).count(APART) >= len(texts)
            else []
        )
        text = APART.join("" if at in odd else each for at, each in enumerate(texts)) if odd else APART.join(texts)
        codes = _codes(text)
        kinds = _KINDS[np.minimum(codes, 0xFFFF)]
        ends = np.append(np.flatnonzero(codes == 0), len(codes))  # of texts
        common = np.ones(len(texts), dtype=np.bool_)
        common[odd] = False
        common[np.searchsorted(ends, np.flatnonzero(kinds == _OTHER))] = False
        inside = kinds < _BLANK
        if not common.all():
            inside &= np.repeat(common, np.diff(ends, prepend=-1))[:-1]
        apart = (kinds[1:] != kinds[:-1]) | (kinds[1:] == _MARK) | ~self._merged[_pairs(codes)]
        begins = inside.copy()
        begins[1:] &= apart | ~inside[:-1]
        edges = np.append(np.flatnonzero(begins | ~inside), len(codes))
        of_parts = np.flatnonzero(begins[edges[:-1]])
        starts = edges[of_parts]
        tokens, sizes = self._places.tokens(text, codes, starts, edges[of_parts + 1])
        until = np.append(0, np.cumsum(sizes))[np.searchsorted(starts, ends)]
        return tokens, np.diff(until, prepend=0), common, self._are_apart(codes, kinds, ends)

    def _are_apart(self, codes: NDArray[np.uint32], kinds: NDArray[np.uint8], ends: Counts) -> Flags:
        """Whether nothing is merged across the end of each text but the last, were it and the next one the same."""
        before, behind = np.maximum(ends[:-1] - 1, 0), np.minimum(ends[:-1] + 1, len(codes) - 1)
        pairs = _pairs(np.stack([codes[before], codes[behind]], axis=1).ravel())[::2]
        told: NDArray[np.bool_] = (kinds[before] != kinds[behind]) | (kinds[behind] == _MARK) | ~self._merged[pairs]
        return told


class _Places:
    """The tokens of parts, cut when they are first met: of short ones in a table, each at one of two places told by its characters."""

    def __init__(self, model: Any) -> None:
        self._kept = _Kept(model)
        self._lock = threading.Lock()
        self._keys = np.zeros(1 << _BITS, dtype=np.uint64)  # 0 is no part
        self._ids = np.zeros(1 << _BITS, dtype=np.uint64)

    def tokens(self, text: str, codes: NDArray[np.uint32], starts: Counts, ends: Counts) -> tuple[Tokens, Counts]:
        """The tokens of parts of a text, end to end, and how many each has."""
        sizes = ends - starts
        keys = _keys(codes, starts, np.minimum(sizes, _SHORT))
        keys[sizes > _SHORT] = 0
        with self._lock:
            ids = self._short(keys)
            long = np.flatnonzero(ids == _LONG)
            others = [self._kept[text[a:b]] for a, b in zip(starts[long].tolist(), ends[long].tolist(), strict=True)]
        each = np.stack([(ids >> np.uint64(shift)) & np.uint64(_NONE) for shift in _SHIFTS], axis=1).astype(np.int32)
        there = each != _NONE
        tokens, counts = each[there], sum(column.astype(np.int64) for column in there.T)
        if len(long):
            more = np.array([len(each) for each in others])
            at = np.append(0, np.cumsum(counts))[long]
            tokens = np.insert(tokens, np.repeat(at, more), [each for ids in others for each in ids])
            counts[long] = more
        return tokens, counts

    def _short(self, keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """The tokens of each part, in one number; `_LONG` where it has no number, or too many tokens."""
        places = ((keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _BITS)).astype(np.int64)
        ids = self._ids[places]
        missed = np.flatnonzero(self._keys[places] != keys)
        beside = places[missed] ^ 1
        ids[missed] = self._ids[beside]
        missed = missed[self._keys[beside] != keys[missed]]
        if len(missed):
            new, firsts, of = np.unique(keys[missed], return_index=True, return_inverse=True)
            told = np.array(list(map(self._packed, new.tolist())), dtype=np.uint64)
            ids[missed] = told[of]
            for place, key, each in zip(places[missed[firsts]].tolist(), new, told, strict=True):
                if self._keys[place]:  # what was there makes room
                    self._keys[place ^ 1], self._ids[place ^ 1] = self._keys[place], self._ids[place]
                self._keys[place], self._ids[place] = key, each
        ids[keys == 0] = _LONG
        return ids

    def _packed(self, key: int) -> int:
        ids = self._kept[key.to_bytes(8, "little").decode("utf-16-le").rstrip(APART)]
        if len(ids) > len(_SHIFTS):
            return _LONG
        first, second, third = (*ids, _NONE, _NONE)[: len(_SHIFTS)]
        return first | second << _SHIFTS[1] | third << _SHIFTS[2]


class _Kept(dict[str, tuple[int, ...]]):
    """The tokens of parts, cut when they are first met, and forgotten when there are too many."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __missing__(self, part: str) -> tuple[int, ...]:
        ids = tuple([token.id for token in self._model.tokenize(part)])
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[part] = ids
        return ids


def _kinds() -> NDArray[np.uint8]:
    """By the number of a character its kind, where it is a common one."""
    kinds = np.full(0x10000, _OTHER, dtype=np.uint8)
    kinds[[ord(blank) for blank in f" \t\n\r{APART}"]] = _BLANK
    kinds[[ord(mark) for mark in _LONE_MARKS]] = _MARK
    for kind, each in (*((_MARK, marks) for marks in _MARKS), *enumerate(_RUNS, start=1)):
        kinds[ord(each[0]) : ord(each[-1]) + 1] = kind
    return kinds


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _pairs(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """For each character but the last a place in the table of pairs, told from it and the next one."""
    return (codes[:-1] * np.uint32(0x9E3779B1) + codes[1:] * np.uint32(0x85EBCA6B)) >> np.uint32(14)


def _keys(codes: NDArray[np.uint32], starts: Counts, sizes: Counts) -> NDArray[np.uint64]:
    """The characters from each start on, so many, at most four, as one number."""
    narrow = np.zeros(len(codes) + _SHORT, dtype="<u2")
    narrow[: len(codes)] = codes
    fours: NDArray[np.uint64] = np.ndarray((len(codes) + 1,), dtype="<u8", buffer=narrow, strides=(2,))[starts]
    return fours & _MASKS[sizes]


_KINDS = _kinds()
_MASKS = np.array([(1 << 16 * size) - 1 for size in range(_SHORT + 1)], dtype=np.uint64)
