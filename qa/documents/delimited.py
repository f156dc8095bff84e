"""Reader of CSV and TSV: a row is one line of its cells."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from qa.documents.grids import cells_of
from qa.documents.parsed import Parsed, TextBuilder, reading
from qa.documents.plain import read_text
from qa.documents.tables import add_tables

_DELIMITERS = ",;\t|"
_LINES_LOOKED_AT = 50
_LONGEST_CELL_CHARACTERS = 10_000_000
_TOLD = re.compile(r"sep=(.)\n")  # the first line that spreadsheet programs write and read
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")


def read_csv(content: bytes, encoding: str = "") -> Parsed:
    """Read a CSV or TSV file.

    Args:
        content: The bytes of the file.
        encoding: Its encoding, where it was given; else it is told from the bytes.

    Returns:
        Its rows, each a line of its cells.

    Raises:
        Unreadable: It is no text.
    """
    plain = read_text(content, encoding)
    csv.field_size_limit(_LONGEST_CELL_CHARACTERS)
    builder = TextBuilder()
    told = _TOLD.match(plain.text)
    text = plain.text[told.end() :] if told else plain.text
    with reading("CSV"):
        delimiter = told[1] if told else _delimiter(text)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        add_tables(builder, map(cells_of, rows), title_level=1)
    return Parsed(
        builder.text, encoding=plain.encoding, note=plain.note, headings=builder.headings, blocks=builder.blocks
    )


def _delimiter(text: str) -> str:
    """The one that parts most of the first lines into equally many cells; a decimal comma parts none."""
    lines = [line for line in text[:100_000].split("\n")[:_LINES_LOOKED_AT] if line.strip()]
    return max(_DELIMITERS, key=lambda delimiter: _agreeing(lines, delimiter))


def _agreeing(lines: list[str], delimiter: str) -> tuple[int, bool, int]:
    """How many lines agree on how many cells they have, and on how many."""
    sample = io.StringIO("\n".join(lines), newline="")
    cells = [len(row) for row in islice(csv.reader(sample, delimiter=delimiter), _LINES_LOOKED_AT) if row]
    counts = Counter(count for count in cells if count > 1)
    width, agreeing = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    commas = sum(line.count(",") for line in lines)
    decimal = delimiter == "," and commas and commas == sum(len(_DECIMAL_COMMA.findall(line)) for line in lines)
    return agreeing, not decimal, width
