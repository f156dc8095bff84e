"""Columns of plain text parted by blanks: the lines of the left one, then those of the right one.

The harbour office opens at        Fishing is allowed between
seven, except on holidays.         October and March.
"""

import re
from collections.abc import Sequence

from qa.text.lines import Line, width

_FEWEST_LINES = 4
_BLANKS = re.compile(r"[ \u3000]{2,}")
_NARROWEST = 16  # columns that half of the lines of a column have at least; cells of tables are narrower
_MOST_LINES = 100_000


def one_column(text: str, lines: Sequence[Line]) -> list[Line]:
    """Lines in reading order, those of two columns cut in half."""
    if len(lines) > _MOST_LINES:
        return list(lines)
    found: list[Line] = []
    at = 0
    while at < len(lines):
        end, cuts = _side_by_side(text, lines, at)
        if end - at >= _FEWEST_LINES and _is_text(text, lines[at:end], cuts):
            found += _halves(lines[at:end], cuts)
            at = end
        else:
            found.append(lines[at])
            at += 1
    return found


def _side_by_side(text: str, lines: Sequence[Line], at: int) -> tuple[int, list[tuple[int, int]]]:
    """How far lines go on that have a gap ending in one column, and where each gap starts and ends in the text."""
    column = -1
    cuts: list[tuple[int, int]] = []
    for number in range(at, len(lines)):
        line = lines[number]
        if cuts and line.blank_before:
            break
        gaps = list(_BLANKS.finditer(text, line.start, line.end))
        edge = text.rfind("\n", 0, line.start) + 1
        ends = [(width(text[edge : gap.end()]), gap) for gap in gaps[:4]]
        if column < 0 and len(ends) == 1:
            column = ends[0][0]
        fitting = [gap for place, gap in ends if place == column]
        if len(gaps) == 1 and fitting:
            cuts.append(fitting[0].span())
        elif cuts and not gaps and (width(text[edge : line.end]) < column or width(text[edge : line.start]) == column):
            # One of the columns ends above: the line belongs to the other one alone.
            right = width(text[edge : line.start]) == column
            cuts.append((line.start, line.start) if right else (line.end, line.end))
        else:
            break
    return at + len(cuts), cuts


def _is_text(text: str, lines: Sequence[Line], cuts: Sequence[tuple[int, int]]) -> bool:
    both = [
        (width(text[line.start : start]), width(text[end : line.end]))
        for line, (start, end) in zip(lines, cuts, strict=True)
        if line.start < start and end < line.end
    ]
    if len(both) < _FEWEST_LINES:
        return False
    middle = len(both) // 2
    return all(sorted(widths)[middle] >= _NARROWEST for widths in zip(*both, strict=True))


def _halves(lines: Sequence[Line], cuts: Sequence[tuple[int, int]]) -> list[Line]:
    left = [Line(line.start, cut[0], line.blank_before, line.indented) for line, cut in zip(lines, cuts, strict=True)]
    right = [Line(cut[1], line.end, 0, indented=False) for line, cut in zip(lines, cuts, strict=True)]
    left, right = [line for line in left if line.start < line.end], [line for line in right if line.start < line.end]
    # What stands to the right may go on from the foot of the left column, or not: only its words tell.
    return [*left, Line(right[0].start, right[0].end, 1, indented=False), *right[1:]]
