"""Reader of CSV and TSV: a row is one line of its cells."""

import csv
import io

from qa.documents.parsed import Parsed, TextBuilder, reading
from qa.documents.plain import read_text

_DELIMITERS = ",;\t|"
_LINES_LOOKED_AT = 50
_LONGEST_CELL = 10_000_000


def read_csv(content: bytes, encoding: str = "") -> Parsed:
    """Read a CSV or TSV file.

    Raises:
        Unreadable: It is no text.
    """
    plain = read_text(content, encoding)
    csv.field_size_limit(_LONGEST_CELL)
    builder = TextBuilder()
    rows = csv.reader(io.StringIO(plain.text, newline=""), delimiter=_delimiter(plain.text))
    with reading("CSV"):
        for row in rows:
            builder.add(" ".join(filter(None, (" ".join(cell.split()) for cell in row))))
    return Parsed(builder.text, encoding=plain.encoding, note=plain.note)


def _delimiter(text: str) -> str:
    """The one that stands in most of the first lines; prose has commas too, but not in every line."""
    lines = [line for line in text[:100_000].split("\n")[:_LINES_LOOKED_AT] if line.strip()]
    return max(_DELIMITERS, key=lambda delimiter: sum(delimiter in line for line in lines))
