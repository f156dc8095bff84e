"""What stands beside the running text: notes in cells, boxes, margins, invitations, notes of readers. Read, or counted in the verdict."""

import io
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from docx import Document as new_docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.builders.files import odt_bytes, pdf_bytes, zip_bytes
from tests.builders.read_back import lines, note_of, read_one
from tests.builders.small_files import PAGE, mail, saved

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SLIDE = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
DRAW = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
FORM = 'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"'


def with_part(content: bytes, owner: str, kind: str, name: str, part: str, type_: str) -> bytes:
    """An office file with one more part that another one points to."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    folder, _, file = owner.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    told = f'<Relationship Id="rId99" Type="{RELATIONS}/{kind}" Target="/{name}"/></Relationships>'.encode()
    members[relations] = members[relations].replace(b"</Relationships>", told)
    types = f'<Override PartName="/{name}" ContentType="{type_}"/></Types>'.encode()
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(b"</Types>", types)
    return zip_bytes({**members, name: part.encode()})


@pytest.mark.parametrize(
    ("label", "fee", "note"), [("租金", "800元", "不含物业费。"), ("Rent", "950 euros", "Heating is extra.")]
)
def test_notes_in_cells_of_docx_follow_their_table(tmp_path: Path, label: str, fee: str, note: str) -> None:
    document = new_docx()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = label, fee
    mark = parse_xml(f"<w:r {nsdecls('w')}><w:footnoteReference w:id='5'/></w:r>")
    table.cell(0, 1).paragraphs[0]._p.append(mark)
    notes = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='5'><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    content = with_part(saved(document), "word/document.xml", "footnotes", "word/footnotes.xml", notes, kind)
    assert lines(read_one(tmp_path, "a.docx", content)) == [("field", f"{label}\t{fee}"), ("footnote", f"[1] {note}")]


def slide(words: str, *, hidden_in: str = "", footer: str = "", on_layout: str = "") -> bytes:
    """A slide with a text box; others in a choice of two drawings, as a footer, on the layout below."""
    deck = Presentation()
    made = deck.slides.add_slide(deck.slide_layouts[5])
    made.shapes.title.text = "计划"
    box = made.shapes.add_textbox(0, 0, Inches(2), Inches(1))
    box.text_frame.text = words

    def copied(text: str) -> Any:
        element = deepcopy(box._element)
        next(e for e in element.iter() if e.tag.endswith("}t")).text = text
        return element

    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    if hidden_in:
        both = parse_xml(
            f"<mc:AlternateContent {names}><mc:Choice Requires='a14'/><mc:Fallback/></mc:AlternateContent>"
        )
        both[0].append(copied(hidden_in))
        made.shapes._spTree.append(both)
    if footer:
        element = copied(footer)
        properties = next(e for e in element.iter() if e.tag.endswith("}nvPr"))
        properties.append(parse_xml(f"<p:ph {SLIDE} type='ftr' idx='11'/>"))
        made.shapes._spTree.append(element)
    if on_layout:
        made.slide_layout.shapes._spTree.append(copied(on_layout))
    return saved(deck)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"hidden_in": "能耗不超过5%。"}, ["产量300吨。", "能耗不超过5%。"]),
        ({"footer": "2023年4月修订"}, ["产量300吨。", "2023年4月修订"]),
        ({"on_layout": "电话0523-8123"}, ["产量300吨。", "电话0523-8123"]),
        ({"footer": "Draft of May", "on_layout": "Draft of May"}, ["产量300吨。", "Draft of May"]),
    ],
)
def test_margins_of_slides_are_read_once(tmp_path: Path, given: dict[str, str], found: list[str]) -> None:
    document = read_one(tmp_path, "a.pptx", slide("产量300吨。", **given))
    assert [words for _, words in lines(document)][1:] == found


COMMENTS = f"<p:cmLst {SLIDE}><p:cm/><p:cm/></p:cmLst>"


def sheet(header: str, formula: str = "") -> bytes:
    book = Workbook()
    book.active.append(["螺母", 30, formula or 60])
    book.active.oddHeader.center.text = header
    book.active.oddFooter.left.text = "Page &P of &N"
    return saved(book)


@pytest.mark.parametrize("header", ["价格自3月1日起执行", "Valid until 30 June"])
def test_headers_and_footers_of_sheets_are_read(tmp_path: Path, header: str) -> None:
    """Their page numbers and looks are not."""
    found = lines(read_one(tmp_path, "a.xlsx", sheet(f'&"Arial,Bold"&12{header}')))
    assert [words for _, words in found][2:] == [header]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            f"<text:p>会费每年<draw:frame {DRAW}><draw:text-box><text:p>已停收</text:p></draw:text-box></draw:frame>二十元。</text:p>",
            ["会费每年二十元。", "已停收"],
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>Hall<text:note><text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>Closed in May.</text:p></text:note-body></text:note></text:p></table:table-cell>"
            "<table:table-cell><text:p>40 seats</text:p></table:table-cell></table:table-row></table:table>",
            ["Hall\t40 seats", "[1] Closed in May."],
        ),
        (
            f"<form:text {FORM} form:id='c1' form:current-value='周航'/><text:p>船主：<draw:control {DRAW} draw:control='c1'/></text:p>",
            ["船主：周航"],
        ),
        (
            f"<form:checkbox {FORM} form:id='c2' form:current-state='checked'/><text:p><draw:control {DRAW} draw:control='c2'/> Paid</text:p>",
            ["☒ Paid"],
        ),
    ],
)
def test_boxes_notes_and_fields_of_open_document_text(tmp_path: Path, body: str, found: list[str]) -> None:
    assert [words for _, words in lines(read_one(tmp_path, "a.odt", odt_bytes(body)))] == found


def noted(
    *notes: tuple[str, str], text: str = "The rent is 900 euros a month.", flags: int = 0, box: tuple[int, ...] = ()
) -> bytes:
    """A page with notes of readers, each a kind and its words."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_bytes(text)))
    made = ArrayObject()
    for kind, words in notes:
        note = DictionaryObject(
            {NameObject("/Subtype"): NameObject(kind), NameObject("/Contents"): TextStringObject(words)}
        )
        note[NameObject("/Rect")] = ArrayObject(map(FloatObject, (72, 700, 200, 712)))
        note[NameObject("/F")] = NumberObject(flags)
        if box:
            note[NameObject("/QuadPoints")] = ArrayObject(map(FloatObject, box))
        made.append(note)
    writer.pages[0][NameObject("/Annots")] = made
    return saved_pdf(writer)


def saved_pdf(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def attached() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf_bytes("See the list.")))
    writer.add_attachment("list.csv", b"1,2")
    return saved_pdf(writer)


@pytest.mark.parametrize("kind", ["/Square", "/Ink", "/StrikeOut", "/Text"])
def test_notes_of_readers_on_a_page_are_read(tmp_path: Path, kind: str) -> None:
    """Not those that are hidden."""
    assert "see clause 4" in read_one(tmp_path, "a.pdf", noted((kind, "see clause 4"))).text
    assert "see clause 4" not in read_one(tmp_path, "b.pdf", noted((kind, "see clause 4"), flags=2)).text


@pytest.mark.parametrize(
    ("text", "left"), [("The rent is 900 euros a month.", "900 euros"), ("Boats need two lamps at night.", "two lamps")]
)
def test_what_a_reader_struck_out_of_a_page_is_left_out(tmp_path: Path, text: str, left: str) -> None:
    def edge(words: str) -> float:
        return 72 + stringWidth(words, "Helvetica", 12)

    start, end = edge(text.partition(left)[0]), edge(text.partition(left)[0] + left)
    box = (start, 712, end, 712, start, 697, end, 697)
    document = read_one(tmp_path, "a.pdf", noted(("/StrikeOut", ""), text=text, box=tuple(map(int, box))))
    assert " ".join(document.text.split()) == " ".join(text.replace(left, "").split())
    assert note_of(tmp_path, "a.pdf", (tmp_path / "a.pdf").read_bytes()) == "1 struck-out place left out"


def paragraph(words: str) -> bytes:
    document = new_docx()
    document.add_paragraph(words)
    return saved(document)


CALENDAR = (
    "--q\nContent-Type: text/{}\n\n{}\n--q\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--q--\n"
)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pptx", with_part(slide("甲"), "ppt/slides/slide1.xml", "comments", "ppt/comments/comment1.xml", COMMENTS,
            "application/vnd.openxmlformats-officedocument.presentationml.comments+xml"), "2 comments not read"),
        ("a.docx", with_part(paragraph("正文。"), "word/document.xml", "aFChunk", "word/c.html", "<p>x</p>", "text/html"),
            "1 embedded document not read"),
        ("a.xlsx", sheet("", "=B1*2"), "1 formula saved without a value"),
        ("a.pdf", noted(*[("/Text", str(at)) for at in range(2003)]), "3 notes or fields not read"),
        ("a.pdf", attached(), "1 attached file not read"),
        ("a.pdf", noted(("/FileAttachment", "plan")), "1 attached file not read"),
        ("a.html", PAGE.format("<footer>电话 0898-665511 © 港务处</footer>").encode(), "1 footer of the site left out"),
        ("a.eml", mail("multipart/alternative; boundary=q", CALENDAR.format("plain", "Come on Monday to the hall.")), "1 invitation not read"),
        ("a.eml", mail("multipart/alternative; boundary=q", CALENDAR.format("html", "<p>周一开会。</p>")), "1 invitation not read"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_counted(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    assert note_of(tmp_path, name, content) == told


@pytest.mark.parametrize("title", ["关于调整水价,电价的通知", "Rules of the pool, the hall and the sauna"])
def test_a_title_with_a_comma_is_a_heading(tmp_path: Path, title: str) -> None:
    document = read_one(tmp_path, "a.txt", f"{title}\n\n自三月一日起执行,水价每吨四元。\n".encode())
    assert lines(document)[0] == ("heading", title)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        # An item that ends without a stop does not run on into the next one.
        (
            "a.txt",
            "馆内须知\n\n1. 入馆请先登记，并把雨伞和大件行李存放在门口的柜子里\n2. 开放时间：周一至周五 14:00-21:00，周末 9:00-18:00\n3. 押金20元\n",
            [
                ("heading", "馆内须知"),
                ("item", "1. 入馆请先登记，并把雨伞和大件行李存放在门口的柜子里"),
                ("item", "2. 开放时间：周一至周五 14:00-21:00，周末 9:00-18:00"),
                ("item", "3. 押金20元"),
            ],
        ),
        (
            "a.txt",
            "1. Shoes are left on the shelf beside the door\n2. Towels can be had at the desk, for two coins each\n3. No glass\n",
            [
                ("item", "1. Shoes are left on the shelf beside the door"),
                ("item", "2. Towels can be had at the desk, for two coins each"),
                ("item", "3. No glass"),
            ],
        ),
        # A sound is no heading of what is said after it.
        ("a.txt", "Mind the step.\n\n[music]\n\nThe tower is open.\n", [("paragraph", "Mind the step."), ("paragraph", "[music]"), ("paragraph", "The tower is open.")]),
        ("a.txt", "请注意脚下。\n\n[掌声]\n\n塔楼已开放。\n", [("paragraph", "请注意脚下。"), ("paragraph", "[掌声]"), ("paragraph", "塔楼已开放。")]),
        # The unit and the maker of a table above its header.
        ("a.csv", "单位：元,,制表：周洁\n姓名,岗位工资,餐补\n何梅,4800,380\n", [("field", "单位：元"), ("field", "制表：周洁"), ("header", "姓名\t岗位工资\t餐补"), ("row", "何梅\t4800\t380")]),
        ("a.csv", "Unit: kg,,\nGoods,Gross,Net\nRope,210,190\n", [("field", "Unit: kg"), ("header", "Goods\tGross\tNet"), ("row", "Rope\t210\t190")]),
        # Two languages side by side are no label and its value.
        (
            "a.csv",
            "通知,Notice\n图书馆周五闭馆。,The library is closed on Friday.\n",
            [("row", "通知\tNotice"), ("row", "图书馆周五闭馆。\tThe library is closed on Friday.")],
        ),
        (
            "a.csv",
            "Hinweis;Avis\nDas Bad ist zu.;La piscine est fermée.\n",
            [("row", "Hinweis\tAvis"), ("row", "Das Bad ist zu.\tLa piscine est fermée.")],
        ),
    ],
)  # fmt: skip
def test_lines_and_rows_are_what_they_look_like(
    tmp_path: Path, name: str, text: str, found: list[tuple[str, str]]
) -> None:
    assert lines(read_one(tmp_path, name, text.encode())) == found


@pytest.mark.parametrize(
    ("note", "mark"),
    [
        ("<p id=fn7><sup>7</sup> 其中3个为访客专用。</p>", "7"),
        ("<p id=footnote-12><sup>12</sup> Without tax.</p>", "12"),
    ],
)
def test_a_note_keeps_the_number_of_its_mark(tmp_path: Path, note: str, mark: str) -> None:
    document = read_one(tmp_path, "a.html", PAGE.format(note).encode())
    assert [(block.kind, block.mark) for block in document.blocks][:1] == [("footnote", mark)]
