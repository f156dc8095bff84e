"""Page furniture: running heads, page numbers and letter-spaced ornaments, which belong to no sentence."""

import re
from bisect import bisect_right
from collections import Counter

from qa.text.lines import Line
from qa.types import Document

_PAGE_NUMBER = re.compile(
    r"(?:第\s*)?[-—–·]?\s*\d{1,4}\s*[-—–·]?(?:\s*页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,4}\s*页?)?|[Pp]age \d{1,4}(?: of \d{1,4})?"
)
_SPACED_OUT = re.compile(r"\S(?:\s*[/／|·]\s*\S|\s+\S){3,}")
_EDGE = 2  # lines at the top and bottom of a page that may be furniture
_FEWEST_PAGES = 2
_LONGEST_LINE_CHARACTERS = 60


def furniture(document: Document, lines: list[Line]) -> set[int]:
    """Numbers of the lines that are page furniture."""
    text = document.text
    found = {
        number
        for number, line in enumerate(lines)
        if _SPACED_OUT.fullmatch(text, line.start, line.end) and _single_letters(text[line.start : line.end])
    }
    if len(document.pages) >= _FEWEST_PAGES:
        found |= _repeated_at_edges(document, lines)
    return found


def _single_letters(words: str) -> bool:
    return all(len(word) == 1 for word in re.split(r"[\s/／|·]+", words))


def _repeated_at_edges(document: Document, lines: list[Line]) -> set[int]:
    pages: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        pages.setdefault(bisect_right(document.pages, line.start), []).append(number)
    edges = [number for numbers in pages.values() for number in {*numbers[:_EDGE], *numbers[-_EDGE:]}]
    shapes = {number: _shape(document.text, lines[number]) for number in edges}
    counts = Counter(shapes.values())
    # On every page, or all but a title page.
    often = max(_FEWEST_PAGES, len(pages) - 1)
    return {number for number in edges if shapes[number] and (counts[shapes[number]] >= often or shapes[number] == "#")}


def _shape(text: str, line: Line) -> str:
    """The words with digits masked; `#` for a bare page number; empty for what is too long to be furniture."""
    words = text[line.start : line.end]
    if _PAGE_NUMBER.fullmatch(words):
        return "#"
    return re.sub(r"\d+", "0", words) if len(words) <= _LONGEST_LINE_CHARACTERS else ""
