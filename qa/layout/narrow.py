"""Narrow texts on a page whose other lines are wider: notes in a margin, short columns; also short ones on a page with few lines. Their lines were broken at a margin of their own."""

from collections.abc import Callable, Iterator, Sequence

from qa.text.lines import Line, is_cjk, width

_NARROW = 0.7  # of the widest line of all
_NARROWEST = 30  # columns of the widest line of a text; shorter ones may be lists
_ENDS = "。！？!?.；;…"
_PAUSES = "，,、；;：:。"


def narrow_margins(
    text: str, lines: Sequence[Line], margin: int, margin_of: Callable[[str, Sequence[Line]], int]
) -> dict[int, int]:
    """Columns at which the lines of narrow texts were broken, by their starts.

    Args:
        text: Of the document.
        lines: Its lines.
        margin: Columns at which most of them were broken; 0 where that cannot be told.
        margin_of: Columns at which most of some lines were broken; 0 where they were not.

    Returns:
        For the lines of each narrow text that plainly is one.
    """
    found: dict[int, int] = {}
    widths = {line.start: width(text[line.start : line.end]) for line in lines}
    page = max(widths.values(), default=0)
    for group in _groups(lines):
        widest = max(widths[line.start] for line in group)
        if widest >= _NARROWEST and (not margin or widest < page * _NARROW) and _is_one_text(text, group):
            own = margin_of(text, group) or widest
            found |= {line.start: own for line in group}
    return found


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and line.blank_before:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _is_one_text(text: str, group: Sequence[Line]) -> bool:
    """Whether a sentence begins in its first line, ends with its last one, and goes on over a line end between them."""
    first, last = group[0], group[-1]
    if len(group) < 2 or text[last.end - 1] not in _ENDS or text[first.start].islower():
        return False
    inner = [line for line in group[:-1] if text[line.end - 1] not in _ENDS]
    if any(is_cjk(text[line.end - 1]) for line in inner):
        return len(inner) * 2 >= len(group) - 1 and any(c in _PAUSES for c in text[first.start : last.end - 1])
    return any(text[line.start].islower() for line in group[1:])
