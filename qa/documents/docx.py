"""Reader of DOCX: paragraphs and tables in their order; checked before anything is unpacked."""

import io
import re
import zipfile
from collections.abc import Iterator

from docx import Document as open_docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from qa.documents.parsed import Parsed, TextBuilder, Unreadable, first_title

_LARGEST = 200_000_000  # bytes unpacked
_HIGHEST_RATIO = 100
_SMALL = 1_000_000  # bytes unpacked below which no ratio is suspicious
_MOST_MEMBERS = 5_000
_HEADING_STYLE = re.compile(r"(?:heading|标题|標題)\s*(\d)", re.IGNORECASE)


def read_docx(content: bytes) -> Parsed:
    """Read a DOCX file.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("encrypted, or an old .doc file; save it as .docx without a password")
    if not content.startswith(b"PK"):
        raise Unreadable("content is not DOCX, whatever its name says; give it its right type")
    try:
        _check(content)
        document = open_docx(io.BytesIO(content))
        builder = TextBuilder()
        title = ""
        for text, level in _paragraphs(document):
            builder.add(text, level)
            if level == 1 and not title:
                title = " ".join(text.split())
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        KeyError,
        ValueError,
        LxmlError,
        NotImplementedError,
    ) as error:
        raise Unreadable(f"broken DOCX ({type(error).__name__})") from error
    title = title or (document.core_properties.title or "").strip() or first_title(builder.text)
    return Parsed(builder.text, title, builder.headings)


def _check(content: bytes) -> None:
    """Refuse bombs and document type declarations before a parser sees them, counting what really comes out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS:
            raise Unreadable(f"{len(members)} members in one DOCX; refused as a bomb")
        total = 0
        for member in members:
            if member.flag_bits & 1:
                raise Unreadable("encrypted; save a copy without a password")
            with archive.open(member) as file:
                head = file.read(4096)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise Unreadable("declares a document type; refused")
                size = len(head)
                while chunk := file.read(1 << 20):
                    size += len(chunk)
                    if total + size > _LARGEST:
                        raise Unreadable("unpacks to more than 200 MB; refused as a bomb")
            if size > _SMALL and size > _HIGHEST_RATIO * max(member.compress_size, 1):
                raise Unreadable("unpacks to over 100 times its size; refused as a bomb")
            total += size


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
