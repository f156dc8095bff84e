"""Reader of PPTX: slide by slide, each a page; titles, texts, tables, then the speaker's notes."""

import io
from collections.abc import Iterator
from typing import Any

from pptx import Presentation

from qa.documents.package import open_package
from qa.documents.parsed import Parsed, TextBuilder, first_title, reading


def read_pptx(content: bytes) -> Parsed:
    """Read a PPTX file.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    with reading("PPTX"):
        open_package(content, "PPTX").close()
        presentation = Presentation(io.BytesIO(content))
        builder = TextBuilder()
        for slide in presentation.slides:
            builder.begin_page()
            title = slide.shapes.title
            for shape in _flat(slide.shapes):
                is_title = title is not None and shape.shape_id == title.shape_id
                for text in _texts(shape):
                    builder.add(text, 1 if is_title else 0)
            if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
                builder.add(_lines(slide.notes_slide.notes_text_frame.text))
        named = (presentation.core_properties.title or "").strip()
    tops = (heading.text for heading in builder.headings)
    # "PowerPoint Presentation" and its translations are what a program writes, not what an author does.
    title = next(tops, "") or named or first_title(builder.text)
    return Parsed(builder.text, title, builder.headings, builder.pages)


def _flat(shapes: Any) -> Iterator[Any]:
    """Shapes in their order, those of groups in the place of the group."""
    waiting = list(shapes)[::-1]
    while waiting:
        shape = waiting.pop()
        if hasattr(shape, "shapes"):
            waiting += list(shape.shapes)[::-1]
        else:
            yield shape


def _texts(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        yield from (_lines(paragraph.text) for paragraph in shape.text_frame.paragraphs)
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield " ".join(filter(None, (" ".join(cell.text.split()) for cell in row.cells)))


def _lines(text: str) -> str:
    return text.replace("\v", "\n")
