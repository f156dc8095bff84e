"""Arithmetic on spans: the text that several spans make, and a part of it."""

from collections.abc import Iterable, Sequence

from qa.types import Span


def join(text: str, spans: Iterable[Span]) -> str:
    """The pieces of `text` that the spans cut out, put together."""
    return "".join(text[start:end] for start, end in spans)


def cut(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The part of `spans` that holds characters `start` to `end` of the text they are joined to."""
    parts: list[Span] = []
    offset = 0
    for span in spans:
        length = span.end - span.start
        first, last = max(start - offset, 0), min(end - offset, length)
        if first < last:
            parts.append(Span(span.start + first, span.start + last))
        offset += length
    return tuple(parts)
