"""Makes the documents of two made-up offices, in ten formats."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docx import Document as new_docx
from openpyxl import Workbook
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

from benchmarks.office_texts import CONTACTS, DEVICES, HOURS, PAY, PRICES, SALES, STAFF, TEXTS, TRAINING
from tests.builders.files import odt_bytes


def write_documents(folder: Path) -> None:
    """Write the documents into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = dict([CONTACTS, PAY, DEVICES, TRAINING, PRICES, STAFF, SALES, HOURS])
    for name, rows in tables.items():
        (folder / name).write_bytes(_table(name.rpartition(".")[2], name.rpartition(".")[0], rows))
    for name, text in TEXTS.items():
        (folder / name).write_bytes(_text(name.rpartition(".")[2], text))


def _table(kind: str, title: str, rows: Sequence[Sequence[str]]) -> bytes:
    if kind == "xlsx":
        book = Workbook()
        sheet: Any = book.active
        sheet.title = title
        for row in rows:
            sheet.append(list(row))
        return _saved(book)
    if kind == "docx":
        document = new_docx()
        document.add_heading(title, 0)
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for at, row in enumerate(rows):
            for column, words in enumerate(row):
                table.cell(at, column).text = words
        return _saved(document)
    if kind == "csv":
        return "\n".join(",".join(row) for row in rows).encode()
    if kind == "md":
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([f"# {title}", "", lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]).encode()
    if kind == "odt":
        cells = (
            "".join(f"<table:table-cell><text:p>{words}</text:p></table:table-cell>" for words in row) for row in rows
        )
        body = "".join(f"<table:table-row>{each}</table:table-row>" for each in cells)
        return odt_bytes(f'<text:h text:outline-level="1">{title}</text:h><table:table>{body}</table:table>')
    body = "".join(f"<tr>{''.join(f'<td>{words}</td>' for words in row)}</tr>" for row in rows)
    return f"<meta charset=utf-8><h1>{title}</h1><table>{body}</table>".encode()


def _text(kind: str, text: str) -> bytes:
    if kind in ("md", "txt", "eml", "srt"):
        # A line is a paragraph of its own in the first two.
        return (text.replace("\n", "\n\n") if kind == "md" else text).encode()
    if kind == "docx":
        document = new_docx()
        for level, line in _lines(text):
            if level:
                document.add_heading(line, level - 1)
            else:
                document.add_paragraph(line)
        return _saved(document)
    if kind == "html":
        body = "".join(f"<h{level}>{line}</h{level}>" if level else f"<p>{line}</p>" for level, line in _lines(text))
        return f"<meta charset=utf-8>{body}".encode()
    if kind == "odt":
        return odt_bytes(
            "".join(
                f'<text:h text:outline-level="{level}">{line}</text:h>' if level else f"<text:p>{line}</text:p>"
                for level, line in _lines(text)
            )
        )
    if kind == "pptx":
        return _slides(text)
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for at, line in enumerate(text.split("\n")):
        canvas.drawString(72, 760 - 22 * at, line)
    canvas.save()
    return buffer.getvalue()


def _slides(text: str) -> bytes:
    deck = Presentation()
    for part in text.split("# ")[1:]:
        title, *lines = part.strip().split("\n")
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(lines)
    return _saved(deck)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line in text.split("\n"):
        marks = len(line) - len(line.lstrip("#"))
        yield marks, line[marks:].strip()


def _saved(made: Any) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()
