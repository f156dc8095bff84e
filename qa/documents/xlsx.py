"""Reader of XLSX: sheet by sheet, each a page; a row is one line of its saved values."""

import io
from collections.abc import Iterable
from datetime import datetime, time

from openpyxl import load_workbook

from qa.documents.package import open_package
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, reading

_LAST_ROW = 1_048_576  # of the format; the parser fills up the rows that are left out


def read_xlsx(content: bytes) -> Parsed:
    """Read an XLSX file; formulas give the values that were saved with them.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    with reading("XLSX"):
        open_package(content, "XLSX").close()
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        builder = TextBuilder()
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the sheet says of its own size may be a lie
            builder.begin_page()
            builder.add(sheet.title, 1)
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > _LAST_ROW:
                    raise Unreadable("names a row beyond the last one that a sheet can have; save it anew")
                builder.add(row_text(row))
        title = (book.properties.title or "").strip()
    return Parsed(builder.text, title, builder.headings, builder.pages)


def row_text(row: Iterable[object]) -> str:
    """The cells of a row on one line, empty ones left out."""
    return " ".join(filter(None, (" ".join(_shown(value).split()) for value in row)))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)
