"""The words on a page, as OCR or a PDF gives them with their places, put into reading order: columns where there plainly are some, then lines.

Made for pages of running text. Two columns are told from a table by their lines: those of a column are long and there
are several. Text that runs from top to bottom, text around pictures and tables with long cells come out in a wrong order.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_FEWEST_LINES = 4  # of a column
_SHORTEST_LINE = 8  # heights of a line: in a column, half of the lines are at least so wide
_SAME_LINE = 0.5  # heights between the middles of pieces of one line
_INDENT = 0.9  # heights
_WIDER = 0.5  # heights beyond the usual gap between two lines: a new paragraph


class Words(NamedTuple):
    """Words that stand side by side in a picture, and their box in pixels from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """How high the box is, at least one pixel."""
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2


def page_text(words: Sequence[Words]) -> str:
    """The text of a page, a line for each printed one; indents and blank lines as they were printed."""
    parts: list[str] = []
    ended = float("inf")
    for run in _runs(words):
        # From the foot of a column to the head of the next one, a sentence may go on.
        jumps_up = min(piece.top for piece in run) < ended
        parts += ([] if jumps_up else [""]) + list(_lines(run))
        ended = max(piece.middle for piece in run)
    return "\n".join(parts)


def in_columns(words: Sequence[Words]) -> str:
    """The text of a page in columns; empty for one that has none."""
    return page_text(words) if _gutter(words) is not None else ""


def _runs(words: Sequence[Words]) -> list[list[Words]]:
    """What is read from top to bottom, run after run: the columns, and what stands across them."""
    gutter = _gutter(words)
    if gutter is None:
        return [list(words)] if words else []
    across = sorted((piece for piece in words if piece.left < gutter < piece.right), key=lambda piece: piece.middle)
    columns = [piece for piece in words if not piece.left < gutter < piece.right]
    runs: list[list[Words]] = []
    together: list[Words] = []
    above = float("-inf")
    for bar in (*across, None):
        below = bar.middle if bar else float("inf")
        band = [piece for piece in columns if above < piece.middle <= below]
        if band:
            runs += [together] if together else []
            runs += _runs([piece for piece in band if piece.right <= gutter])
            runs += _runs([piece for piece in band if piece.left >= gutter])
            together = []
        together += [bar] if bar else []
        above = below
    return [*runs, together] if together else runs


def _gutter(words: Sequence[Words]) -> float | None:
    """Where a page falls into a left and a right part, each plainly running text; None when it does not."""
    found: list[tuple[int, int, float]] = []
    for at in {round(piece.right) + 0.5 for piece in words}:
        left = [piece for piece in words if piece.right <= at]
        right = [piece for piece in words if piece.left >= at]
        if min(len(left), len(right)) < _FEWEST_LINES:
            continue
        left, right = _beside(left, right), _beside(right, left)
        if all(map(_is_running_text, (left, right))):
            across = sum(piece.left < at < piece.right for piece in words)
            found.append((min(len(left), len(right)), -across, -at))
    return -max(found)[2] if found else None


def _beside(pieces: Sequence[Words], others: Sequence[Words]) -> list[Words]:
    top, bottom = min(piece.top for piece in others), max(piece.bottom for piece in others)
    return [piece for piece in pieces if top <= piece.middle <= bottom]


def _is_running_text(pieces: Sequence[Words]) -> bool:
    widths = [(piece.right - piece.left) / piece.height for piece in pieces]
    return len(pieces) >= _FEWEST_LINES and median(widths) >= _SHORTEST_LINE


def _lines(run: Sequence[Words]) -> Iterator[str]:
    rows = _rows(run)
    margin = median(row[0].left for row in rows)
    gaps = [below[0].top - above[0].bottom for above, below in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    for row, gap in zip(rows, [usual, *gaps], strict=True):
        height = row[0].height
        if gap > usual + _WIDER * height:
            yield ""
        indent = " " if row[0].left > margin + _INDENT * height else ""
        yield indent + " ".join(piece.text for piece in row)


def _rows(run: Sequence[Words]) -> list[list[Words]]:
    """Pieces of one printed line together, from left to right."""
    rows: list[list[Words]] = []
    for piece in sorted(run, key=lambda piece: piece.middle):
        if rows and _continues(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _continues(row: Sequence[Words], piece: Words) -> bool:
    height = min(piece.height, row[-1].height)
    near = abs(piece.middle - row[-1].middle) < _SAME_LINE * height
    # Boxes are drawn generously: those of neighbours lap over each other.
    return near and all(min(piece.right, other.right) - max(piece.left, other.left) < height for other in row)
