"""The lines of a plain mail put together again: a mail breaks them where they would have grown too long (RFC 3676)."""

import re
from collections.abc import Iterator

from qa.text.lines import glued, width

_WIDEST_COLUMNS = 90  # columns; longer lines were not broken by a program
_NARROWEST_COLUMNS = 40
_BEGINS = re.compile(r"[-*•·–—o]\s|\(?\d{1,3}[.)、]|\(?[a-z][.)]\s|[>|+#]|[^\W\d_][^:：。]{0,20}[:：]\s?\S|\s{2,}\S")
_SIGNATURE = "-- "
_QUOTED = re.compile(r"(?:> ?)+")
_DEPTH = re.compile(">*")


def unwrapped(text: str, *, flowed: bool = False, joins: bool = False) -> Iterator[str]:
    """The paragraphs of a mail.

    Args:
        text: Its plain part.
        flowed: Whether a blank at the end of a line says that the line goes on.
        joins: Whether that blank is no part of the text.

    Yields:
        A paragraph each, its lines put together.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if flowed:
        lines = list(_flowed(lines, joins))
    margin = _margin(lines) if not flowed else 0
    paragraph, marks = "", ""
    before = ""
    for line in lines:
        quoted = _QUOTED.match(line)
        depth = quoted.group().replace(" ", "") if quoted else ""
        words = line[quoted.end() :] if quoted else line
        goes_on = bool(paragraph) and depth == marks and _goes_on(before, words, margin)
        if goes_on:
            paragraph = glued(paragraph, words.strip())
        else:
            if paragraph.strip():
                yield paragraph.strip()
            paragraph, marks = words.rstrip(), depth
        before = words
    if paragraph.strip():
        yield paragraph.strip()


def _flowed(lines: list[str], joins: bool) -> Iterator[str]:
    """Lines that end with a blank put together with the next ones that are quoted as deeply."""
    whole, depth = "", ""
    for each in lines:
        marks = _DEPTH.match(each)
        told = marks.group() if marks else ""
        line = each[len(told) :].removeprefix(" ")  # stuffed
        if whole and told != depth:
            yield f"{depth} {whole}" if depth else whole
            whole = ""
        depth = told
        ends = not line.endswith(" ") or line == _SIGNATURE
        whole += line if ends or not joins else line[:-1]
        if ends:
            yield f"{depth} {whole}" if depth else whole
            whole = ""
    if whole:
        yield f"{depth} {whole}" if depth else whole


def _margin(lines: list[str]) -> int:
    """Columns at which a program broke the lines; 0 where none did."""
    widths = [width(line.rstrip()) for line in lines if line.strip() and not line.startswith(">")]
    longest = max(widths, default=0)
    return longest if _NARROWEST_COLUMNS <= longest <= _WIDEST_COLUMNS else 0


def _goes_on(before: str, words: str, margin: int) -> bool:
    """Whether a line was broken: the first word of the next one had no room left on it."""
    if not margin or not words.strip() or not before.strip() or _BEGINS.match(words):
        return False
    first = words.split(maxsplit=1)[0]
    room = margin - width(before.rstrip())
    return width(first) + 1 > room if first.isascii() or " " in words.strip() else room < 4
