"""The terms of many passages at once: those of `analyzer.passage_tokens`, by tables of characters instead of one by one."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.folding import APART, FOLDING, joined_alike
from qa.text.analyzer import MARKS, NUMBER, UNSPACED_TERMS, WORD, passage_tokens, word_terms

_BLANK = ord(" ")
_NUMBER, _WORD = re.compile(NUMBER), re.compile(WORD)
_LETTER, _EITHER = 1, 2


def joined_terms(texts: Sequence[str], longest: int) -> list[str]:
    """The terms of each text, joined by blanks, in no order.

    Args:
        texts: Texts of passages.
        longest: Characters; longer terms are left out.

    Returns:
        A line of terms for each.
    """
    joined = joined_alike(texts)
    folded = FOLDING.translated(joined) if joined else ""
    if not folded or not unicodedata.is_normalized("NFC", folded):
        return [_one_by_one(text, longest) for text in texts]
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = _KINDS[codes]
    unspaced = kinds == _LETTER
    told = zip(_characters_and_pairs(codes, unspaced), _others(codes, unspaced), strict=True)
    terms = [f"{letters} {_words(others, longest)}" for letters, others in told]
    # A mark, or a digit of Thai, is part of a word, a number or a run of letters, as what stands before it says.
    for at in np.unique(np.searchsorted(np.flatnonzero(codes == 0), np.flatnonzero(kinds == _EITHER))).tolist():
        terms[at] = _one_by_one(texts[at], longest)
    return terms


def _one_by_one(text: str, longest: int) -> str:
    return " ".join(term for term in passage_tokens(text) if len(term) <= longest)


def _characters_and_pairs(codes: NDArray[np.uint32], unspaced: NDArray[np.bool_]) -> list[str]:
    """Of scripts without blanks: each character, and the pair that it begins."""
    spread = np.full((len(codes), 5), _BLANK, dtype="<u4")
    spread[:, 0] = spread[:, 2] = codes
    spread[:-1, 3] = codes[1:]
    kept = np.zeros(spread.shape, dtype=np.bool_)
    kept[:, 0] = unspaced | (codes == 0)
    kept[:, 1] = unspaced
    kept[:-1, 2:] = (unspaced[:-1] & unspaced[1:])[:, None]
    return _texts(spread[kept])


def _others(codes: NDArray[np.uint32], unspaced: NDArray[np.bool_]) -> list[str]:
    """What is left: a blank where letters of those scripts were."""
    kept = ~unspaced
    kept[1:] |= ~unspaced[:-1]  # the first of a run
    return _texts(np.where(unspaced, np.uint32(_BLANK), codes)[kept])


def _texts(codes: NDArray[np.uint32]) -> list[str]:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass").split(APART)


def _words(text: str, longest: int) -> str:
    terms = [number.replace(",", "") for number in _NUMBER.findall(text)]
    for word in _WORD.findall(text):
        terms += word_terms(word)
    return " ".join(term for term in terms if len(term) <= longest)


def _kinds() -> NDArray[np.uint8]:
    """By the number of a character whether it is written without blanks, or only after one that is."""
    kinds = np.zeros(0x110000, dtype=np.uint8)
    for first, last, single in re.findall("(.)-(.)|(.)", UNSPACED_TERMS):
        kinds[ord(first or single) : ord(last or single) + 1] = _LETTER
    digits = [code for code in np.flatnonzero(kinds[:0x10000]).tolist() if chr(code).isdecimal()]
    kinds[[*map(ord, MARKS), *digits]] = _EITHER
    return kinds


_KINDS = _kinds()
