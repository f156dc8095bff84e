"""Makes the DOCX and the PDF of `seeds/` from the plain texts in `benchmarks/seeds/`.

    python -m benchmarks.make_seeds        needs the Debian package fonts-wqy-microhei

The PDF embeds a subset of WenQuanYi Micro Hei (Apache-2.0, or GPL-3 with font exception: embedding is free). Output
is the same for the same input: dates and identifiers are fixed.
"""

import argparse
import io
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from docx import Document as new_docx
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer

TEXTS = Path(__file__).parent / "seeds"
FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
DATE = datetime(2024, 1, 15)
HEAD = "青城工运 · 特刊"
Part = tuple[str, int, str]  # kind (heading, item, row, text), level, words


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.make_seeds", description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("seeds"))
    parser.add_argument("--font", type=Path, default=FONT)
    options = parser.parse_args()
    make_docx(TEXTS / "ningxia.md", options.to / "宁夏工会五年工作巡礼.docx")
    make_pdf(TEXTS / "hohhot.md", options.to / "呼和浩特市总工会2018年扫描.pdf", options.font)


def make_docx(source: Path, target: Path) -> None:
    """Write a DOCX with real heading styles, a list and a table."""
    document = new_docx()
    rows: list[list[str]] = []
    for kind, level, words in (*_parts(source), ("end", 0, "")):
        if kind == "row":
            rows.append([cell.strip() for cell in words.strip("|").split("|")])
            continue
        if rows:
            table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            rows = []
        if kind == "heading":
            document.add_heading(words, level - 1)
        elif kind != "end":
            document.add_paragraph(words, style="List Bullet" if kind == "item" else None)
    properties = document.core_properties
    properties.author, properties.title = "Yinju", ""
    properties.created = properties.modified = DATE
    buffer = io.BytesIO()
    document.save(buffer)
    _write_zip(buffer.getvalue(), target)


def make_pdf(source: Path, target: Path, font: Path) -> None:
    """Write a PDF of narrow pages with a running head, page numbers and justified lines."""
    try:
        pdfmetrics.registerFont(TTFont("CJK", str(font)))
    except TTFError:
        sys.exit(f"{font} is not there; install fonts-wqy-microhei, or give another TrueType font with --font")
    style = ParagraphStyle("text", fontName="CJK", fontSize=10.5, leading=17, wordWrap="CJK", alignment=TA_JUSTIFY)
    heading = ParagraphStyle("heading", parent=style, fontSize=13, leading=26)
    flow: list[Flowable] = []
    for kind, _, words in _parts(source):
        flow += [Paragraph(words, heading if kind == "heading" else style), Spacer(1, 2 * mm)]
    page = (A4[0], 200 * mm)
    document = BaseDocTemplate(str(target), pagesize=page, invariant=1, title="", author="Yinju")
    frame = Frame(25 * mm, 20 * mm, page[0] - 50 * mm, page[1] - 45 * mm, id="page")
    document.addPageTemplates(PageTemplate("page", [frame], onPage=_furniture))
    document.build(flow)


def _furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont("CJK", 8)
    canvas.drawString(25 * mm, document.pagesize[1] - 15 * mm, HEAD)
    canvas.drawCentredString(document.pagesize[0] / 2, 10 * mm, str(canvas.getPageNumber()))


def _parts(source: Path) -> Iterator[Part]:
    for line in source.read_text("utf-8").splitlines():
        if line.startswith("#"):
            marks, _, words = line.partition(" ")
            yield "heading", len(marks), words
        elif line.startswith("- "):
            yield "item", 0, line[2:]
        elif line.startswith("|"):
            if "---" not in line:
                yield "row", 0, line
        elif line:
            yield "text", 0, line


def _write_zip(content: bytes, target: Path) -> None:
    """Pack again with fixed times, so that equal text gives an equal file."""
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, DATE.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
