"""Arithmetic on spans: the text that several spans make, and a part of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from qa.types import Span


def join(text: str, spans: Iterable[Span]) -> str:
    """The pieces of `text` that the spans cut out, put together."""
    return "".join(text[start:end] for start, end in spans)


def words_of(text: str, span: Span) -> str:
    """What a span cuts out of `text`, without the white space around it."""
    return text[span.start : span.end].strip()


def cut(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The part of `spans` that holds characters `start` to `end` of the text they are joined to.

    Args:
        spans: Pieces of a document, in order, not overlapping.
        start: First character, counted in the joined text.
        end: Behind the last character, counted in the joined text.

    Returns:
        Pieces of the document.
    """
    parts: list[Span] = []
    offset = 0
    for span in spans:
        length = span.end - span.start
        first, last = max(start - offset, 0), min(end - offset, length)
        if first < last:
            parts.append(Span(span.start + first, span.start + last))
        offset += length
    return tuple(parts)


def touched(stretches: Sequence[Span], spans: Iterable[Span]) -> tuple[Span, ...]:
    """Those of some stretches (in order, not overlapping) that have a character in common with any of the spans."""
    found: set[Span] = set()
    for start, end in spans:
        first = bisect_right(stretches, start, key=lambda stretch: stretch.end)
        found.update(stretches[first : bisect_left(stretches, end, key=lambda stretch: stretch.start)])
    return tuple(sorted(found))
