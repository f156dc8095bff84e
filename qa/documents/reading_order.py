"""The words on a page, as OCR or a PDF gives them with their places, put into reading order: columns where there plainly are some, then lines.

Made for pages of running text. Two columns are told from a table by their lines: those of a column are long and there
are several. Text that runs from top to bottom, text around pictures and tables with long cells come out in a wrong order.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from qa.documents.short_columns import (
    FAR,
    SAME_LINE,
    SHORTEST_LINE,
    Words,
    are_columns,
    are_far,
    bands,
    goes_on,
    short_gutter,
)

__all__ = ["Words", "in_columns", "page_text"]

_FEWEST_LINES = 4  # of a column
_INDENT = 0.9  # heights
_WIDER = 0.5  # heights beyond the usual gap between two lines: a new paragraph


def page_text(words: Sequence[Words]) -> str:
    """The text of a page, a line for each printed one; indents and blank lines as they were printed."""
    parts: list[str] = []
    before: Sequence[Words] = ()
    for run in _runs(words):
        # From the foot of a column to the head of the next one, a sentence may go on; of a short one only its words tell.
        jumps_up = not before or min(piece.top for piece in run) < max(piece.middle for piece in before)
        is_near = not before or (jumps_up and len(before) >= _FEWEST_LINES)
        parts += ([] if is_near else [""]) + list(_lines(run))
        before = run
    return "\n".join(parts)


def in_columns(words: Sequence[Words]) -> str:
    """The text of a page in columns; empty for one that has none."""
    return page_text(words) if _gutter(words) is not None or short_gutter(words) is not None else ""


def _runs(words: Sequence[Words]) -> list[list[Words]]:
    """What is read from top to bottom, run after run: the columns, and what stands across them."""
    gutter = _gutter(words)
    is_short = gutter is None
    gutter = short_gutter(words) if gutter is None else gutter
    if gutter is None:
        return [list(words)] if words else []
    runs: list[list[Words]] = []
    together: list[Words] = []
    for left, right, bar in bands(words, gutter):
        if left and right and (not is_short or are_columns(left, right)):
            runs += [together] if together else []
            for side in (left, right):
                # A few lines beside a short text, and none themselves, may be anything: they stay apart.
                apart = is_short and len(side) < _FEWEST_LINES and not goes_on(side)
                runs += _rows(side) if apart else _runs(side)
            together = []
        else:
            together += left + right
        together += [bar] if bar else []
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
    return len(pieces) >= _FEWEST_LINES and median(widths) >= SHORTEST_LINE


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
        yield indent + _put_together(row)


def _put_together(row: Sequence[Words]) -> str:
    """The pieces of a line; far apart, they are no words of one sentence."""
    line = row[0].text
    for left, right in pairwise(row):
        line += (FAR if are_far(left, right) else " ") + right.text
    return line


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
    near = abs(piece.middle - row[-1].middle) < SAME_LINE * height
    # Boxes are drawn generously: those of neighbours lap over each other.
    return near and all(min(piece.right, other.right) - max(piece.left, other.left) < height for other in row)
