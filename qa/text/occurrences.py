"""Where some words stand in a text, white space aside where it means nothing.

Lines are wrapped and Chinese is set with blanks or without: such white space may differ. A blank that parts two words
or two numbers may not: `to gether` is not `together`, `1 0` is not `10`.
"""

import re
from collections.abc import Iterator

from qa.text.analyzer import MARKS
from qa.text.scripts import HANGUL, UNSPACED
from qa.types import Span

_SPACED_MARKS = re.sub(f"[{UNSPACED}]", "", MARKS)
SPACED = rf"(?:[^\W_{UNSPACED}]|[{_SPACED_MARKS}])"  # a letter or digit of a script with blanks
# Particles cling to Korean words, so a quote may end before one.
_CLOSED = rf"(?:[^\W_{UNSPACED}{HANGUL}]|[{_SPACED_MARKS}])"
JOINER = ".,:/．"  # between the digits of one number, date or time
FACTOR = "%‰％百千万萬亿億兆"  # behind a number, a part of it
_MEANINGLESS = re.compile(rf" (?!(?<={SPACED} ){SPACED}|(?<=\d[{JOINER}] )\d|(?<=\d )[{JOINER}]\d)")
_INSIDE = re.compile(
    rf"(?<={_CLOSED})(?={_CLOSED})|(?<=\d[{JOINER}])(?=\d)|(?<=\d)(?=[{JOINER}]\d)|(?<=\d)(?=[{FACTOR}])"
    "|(?<=n)(?=['’]t)|(?<=n['’])(?=t)"  # can't is not can
)
_SOLID = re.compile(rf"{SPACED}+|\S")
_LONGEST_WORD_CHARACTERS = 200


def occurrences(words: str, text: str) -> Iterator[Span]:
    """Every place of the words in a text, in order, overlapping ones too; also inside longer words (see `is_whole`)."""
    wanted, searched = _bare(words), _bare(text)
    at = searched.find(wanted) if wanted else -1
    if at < 0:
        return
    kept = [offset for offset, character in enumerate(text) if not character.isspace()]
    letters = len(wanted) - wanted.count(" ")
    blanks, counted = 0, 0
    while at >= 0:
        blanks += searched.count(" ", counted, at)
        counted = at
        yield Span(kept[at - blanks], kept[at - blanks + letters - 1] + 1)
        at = searched.find(wanted, at + 1)


def is_whole(text: str, span: Span) -> bool:
    """Whether a span neither begins nor ends inside a word or a number: `12` does in `3125`, `371` in `371.3万`."""
    return not any(_INSIDE.match(text, at) for at in span)


def widened(text: str, span: Span) -> Span:
    """The span with the whole of the words or numbers that it begins and ends inside of."""
    start, end = span
    while _INSIDE.match(text, start) and span.start - start < _LONGEST_WORD_CHARACTERS:
        start -= 1
    while _INSIDE.match(text, end) and end - span.end < _LONGEST_WORD_CHARACTERS:
        end += 1
    return Span(start, end)


def solid_parts(words: str) -> list[str]:
    """What a text must hold, letter for letter, to hold the words: no white space can come between in any of them."""
    return list(dict.fromkeys(_SOLID.findall(words)))


def _bare(text: str) -> str:
    """The text with a blank for white space that means something, and no other."""
    return _MEANINGLESS.sub("", " ".join(text.split()))
