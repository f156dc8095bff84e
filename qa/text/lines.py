"""The lines of a text, and joining two of them."""

import re
import unicodedata
from dataclasses import dataclass

from qa.text.background import common
from qa.text.scripts import HANGUL_SYLLABLES
from qa.types import Span

_WIDE = frozenset("WF")
_HANGUL = re.compile(f"[{HANGUL_SYLLABLES}]")  # wide, yet written with blanks
_LONGEST_WORD_CHARACTERS = 30
_WORD = re.compile(r"[^\W\d_]{1,30}")
_WORD_END = re.compile(r"[^\W\d_]{1,30}$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without its outer blanks.

    Attributes:
        start: Where it starts in the text.
        end: Where it ends.
        blank_before: Blank lines above it (0: it follows the line above directly).
        indented: Whether it starts with blanks.
    """

    start: int
    end: int
    blank_before: int
    indented: bool


def text_lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank."""
    lines: list[Line] = []
    offset = blank = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = offset + raw.index(stripped)
            lines.append(Line(start, start + len(stripped), blank, raw[0].isspace()))
            blank = 0
        else:
            blank += 1
        offset += len(raw) + 1
    return lines


def width(text: str) -> int:
    """Columns that `text` takes: 2 for a wide character, 1 for any other."""
    return sum(2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)


def joined(text: str, spans: list[Span], following: list[Span]) -> list[Span]:
    """The spans of a sentence that goes on in `following`.

    Between words of a script with blanks, the line end stays inside the span as the blank; between Chinese or
    Japanese characters it is left out, and there are two spans. So is the hyphen of a word that was broken at the line
    end, where without it the word is a common one.

    Args:
        text: Of the document.
        spans: Of the sentence so far.
        following: Of what goes on with it.

    Returns:
        The spans of both, in order.
    """
    left, right = text[spans[-1].end - 1], text[following[0].start]
    if (is_cjk(left) or is_cjk(right)) or following[0].start < spans[-1].end:
        return [*spans, *following]
    between = text[spans[-1].end : following[0].start]
    if left == "-" and not between.strip() and _is_broken_word(text, spans[-1].end - 1, following[0].start):
        return [*spans[:-1], Span(spans[-1].start, spans[-1].end - 1), *following]
    if between.strip():  # something else stands between the halves
        return [*spans, Span(spans[-1].end, spans[-1].end + 1), *following]
    return [*spans[:-1], Span(spans[-1].start, following[0].end), *following[1:]]


def _is_broken_word(text: str, hyphen: int, rest: int) -> bool:
    first, second = _WORD_END.search(text, max(0, hyphen - _LONGEST_WORD_CHARACTERS), hyphen), _WORD.match(text, rest)
    if not first or not second or not second.group()[0].islower():
        return False
    return common((first.group() + second.group()).casefold()) > 0


def is_cjk(character: str) -> bool:
    """Whether a character is of a script without blanks between words, or its punctuation."""
    return unicodedata.east_asian_width(character) in _WIDE and not _HANGUL.match(character)


def glued(left: str, right: str) -> str:
    """Two lines of one paragraph as one: with a blank between them, but for scripts that have none."""
    if not left or not right:
        return left + right
    return left + right if is_cjk(left[-1]) or is_cjk(right[0]) else f"{left} {right}"
