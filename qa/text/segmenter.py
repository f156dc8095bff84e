"""Chinese words, by a dictionary of them: what may be said to be missing is a word, never a piece of two.

jieba's dictionary and hidden Markov model in Rust (rjieba): retrieval needs no words (see `analyzer`), people do.
"""

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from embeddings.folding import simplified
from qa.text.scripts import HAN, KANA, SPACED_LETTER
from qa.types import Span

_HAN = re.compile(rf"[{HAN}]+")
_LATIN = re.compile(rf"{SPACED_LETTER}+(?:[-'’][^\W\d_]+)*")
_KANA = re.compile(f"[{KANA}]")
_BEHIND_A_NUMBER = re.compile(
    r"(?:年度?|月份?|[日号號])[底末初]?"
)  # the dictionary knows no word that ends with digits and takes it for the next one's
PLACE_TAG = "ns"
NAME_TAGS = ("nr", PLACE_TAG, "nt", "nz")  # of persons, places, organisations, other things
_THING_TAGS = ("n", "vn", "an", "j", "l", "i", "eng")


class Word(NamedTuple):
    """A word of a text, where it stands, and what part of speech it is (jieba's tags; `x` in other scripts)."""

    text: str
    span: Span
    tag: str

    @property
    def is_thing(self) -> bool:
        """Whether it is a noun or a name."""
        return self.tag.startswith(_THING_TAGS)

    @property
    def is_named(self) -> bool:
        """Whether the dictionary, or its spelling, says that it is a name."""
        return self.tag.startswith(NAME_TAGS)


@lru_cache(maxsize=2048)
def chinese_words(text: str) -> tuple[Word, ...]:
    """The words of the Chinese of a text, in order; of Japanese its runs of Chinese characters."""
    japanese = bool(_KANA.search(text))
    found: list[Word] = []
    for run in _HAN.finditer(text):
        at = run.start()
        unit = _BEHIND_A_NUMBER.match(text, at, run.end()) if text[at - 1 : at].isdigit() else None
        if unit:
            found.append(Word(unit.group(), Span(*unit.span()), "m"))
            at = unit.end()
        rest = text[at : run.end()]
        cut = ([(rest, "n")] if japanese else _jieba().tag(simplified(rest))) if rest else []
        for word, tag in cut:
            found.append(Word(text[at : at + len(word)], Span(at, at + len(word)), tag))
            at += len(word)
    return tuple(found)


def latin_words(text: str) -> list[Word]:
    """The words of a text in scripts that part them by blanks."""
    return [Word(match.group(), Span(*match.span()), "x") for match in _LATIN.finditer(text)]


@lru_cache(maxsize=8192)
def tag_of(character: str) -> str:
    """What part of speech a single Chinese character is by itself."""
    tag: str = _jieba().tag(simplified(character))[0][1]
    return tag


def is_in_dictionary(word: str) -> bool:
    """Whether the dictionary has a Chinese word; others are cut by their characters alone."""
    return bool(_jieba().has_word(simplified(word)))


@cache
def _jieba() -> Any:
    import rjieba  # reads its dictionary at once, a tenth of a second that a build can do without

    return rjieba
