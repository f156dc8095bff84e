"""Tables of any format: which rows are header rows, and each row as one line that knows them.

A file seldom says which rows are headers. A first row of short words is one where the rows below hold figures, dates,
addresses or questions in a column; two columns of labels and values have none, and are fields.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from qa.documents.grids import Grid, GridCell, header_rows, kind_of_cell, two_row_header
from qa.documents.parsed import TextBuilder
from qa.documents.side_tables import gap_of, parted
from qa.text.line_kinds import field_parts

_LOOKED_AT = 40  # rows
_LONGEST_LABEL_CHARACTERS = 40
_LONGEST_TITLE_CHARACTERS = 60


def add_table(builder: TextBuilder, rows: Iterable[Grid], header: int | None = None, title_level: int = 0) -> None:
    """Add a table row by row.

    Args:
        builder: Takes the rows.
        rows: The cells of each row, merged ones in every row that they cover.
        header: How many rows are headers, where the file says so.
        title_level: Level of a heading that a single cell above the table becomes; 0: it stays a line.
    """
    stream = (row for row in map(_folded, rows) if row)
    first = list(islice(stream, _LOOKED_AT))
    if header is None:
        first = _without_titles(builder, first, title_level)
        two = two_row_header(first)
        first[:2] = two or first[:2]
        header = 2 if two else header_rows(first)
    header = min(header, len(first) - 1)  # a header row over nothing is a row
    numbers = tuple(builder.add_row(row, "header") for row in first[: max(header, 0)])
    kind = "field" if not numbers and _are_fields(first) else "row"
    for row in chain(first[len(numbers) :], stream):
        if len(row) == 1 and not numbers and row[0].width == 1 and row[0].column == 0:
            builder.add(row[0].text)
        else:
            builder.add_row(row, kind, numbers)


def add_tables(builder: TextBuilder, rows: Iterable[Grid], title_level: int = 0) -> None:
    """Add what stands in a sheet: tables with blank rows between them, each with headers of its own or those above."""
    stream = iter(rows)
    for row in stream:
        filled = [cell for cell in row if cell.text.strip()]
        if not filled:
            continue
        below = next(stream, ())
        if len(filled) == 1 and title_level and not builder.blocks and not any(c.text.strip() for c in below):
            builder.add(filled[0].text, title_level if _is_title(filled[0].text) else 0)
            continue
        for table in _side_by_side(chain((row,), _to_blank(chain((below,), stream)))):
            add_table(builder, table, title_level=title_level)


def _side_by_side(rows: Iterator[Grid]) -> Iterator[Iterable[Grid]]:
    """The tables of rows that stand together: one, or several beside each other."""
    first = [[cell for cell in row if cell.text.strip()] for row in islice(rows, _LOOKED_AT)]
    gap = gap_of(first)
    if gap is None:
        yield chain(first, rows)
        return
    left, right = parted([*first, *rows], gap)
    yield left
    yield from _side_by_side(iter(right))


def _to_blank(rows: Iterator[Grid]) -> Iterator[Grid]:
    for row in rows:
        if not any(cell.text.strip() for cell in row):
            return
        yield row


def _without_titles(builder: TextBuilder, rows: list[Grid], level: int) -> list[Grid]:
    """The rows below those that hold one cell only, which are said to be a title or a remark."""
    widest = max(map(len, rows), default=0)
    at = 0
    while widest > 1 and at < len(rows) - 1 and (len(rows[at]) == 1 or _are_remarks(rows[at], widest)):
        for cell in rows[at]:
            builder.add(cell.text, level if level and _is_title(cell.text) and not at and len(rows[at]) == 1 else 0)
        at += 1
    return rows[at:]


def _are_remarks(row: Grid, widest: int) -> bool:
    """Whether the cells of a row that is not full are fields by themselves: the unit, the date, who made the table."""
    return len(row) < widest and all(field_parts(cell.text) for cell in row)


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE_CHARACTERS and text.strip()[-1] not in "。.;；!！" and not field_parts(text)


def _are_fields(rows: Sequence[Grid]) -> bool:
    """Labels and their values, in two columns or in pairs of them side by side."""
    widths = {len(row) for row in rows}
    if max(widths, default=0) > 6 or any(len(row) % 2 for row in rows if len(row) > 1):
        return False
    labels = [cell.text for row in rows for cell in row[::2]]
    return all(
        len(label) <= _LONGEST_LABEL_CHARACTERS
        and kind_of_cell(label) in ("text", "year")
        and label[-1] not in "。.!！;；"
        for label in labels
    )


def _folded(row: Grid) -> Grid:
    return [GridCell(words, cell.column, cell.width) for cell in row if (words := " ".join(cell.text.split()))]
