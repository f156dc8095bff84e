"""Tables that stand side by side on one sheet, parted by a blank column: each is read by itself.

A blank column may also only part the figures of one table. So two tables are told where each begins with a title or with
the same headers, where one ends before the other, or where each has names of its own before figures of its own.
"""

from collections.abc import Sequence
from itertools import pairwise

from qa.documents.grids import Grid, GridCell, header_rows, kind_of_cell

_FEWEST_CELLS = 2  # columns, and rows


def gap_of(rows: Sequence[Grid]) -> tuple[int, int] | None:
    """The first and the last blank column between two tables; None where there is one table only.

    Args:
        rows: The first rows of what stands together, without blank ones.

    Returns:
        Two columns, or None.
    """
    below = _below_titles(rows)
    taken = sorted({at for row in below for cell in row for at in range(cell.column, cell.column + cell.width)})
    for left, right in pairwise(taken):
        if (
            right - left > 1
            and taken.index(right) >= _FEWEST_CELLS
            and len(taken) - taken.index(right) >= _FEWEST_CELLS
        ):
            gap = left + 1, right - 1
            return gap if _are_two(*parted(below, gap)) else None
    return None


def parted(rows: Sequence[Grid], gap: tuple[int, int]) -> tuple[list[Grid], list[Grid]]:
    """What stands on either side of a gap, the columns of the right side counted from its own first one.

    Args:
        rows: The rows.
        gap: First and last blank column.

    Returns:
        The rows of the left table and those of the right one.
    """
    left = [[cell for cell in row if cell.column < gap[0]] for row in rows]
    right = [[GridCell(c.text, c.column - gap[1] - 1, c.width) for c in row if c.column > gap[1]] for row in rows]
    return [row for row in left if row], [row for row in right if row]


def _below_titles(rows: Sequence[Grid]) -> Sequence[Grid]:
    """The rows below those that hold one cell only, which may reach over the gap."""
    first = next((at for at, row in enumerate(rows) if len(row) > 1), 0)
    return rows[first:]


def _are_two(left: list[Grid], right: list[Grid]) -> bool:
    if min(len(left), len(right)) < _FEWEST_CELLS:
        return False
    if len(left[0]) == len(right[0]) == 1:
        return True
    if [cell.text for cell in left[0]] == [cell.text for cell in right[0]]:
        return True
    return all(map(_has_names_and_figures, (left, right)))


def _has_names_and_figures(rows: list[Grid]) -> bool:
    """Whether rows have a header, each a name of its own in their first column, and figures behind it."""
    if header_rows(rows) != 1:
        return False
    names = [cell.text for row in rows[1:] for cell in row if cell.column == 0]
    is_named = len(names) == len(set(names)) and all(kind_of_cell(name) == "text" for name in names)
    others = {kind_of_cell(cell.text) for row in rows[1:] for cell in row if cell.column}
    return bool(names) and is_named and "number" in others
