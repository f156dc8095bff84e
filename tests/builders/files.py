"""Small documents of every format, made by code: what tests and benchmarks read."""

import io
import zipfile
import zlib
from collections.abc import Sequence

from docx import Document as new_docx
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfWriter

CONTAINER = (
    b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
MAIL = """\
From: =?utf-8?b?546L?= <wang@example.org>
To: li@example.org
Subject: =?gb2312?B?u+HUsQ==?=
Date: Fri, 1 Dec 2023 10:00:00 +0800
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/{kind}; charset={charset}
Content-Transfer-Encoding: 8bit

{text}
--x
Content-Type: application/pdf; name=a.pdf
Content-Disposition: attachment; filename=a.pdf
Content-Transfer-Encoding: base64

AAAA
--x--
"""
SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>会员有</i>\r\n{\\an8}129万人。\r\n\r\n2\r\n00:00:09,000 --> 00:00:10,000\r\n1984\r\n"
VTT = "WEBVTT\n\nNOTE no words\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.500 align:start\n<v Wang>会员有</v>\n129万人。\n\nid\n00:09.000 --> 00:10.000\n1984\n"


def zip_bytes(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx_bytes() -> bytes:
    document = new_docx()
    document.add_heading("宁夏报告", 0)
    document.add_heading("组织", 1)
    document.add_paragraph("会员129万人。")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "新建", "5524个"
    document.add_paragraph("结束。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_bytes(text: str = "", password: str = "", bomb: int = 0) -> bytes:
    """A small PDF with one line of Latin text, or an image-like page without any."""
    content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode() if text else b""
    stream = zlib.compress(b" " * bomb + content) if bomb else content
    filtered = b"/Filter /FlateDecode " if bomb else b""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< " + filtered + b"/Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(body)
    body += b"xref\n0 5\n0000000000 65535 f \n" + table
    body += b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    if password:
        writer = PdfWriter(clone_from=io.BytesIO(body))
        writer.encrypt(password, algorithm="RC4-128")
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()
    return body


def epub_bytes(*chapters: str, spine: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    items = "".join(
        f'<item id="c{n}" href="{n}%20.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    spine = spine or "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>工会史</dc:title></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    pages = {f"OEBPS/{n} .xhtml": (doctype + chapter).encode() for n, chapter in enumerate(chapters)}
    return zip_bytes({"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": book.encode(), **pages, **(extra or {})})


def odt_bytes(body: str, extra: dict[str, bytes] | None = None) -> bytes:
    content = f"<office:document-content {ODT_NAMES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zip_bytes({"content.xml": content.encode(), **(extra or {})})


def pptx_bytes() -> bytes:
    deck = Presentation()
    for title, lines, notes in (("宁夏报告", "会员129万人。", "请慢讲。"), ("帮扶", "发出3958万元。", "")):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = lines
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(1), Inches(3), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "新建", "5524个"
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def xlsx_bytes(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
