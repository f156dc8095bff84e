"""Folds the spellings of a word into one: case, width, accents, Arabic vowels and letter forms, traditional characters.

Vietnamese keeps its accents: there they are tones, and without them up to six words become one (recall@1 of BM25 on
XQuAD: 0.89 without, 0.92 with, 0.94 with pairs of syllables too).
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

APART = "\0"  # texts that are folded together
_LATIN_ACCENTS = range(0x0300, 0x0370)
_ARABIC_VOWELS = range(0x064B, 0x0653)
_ARABIC_FOLDS = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": ""}
# Letters and marks that no other language written in Latin letters has much of; đ is also used on the Balkans.
_VIETNAMESE_LETTERS = "ơưảạấầẩẫậắằẳẵặẻẽẹếềểễệỉịỏọốồổỗộớờởỡợủụứừửữựỷỹỵ"
_VIETNAMESE = re.compile(f"[{_VIETNAMESE_LETTERS}{_VIETNAMESE_LETTERS.upper()}\u0309\u031b\u0323]")
_KANA = re.compile("[\u3041-\u30ff]")
_BARRED_D = re.compile("[đĐ]")
_NOT_ONE = 0xFFFFFFFF
_BALKAN = re.compile("[čćšžČĆŠŽ]")


def fold(text: str) -> str:
    """The text with every character folded; a character may become none or several."""
    if is_vietnamese(text):
        return unicodedata.normalize("NFC", text.translate(FOLDING_BUT_ACCENTS))
    return text.translate(FOLDING)


def folded(texts: Sequence[str]) -> list[str]:
    """Many texts, each as `fold` gives it; joined to one, which costs a quarter of folding each."""
    joined = joined_alike(texts)
    return [fold(text) for text in texts] if joined is None else FOLDING.translated(joined).split(APART)


def joined_alike(texts: Sequence[str]) -> str | None:
    """Many texts as one, with `APART` between them; None where that is not to be told from theirs, or one may be Vietnamese."""
    joined = APART.join(texts)
    other = joined.count(APART) != len(texts) - 1 or _VIETNAMESE.search(joined) or _BARRED_D.search(joined)
    return None if other else joined


def is_vietnamese(text: str) -> bool:
    """Whether a text has letters that Vietnamese alone is written with."""
    return bool(_VIETNAMESE.search(text) or (_BARRED_D.search(text) and not _BALKAN.search(text)))


@cache
def _traditional_to_simplified() -> dict[str, str]:
    """One simplified character for each traditional one, from OpenCC's table (its first choice)."""
    import opencc  # only its data: converting by phrase takes 100 times as long and finds nothing more

    path = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split() for line in path.read_text("utf-8").splitlines() if "\t" in line)
    # What one becomes may be traditional once more, as of 藴.
    table = {traditional: simplified for traditional, simplified, *_ in pairs if len(simplified) == 1}
    return {traditional: table.get(simplified, simplified) for traditional, simplified in table.items()}


def simplified(text: str) -> str:
    """Chinese in simplified characters, one for each traditional one; text with kana, which is Japanese, as it is."""
    return text if _KANA.search(text) else text.translate(_simplifying())


@cache
def _simplifying() -> dict[int, str]:
    return {ord(traditional): single for traditional, single in _traditional_to_simplified().items()}


class _Folding(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __init__(self, accents: str) -> None:
        self._dropped = frozenset(map(chr, _LATIN_ACCENTS)) if accents == "dropped" else frozenset()
        # By the number of a character what it becomes, and one more; 0 is not worked out yet. The system gives the pages in use alone.
        self._becomes = np.zeros(0x110000, dtype=np.uint32)

    def translated(self, text: str) -> str:
        """What `text.translate` gives, for long texts: by one table, but where a character becomes none or several."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        becomes = self._becomes[codes]
        if not becomes.all():
            for code in np.unique(codes[becomes == 0]).tolist():
                single = self[code]
                self._becomes[code] = ord(single) + 1 if len(single) == 1 else _NOT_ONE
            becomes = self._becomes[codes]
        others = np.flatnonzero(becomes == _NOT_ONE)
        becomes[others] = 1
        ones: str = (becomes - 1).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        if not len(others):
            return ones
        edges = [-1, *others.tolist(), len(ones)]
        kept = [ones[before + 1 : after] for before, after in pairwise(edges)]
        instead = [self[code] for code in codes[others].tolist()]
        return "".join(each for pair in zip(kept, [*instead, ""], strict=True) for each in pair)

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in self._dropped or code in _ARABIC_VOWELS:
            folded = ""
        else:
            letters = unicodedata.normalize("NFKD", character).casefold()
            bare = "".join(c for c in letters if c not in self._dropped and ord(c) not in _ARABIC_VOWELS)
            # Hangul syllables, kana with sound marks and the like are put together again.
            bare = unicodedata.normalize("NFKC", bare)
            simplified = _traditional_to_simplified()
            folded = "".join(_ARABIC_FOLDS.get(c, simplified.get(c, c)) for c in bare)
        self[code] = folded
        return folded


FOLDING = _Folding(accents="dropped")
FOLDING_BUT_ACCENTS = _Folding(accents="kept")
