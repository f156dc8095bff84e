"""Folds the spellings of a word into one: case, width, accents, Arabic vowels and letter forms, traditional characters."""

import unicodedata
from functools import cache
from pathlib import Path

_LATIN_ACCENTS = range(0x0300, 0x0370)
_ARABIC_VOWELS = range(0x064B, 0x0653)
_ARABIC_FOLDS = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": ""}


def fold(text: str) -> str:
    """The text with every character folded; a character may become none or several."""
    return text.translate(FOLDING)


@cache
def _traditional_to_simplified() -> dict[str, str]:
    """One simplified character for each traditional one, from OpenCC's table (its first choice)."""
    import opencc  # only its data: converting by phrase takes 100 times as long and finds nothing more

    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split() for line in table.read_text("utf-8").splitlines() if "\t" in line)
    return {traditional: simplified for traditional, simplified, *_ in pairs if len(simplified) == 1}


class _Folding(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if code in _LATIN_ACCENTS or code in _ARABIC_VOWELS:
            folded = ""
        else:
            letters = unicodedata.normalize("NFKD", character).casefold()
            bare = "".join(c for c in letters if ord(c) not in _LATIN_ACCENTS)
            # Hangul syllables, kana with sound marks and the like are put together again.
            bare = unicodedata.normalize("NFKC", bare)
            simplified = _traditional_to_simplified()
            folded = "".join(_ARABIC_FOLDS.get(c, simplified.get(c, c)) for c in bare)
        self[code] = folded
        return folded


FOLDING = _Folding()
