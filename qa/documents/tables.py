"""Tables of any format: which rows are header rows, and each row as one line that knows them.

A file seldom says which rows are headers. A first row of short words is one where the rows below hold figures, dates,
addresses or questions in a column; two columns of labels and values have none, and are fields.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from qa.documents.parsed import TextBuilder
from qa.text.line_kinds import field_parts

LONGEST_REPEATED_CHARACTERS = 200  # of a merged cell that is said again in every row it covers
_LOOKED_AT = 40  # rows
_MOST_HEADERS = 3
_SHORT = 24  # characters of a header cell where nothing else tells
_LONG = 40
_MOSTLY = 0.6
_LONGEST_TITLE_CHARACTERS = 60
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?|[/–-]\d{2,4})?|[QH][1-4]|\d{1,2}月份?|第[一二三四1-4]季度")
_OF_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?[^\W\d].*")
_NUMBER = re.compile(r"[-+−–(]?[¥￥$€£]?\s?\d[\d,.  ' ]*\s?(?:[%‰℃°)]|[^\W\d_]{1,4}\d?)?[)]?")
_DATE = re.compile(r"\d{2,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,4}日?.{0,12}|\d{1,2}:\d\d(?::\d\d)?.{0,12}")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|[+(]?\d[\d()  /-]{5,}\d")


class GridCell(NamedTuple):
    """A cell: its words, its first column from 0, and how many columns it takes."""

    text: str
    column: int
    width: int = 1


Grid = Sequence[GridCell]


def cells_of(texts: Iterable[str]) -> list[GridCell]:
    """A row of plain cells, one a column."""
    return [GridCell(text, column) for column, text in enumerate(texts)]


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
        header = header_rows(first)
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
        add_table(builder, chain((row,), _to_blank(chain((below,), stream))), title_level=title_level)


def _to_blank(rows: Iterator[Grid]) -> Iterator[Grid]:
    for row in rows:
        if not any(cell.text.strip() for cell in row):
            return
        yield row


def header_rows(rows: Sequence[Grid]) -> int:
    """How many of the first rows are headers."""
    if len(rows) < 2:
        return 0
    count = 1
    while count < min(_MOST_HEADERS, len(rows) - 1) and any(cell.width > 1 for cell in rows[count - 1]):
        count += 1
    heads, below = rows[:count], rows[count:]
    kinds = [_kind(cell.text) for row in heads for cell in row]
    width = max(cell.column + cell.width for row in rows for cell in row)
    if any(kind not in ("text", "year") for kind in kinds) or len(heads[-1]) < 2:
        return 0
    columns = {cell.column for row in heads for cell in row}
    told = [_same_kind([_kind(c.text) for row in below for c in row if c.column == at]) for at in sorted(columns)]
    if any(kind not in ("", "text") for kind in told) and not (width == 2 and kinds[0] == "year"):
        return count
    words = [cell.text for cell in heads[-1]]
    said_again = {cell.text for row in below for cell in row} & set(words)
    plain = len(set(words)) == len(words) and not said_again and max(map(len, words)) <= _SHORT
    enough = width >= 3 or (len(below) >= 3 and all(kind == "text" for kind in told))
    ends = any(word.endswith((":", "：")) for word in words)
    return count if plain and enough and not ends and len(words) >= width - 1 else 0


def _kind(text: str) -> str:
    if _YEAR.fullmatch(text):
        return "year"
    if _OF_YEAR.fullmatch(text) and not _DATE.fullmatch(text):
        return "text"
    for kind, pattern in (("date", _DATE), ("address", _ADDRESS), ("number", _NUMBER)):
        if pattern.fullmatch(text):
            return kind
    if text.endswith(("?", "？")):
        return "question"
    return "long" if len(text) > _LONG else "text"


def _same_kind(kinds: Sequence[str]) -> str:
    """What most of a column's cells are; empty where they are this and that."""
    kind, count = Counter(kinds).most_common(1)[0] if kinds else ("", 0)
    return kind if count >= _MOSTLY * len(kinds) else ""


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
        len(label) <= _LONG and _kind(label) in ("text", "year") and label[-1] not in "。.!！;；" for label in labels
    )


def _folded(row: Grid) -> Grid:
    return [GridCell(words, cell.column, cell.width) for cell in row if (words := " ".join(cell.text.split()))]
