"""Reader of XLSX: sheet by sheet, each a page; what the sheet shows, a line a row.

Hidden sheets, rows and columns are left out and named. Merged cells are said in every row that they cover.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import range_boundaries
from openpyxl.worksheet import _read_only
from openpyxl.worksheet._reader import WorkSheetParser

from qa.documents.grids import LONGEST_REPEATED_CHARACTERS, Grid, GridCell
from qa.documents.notes import counted
from qa.documents.number_formats import shown
from qa.documents.package import local_name, open_package, parse_xml
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, printed_title, reading
from qa.documents.raised import lowered, raised
from qa.documents.tables import add_tables
from qa.documents.xlsx_margins import printed_margins, without_value

# The looks of words inside a cell that is written in place: asked for a book it is forgotten there (openpyxl 3.1).
_read_only.WorkSheetParser = partial(WorkSheetParser, rich_text=True)
_LAST_ROW = 1_048_576  # of the format; the parser fills up the rows that are left out
_MERGED = re.compile(rb'<(?:\w{1,20}:)?mergeCell\s[^>]{0,200}?ref="([A-Z0-9:$]{1,40})"')
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s([^>]{1,1000})>")
_COLUMN = re.compile(rb"<(?:\w{1,20}:)?col\s([^>]{1,1000})>")
_ATTRIBUTE = re.compile(rb'(\w{1,30})="([^"]{0,100})"')
_COMMENTS = re.compile(r"xl/comments[^/]{0,40}\.xml|xl/comments/")
_UNREAD = ("xl/media/", "xl/charts/chart", "xl/diagrams/data")
_MOST_MERGED = 20_000
_WIDEST_COLUMNS = 16_384
_NAMED = 10  # hidden sheets


def read_xlsx(content: bytes) -> Parsed:
    """Read an XLSX file; formulas give the values that were saved with them.

    Args:
        content: The bytes of the file.

    Returns:
        Its sheets, each a page.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    with reading("XLSX"):
        archive = open_package(content, "XLSX")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=True)
        struck = frozenset(at for at, font in enumerate(book._fonts) if font.strike)
        builder = TextBuilder()
        hidden: list[str] = []
        margins: set[str] = set()
        left_out = valueless = 0
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                hidden.append(sheet.title)
                continue
            sheet.reset_dimensions()  # what the sheet says of its own size may be a lie
            builder.begin_page()
            builder.add(sheet.title, 1)
            layout = _Layout(archive, sheet._worksheet_path)
            add_tables(builder, layout.rows(sheet, struck), title_level=2)
            for text in _boxes(archive, sheet._worksheet_path.lstrip("/")):
                builder.add(text)
            for text in layout.margins:
                if text not in margins:
                    margins.add(text)
                    builder.add(text)
            left_out += layout.left_out
            valueless += layout.valueless
        pictures = sum(name.startswith(_UNREAD) for name in archive.namelist())
        comments = sum(archive.read(name).count(b"<comment ") for name in archive.namelist() if _COMMENTS.match(name))
        archive.close()
        title = printed_title(book.properties.title or "")
    notes = [f"{counted(len(hidden), 'hidden sheet')} left out: {', '.join(hidden[:_NAMED])}"] if hidden else []
    notes += [f"{counted(left_out, 'hidden row or column', 'hidden rows or columns')} left out"] if left_out else []
    notes += [f"{counted(valueless, 'formula')} saved without a value"] if valueless else []
    notes += [f"{counted(pictures, 'picture or chart', 'pictures or charts')} not read"] if pictures else []
    notes += [f"{counted(comments, 'comment')} not read"] if comments else []
    return Parsed(builder.text, title, builder.headings, builder.pages, note="; ".join(notes), blocks=builder.blocks)


class _Layout:
    """What a sheet says beside its cells: which are merged, which rows and columns are hidden, what is printed around."""

    def __init__(self, archive: zipfile.ZipFile, path: str) -> None:
        raw = archive.read(path.lstrip("/"))
        self.margins = list(printed_margins(raw))
        self.valueless = without_value(raw)
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
            for column in range(int(told.get("min", 0)), min(int(told.get("max", 0)), _WIDEST_COLUMNS) + 1)
        )
        self.left_out = 0

    def rows(self, sheet: Any, struck: frozenset[int]) -> Iterator[Grid]:
        """The cells of each row that is shown; `struck` are the fonts that strike out their words."""
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
                if struck and cell._style_id and cell.style_array.fontId in struck:
                    continue
                made = GridCell(_words(cell), at - 1, right - at + 1)
                cells.append(made)
                if bottom > number and len(made.text) <= LONGEST_REPEATED_CHARACTERS:
                    open_cells[at - 1] = (bottom, made)
            if number in self._hidden_rows:
                self.left_out += bool(cells)
            else:
                yield sorted(cells, key=lambda cell: cell.column)
        self.left_out += len(hidden_columns)


def _words(cell: Any) -> str:
    """What a cell shows; of words that look this way and that, those that are not struck out."""
    if not isinstance(cell.value, CellRichText):
        return shown(cell.value, cell.number_format or "General")
    text = ""
    for run in cell.value:
        font = run.font if isinstance(run, TextBlock) else None
        words = run.text if isinstance(run, TextBlock) else run
        if font is None or not font.strike:
            change = {"superscript": raised, "subscript": lowered}.get((font and font.vertAlign) or "")
            text += change(text, words) if change else words
    return text


def _boxes(archive: zipfile.ZipFile, sheet: str) -> Iterator[str]:
    """The paragraphs of the text boxes that lie on a sheet."""
    folder, _, name = sheet.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    names = frozenset(archive.namelist())
    for relation in parse_xml(archive.read(relations)) if relations in names else ():
        part = posixpath.normpath(posixpath.join(folder, relation.get("Target") or "")).lstrip("/")
        if str(relation.get("Type")).endswith("/drawing") and part in names:
            for paragraph in (e for e in parse_xml(archive.read(part)).iter() if local_name(e) == "p"):
                yield "".join(e.text or "" for e in paragraph.iter() if local_name(e) == "t")


def _attributes(pattern: re.Pattern[bytes], raw: bytes) -> Iterator[dict[str, str]]:
    for match in pattern.finditer(raw):
        if b"hidden" in match.group(1):
            yield {name.decode(): told.decode("utf-8", "replace") for name, told in _ATTRIBUTE.findall(match.group(1))}
