"""Reader of DOCX: paragraphs and tables in their order; checked before anything is unpacked."""

import io
import re
from collections.abc import Iterator

from docx import Document as open_docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from qa.documents.package import open_package
from qa.documents.parsed import Parsed, TextBuilder, first_title, reading

_HEADING_STYLE = re.compile(r"(?:heading|标题|標題)\s*(\d)", re.IGNORECASE)


def read_docx(content: bytes) -> Parsed:
    """Read a DOCX file.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    with reading("DOCX"):
        open_package(content, "DOCX").close()
        document = open_docx(io.BytesIO(content))
        builder = TextBuilder()
        title = ""
        for text, level in _paragraphs(document):
            builder.add(text, level)
            if level == 1 and not title:
                title = " ".join(text.split())
        title = title or (document.core_properties.title or "").strip()
    title = title or first_title(builder.text)
    return Parsed(builder.text, title, builder.headings)


def _paragraphs(document: object) -> Iterator[tuple[str, int]]:
    """Text and heading level of each paragraph; a row of a table is one paragraph."""
    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Paragraph):
            yield block.text, _level(block)
        elif isinstance(block, Table):
            for row in block.rows:
                cells = {cell._tc: cell for cell in row.cells}  # a merged cell comes several times
                yield " ".join(filter(None, (" ".join(cell.text.split()) for cell in cells.values()))), 0


def _level(paragraph: Paragraph) -> int:
    """Title is level 1, the headings below it 2 and on; 0 for running text."""
    style = paragraph.style
    names = (style.style_id or "", style.name or "") if style is not None else ()
    if any(name.lower() == "title" or name in ("标题", "標題") for name in names):
        return 1
    matches = (match for match in map(_HEADING_STYLE.search, names) if match)
    return next((int(match.group(1)) + 1 for match in matches), 0)
