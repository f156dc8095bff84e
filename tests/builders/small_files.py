"""Files of a few words: as text processors, mail programs and printers write them."""

import io
from collections.abc import Callable

from docx import Document as new_docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfgen.canvas import Canvas

PAGE = "<html><head><meta charset=utf-8></head><body>{}<p>完</p></body></html>"


def docx(*paragraphs: str) -> bytes:
    """A document of paragraphs, each given as what stands inside its `w:p`."""
    document = new_docx()
    for inner in paragraphs:
        text = inner.replace("[", "<w:r><w:t xml:space='preserve'>").replace("]", "</w:t></w:r>")
        document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{text}</w:p>"))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def look(words: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def mail(kind: str, body: str, charset: str = "utf-8") -> bytes:
    head = "From: a@example.org\nSubject: Notice\nMIME-Version: 1.0\n"
    return f"{head}Content-Type: {kind}; charset={charset}\n\n{body}".encode()


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()
