"""Reader of XLSX: sheet by sheet, each a page; what the sheet shows, a line a row.

Hidden sheets, rows and columns are left out and named. Merged cells are said in every row that they cover.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from qa.documents.notes import counted
from qa.documents.number_formats import shown
from qa.documents.package import open_package
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, printed_title, reading
from qa.documents.tables import LONGEST_REPEATED, Grid, GridCell, add_tables

_LAST_ROW = 1_048_576  # of the format; the parser fills up the rows that are left out
_MERGED = re.compile(rb'<(?:\w{1,20}:)?mergeCell\s[^>]{0,200}?ref="([A-Z0-9:$]{1,40})"')
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s([^>]{1,1000})>")
_COLUMN = re.compile(rb"<(?:\w{1,20}:)?col\s([^>]{1,1000})>")
_ATTRIBUTE = re.compile(rb'(\w{1,30})="([^"]{0,100})"')
_MOST_MERGED = 20_000
_WIDEST = 16_384
_NAMED = 10  # hidden sheets


def read_xlsx(content: bytes) -> Parsed:
    """Read an XLSX file; formulas give the values that were saved with them.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    with reading("XLSX"):
        archive = open_package(content, "XLSX")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        builder = TextBuilder()
        hidden: list[str] = []
        left_out = pictures = 0
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                hidden.append(sheet.title)
                continue
            sheet.reset_dimensions()  # what the sheet says of its own size may be a lie
            builder.begin_page()
            builder.add(sheet.title, 1)
            layout = _Layout(archive, sheet._worksheet_path)
            add_tables(builder, layout.rows(sheet), title_level=2)
            left_out += layout.left_out
        pictures = sum(name.startswith(("xl/media/", "xl/charts/chart")) for name in archive.namelist())
        archive.close()
        title = printed_title(book.properties.title or "")
    notes = [f"{counted(len(hidden), 'hidden sheet')} left out: {', '.join(hidden[:_NAMED])}"] if hidden else []
    notes += [f"{counted(left_out, 'hidden row or column')} left out"] if left_out else []
    notes += [f"{counted(pictures, 'picture or chart')} not read"] if pictures else []
    return Parsed(builder.text, title, builder.headings, builder.pages, note="; ".join(notes), blocks=builder.blocks)


class _Layout:
    """What a sheet says beside its cells: which are merged, which rows and columns are hidden."""

    def __init__(self, archive: zipfile.ZipFile, path: str) -> None:
        raw = archive.read(path.lstrip("/"))
        self._merged: dict[int, list[tuple[int, int, int]]] = {}
        self._last: dict[tuple[int, int], int] = {}
        for at, match in enumerate(_MERGED.finditer(raw)):
            if at == _MOST_MERGED:
                break
            left, top, right, bottom = range_boundaries(match.group(1).decode())
            self._last[top, left] = bottom
            self._merged.setdefault(top, []).append((left, right, bottom))
        self._hidden_rows = frozenset(
            int(told["r"]) for told in _attributes(_ROW, raw) if told.get("hidden") in ("1", "true") and "r" in told
        )
        self._hidden_columns = frozenset(
            column
            for told in _attributes(_COLUMN, raw)
            if told.get("hidden") in ("1", "true")
            for column in range(int(told.get("min", 0)), min(int(told.get("max", 0)), _WIDEST) + 1)
        )
        self.left_out = 0

    def rows(self, sheet: Any) -> Iterator[Grid]:
        """The cells of each row that is shown."""
        open_cells: dict[int, tuple[int, GridCell]] = {}  # last row and words of what is merged downwards, by column
        hidden_columns: set[int] = set()
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > _LAST_ROW:
                raise Unreadable("names a row beyond the last one that a sheet can have; save it anew")
            merged = {left: (right, bottom) for left, right, bottom in self._merged.get(number, ())}
            found = {at: (last, cell) for at, (last, cell) in open_cells.items() if last >= number}
            open_cells = found
            cells = [cell for _, cell in found.values()]
            for at, cell in enumerate(row, start=1):
                if cell.value is None or at - 1 in found:
                    continue
                if at in self._hidden_columns:
                    hidden_columns.add(at)
                    continue
                right, bottom = merged.get(at, (at, number))
                made = GridCell(shown(cell.value, cell.number_format or "General"), at - 1, right - at + 1)
                cells.append(made)
                if bottom > number and len(made.text) <= LONGEST_REPEATED:
                    open_cells[at - 1] = (bottom, made)
            if number in self._hidden_rows:
                self.left_out += bool(cells)
            else:
                yield sorted(cells, key=lambda cell: cell.column)
        self.left_out += len(hidden_columns)


def _attributes(pattern: re.Pattern[bytes], raw: bytes) -> Iterator[dict[str, str]]:
    for match in pattern.finditer(raw):
        if b"hidden" in match.group(1):
            yield {name.decode(): told.decode("utf-8", "replace") for name, told in _ATTRIBUTE.findall(match.group(1))}
