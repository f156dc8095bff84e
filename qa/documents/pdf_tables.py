"""Tables on a page of a PDF: those with ruled cells, found by pdfplumber, and those whose cells stand below one another.

Columns of running text are no table, and what cannot be told stays text.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from qa.documents.grids import LONGEST_REPEATED_CHARACTERS, Grid, GridCell
from qa.documents.pdf_pieces import DrawnPage
from qa.documents.reading_order import Words
from qa.text.lines import glued, is_cjk

_SAME = 1.5  # points between edges that are one
_FEWEST_ROWS = 3  # of a table without rules
_SAME_LINE = 0.5  # heights between the middles of cells of one row
_ALIGNED = 0.6  # heights between the edges or middles of cells of one column
_WIDEST_HEIGHTS = 18  # heights of half of the cells of a table without rules; wider ones are running text
_WIDE = 6  # heights of half of the lines of a narrow column of text
_SMALL, _REACHING = 0.3, 0.6  # of such lines begin with a small letter; of Chinese ones reach the margin
_ROW_GAP = 3.0  # heights between two rows
_LIST_MARK = re.compile(r"[-–•·▪◦*■●]|[(（]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[.)）、．]")


class PageTable(NamedTuple):
    """A table and where it stands, in points from the upper left corner.

    Attributes:
        box: Left, top, right, bottom.
        edges: The left edges of its columns, and the right edge of the last one.
        rows: Its cells.
    """

    box: tuple[float, float, float, float]
    edges: tuple[float, ...]
    rows: list[Grid]

    def holds(self, piece: Words) -> bool:
        """Whether words on the page are part of it."""
        left, top, right, bottom = self.box
        return left - 1 <= (piece.left + piece.right) / 2 <= right + 1 and top - 1 <= piece.middle <= bottom + 1


def ruled_tables(drawn: DrawnPage, page: Any) -> Iterator[PageTable]:
    """The tables with lines around their cells.

    Args:
        drawn: The page, for the words.
        page: The same page as pdfplumber opens it, for the lines.

    Yields:
        A table with the words that it takes from the page.
    """
    for table in page.find_tables():
        lefts = _edges([cell[0] for cell in table.cells] + [table.bbox[2]])
        tops = _edges([cell[1] for cell in table.cells] + [table.bbox[3]])
        if len(lefts) < 3 or len(tops) < 3:  # one column or one row is a frame around text
            continue
        rows: list[list[GridCell]] = [[] for _ in tops[1:]]
        for left, top, right, bottom in sorted(table.cells):
            text = ""
            for line in drawn.words(left, top, right, bottom):
                text = glued(text, line)
            first, behind = _at(lefts, left), _at(lefts, right)
            covered = range(_at(tops, top), _at(tops, bottom))
            for number in covered if len(text) <= LONGEST_REPEATED_CHARACTERS else covered[:1]:
                rows[number].append(GridCell(text, first, max(behind - first, 1)))
        filled = sum(bool(cell.text) for row in rows for cell in row)
        if filled >= 4:
            yield PageTable(table.bbox, tuple(lefts), [sorted(row, key=lambda cell: cell.column) for row in rows])


def aligned_tables(pieces: Sequence[Words]) -> Iterator[PageTable]:
    """The tables without lines around their cells: rows of equally many, each below one another.

    Args:
        pieces: The words of the page outside of other tables.

    Yields:
        A table with the words that it takes from the page.
    """
    rows = _rows(pieces)
    at = 0
    while at < len(rows):
        end = at + 1
        while end < len(rows) and _goes_on(rows[at:end], rows[end]):
            end += 1
        together = rows[at:end]
        widest = max(map(len, together))
        while together and len(together[-1]) < 2:
            together.pop()
        if _is_table(together, widest):
            yield _aligned(together, widest)
        at = max(at + len(together), at + 1)


def _edges(places: Sequence[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SAME:
            found.append(place)
    return found


def _at(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - place))


def _rows(pieces: Sequence[Words]) -> list[list[Words]]:
    rows: list[list[Words]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and abs(piece.middle - rows[-1][-1].middle) < _SAME_LINE * min(piece.height, rows[-1][-1].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _goes_on(above: Sequence[Sequence[Words]], row: Sequence[Words]) -> bool:
    """Whether a row stands in the columns of those above it; the fullest of them tells where these are."""
    if len(above[0]) < 2 or len(row) < 2:
        return False
    height = max(piece.height for piece in row)
    if row[0].top - above[-1][0].bottom > _ROW_GAP * height:
        return False
    full = max(above, key=len)
    if len(row) > len(full):
        return len(above) == 1 and len(full) == len(row) - 1 and _columns(row, full) is not None
    return _columns(full, row) is not None


def _columns(full: Sequence[Words], row: Sequence[Words]) -> list[int] | None:
    """The column of each cell of a row, by the cells of a full one; None where one stands in none."""
    found: list[int] = []
    for piece in row:
        fitting = [at for at, head in enumerate(full) if _below(head, piece)]
        if len(fitting) != 1 or (found and fitting[0] <= found[-1]):
            return None
        found.append(fitting[0])
    return found


def _below(head: Words, piece: Words) -> bool:
    near = _ALIGNED * max(head.height, piece.height)
    middle = (head.left + head.right - piece.left - piece.right) / 2
    return min(abs(head.left - piece.left), abs(head.right - piece.right), abs(middle)) <= near


def _is_table(rows: Sequence[Sequence[Words]], widest: int) -> bool:
    """Whether rows are more than the lines of two columns of text, or items of a list behind their marks."""
    full = [row for row in rows if len(row) == widest]
    if len(rows) < _FEWEST_ROWS or widest < 2 or len(full) < _FEWEST_ROWS - 1:
        return False
    if all(_LIST_MARK.fullmatch(row[0].text) for row in rows[1:]):
        return False
    columns = [[row[at] for row in full] for at in range(widest)]
    if any(_middle_width(column) > _WIDEST_HEIGHTS for column in columns) or sum(map(_is_prose, columns)) > 1:
        return False
    return all(left.right < right.left for row in full for left, right in pairwise(row))


def _middle_width(column: Sequence[Words]) -> float:
    return median((piece.right - piece.left) / piece.height for piece in column)


def _is_prose(column: Sequence[Words]) -> bool:
    """Whether cells look like the lines of one text: they go on in small letters, or are all as wide."""
    if _middle_width(column) < _WIDE:
        return False
    small = sum(piece.text[0].islower() for piece in column)
    widest = max(piece.right - piece.left for piece in column)
    reaching = sum(widest - (piece.right - piece.left) < piece.height for piece in column)
    cjk = is_cjk(column[0].text[0])
    return small >= _SMALL * len(column) or (cjk and reaching >= _REACHING * len(column))


def _aligned(rows: Sequence[Sequence[Words]], widest: int) -> PageTable:
    full = next(row for row in rows if len(row) == widest)
    lefts = [min(row[at].left for row in rows if len(row) == widest) for at in range(widest)]
    pieces = [piece for row in rows for piece in row]
    right = max(piece.right for piece in pieces)
    box = (lefts[0], min(piece.top for piece in pieces), right, max(piece.bottom for piece in pieces))
    cells: list[Grid] = []
    for row in rows:
        columns = _columns(full, row) or list(range(len(row)))
        cells.append([GridCell(piece.text, column) for piece, column in zip(row, columns, strict=True)])
    return PageTable(box, (*lefts, right), cells)
