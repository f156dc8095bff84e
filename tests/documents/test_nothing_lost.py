"""What a reader passes over is counted in the verdict of its file, and nothing that stands apart is run together."""

import io
from pathlib import Path

import pytest
from docx import Document as new_docx
from docx.shared import Inches
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Font
from PIL import Image

from tests.builders.files import epub_bytes, odt_bytes
from tests.builders.read_back import lines, note_of, read_one
from tests.builders.small_files import PAGE, docx, look, saved

HIGH, LITTLE = "<w:position w:val='8'/>", "<w:position w:val='1'/>"


HIDDEN_SECTION = "<text:section text:name='a' text:display='none'><text:p>不在</text:p></text:section>"


def with_comment() -> bytes:
    document = new_docx()
    document.add_comment(document.add_paragraph("租金每月八百元。").runs, text="核对", author="x")
    return saved(document)


def commented_sheet() -> bytes:
    book = Workbook()
    book.active["A1"] = "水泵"
    book.active["A1"].comment = Comment("型号待定", "x")
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    book.active.add_image(SheetImage(picture), "C3")
    return saved(book)


@pytest.mark.parametrize(
    ("name", "content", "notes"),
    [
        ("a.docx", with_comment(), ["1 comment not read"]),
        ("a.docx", docx("[甲]<w:r><w:sym w:font='Marlett' w:char='F061'/></w:r>[乙]"), ["1 sign not read"]),
        ("a.xlsx", commented_sheet(), ["1 comment not read", "1 picture or chart not read"]),
        (
            "a.odt",
            odt_bytes(f"<text:p>甲<office:annotation><text:p>批</text:p></office:annotation></text:p>{HIDDEN_SECTION}"),
            ["1 comment not read", "1 hidden section left out"],
        ),
        (
            "a.rtf",
            rb"{\rtf1\ansi The {\revised old }mill{\*\annotation why}{\deleted  gone}{\pict 00}.\par}",
            ["2 tracked changes pending", "1 picture not read", "1 comment not read"],
        ),
        (
            "a.html",
            PAGE.format(
                "<img src=plan.png><img src=dot.png alt=''><iframe src=x></iframe><dialog>关着</dialog>"
            ).encode(),
            ["1 picture not read", "1 embedded page not read", "1 hidden element left out"],
        ),
        ("a.html", PAGE.format("<svg><text>塔高32米</text></svg><svg><path/></svg>").encode(), ["1 picture not read"]),
        ("a.md", "# 井\n\n![井的剖面](well.png)\n\n深九米。\n".encode(), ["1 picture not read"]),
        (
            "a.epub",
            epub_bytes("<html><body><p hidden=''>不在</p><p>蜂箱</p><img src='h.png'/></body></html>"),
            ["1 hidden element left out", "1 picture not read"],
        ),
    ],
)
def test_what_is_not_read_is_counted(tmp_path: Path, name: str, content: bytes, notes: list[str]) -> None:
    told = note_of(tmp_path, name, content)
    assert all(note in told for note in notes), told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", PAGE.format("<img src=i.png width=16 height=16><p>水塔</p>").encode()),
        ("a.md", "# 水塔\n\n高32米，见[图](a.png)。\n".encode()),
        ("a.rtf", rb"{\rtf1\ansi{\*\shppict{\pict\picw0 }}{\nonshppict{\pict 00}} The {\revised0 mill}.\par}"),
    ],
)
def test_ornaments_and_what_is_off_are_not_counted(tmp_path: Path, name: str, content: bytes) -> None:
    """A small sign, a link, a switch that is off, the same picture twice."""
    assert note_of(tmp_path, name, content) in ("", "1 picture not read" if name == "a.rtf" else "")


def sheet_of_looks() -> bytes:
    book = Workbook()
    up, off = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    book.active.append([CellRichText("129", TextBlock(up, "3"), "万")])
    book.active.append([CellRichText("10", TextBlock(up, "6"), "尾，", TextBlock(off, "70"), "65元")])
    book.active["A3"] = "作废"
    book.active["A3"].font = Font(strike=True)
    return saved(book)


def test_cells_that_look_this_way_and_that(tmp_path: Path) -> None:
    """Raised figures and struck-out words inside a cell, and a cell that is struck out as a whole."""
    assert read_one(tmp_path, "a.xlsx", sheet_of_looks()).text.split("\n\n")[1:] == ["129万", "10⁶尾，65元"]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        # Lifted by hand, as note marks often are; a whole line that is lifted is only set higher.
        (f"[装机38]{look('2', HIGH)}[台]", "装机38台"),
        (f"[about 46]{look('1', HIGH)}[ boats]", "about 46 boats"),
        (look("共计1200元整", HIGH), "共计1200元整"),
        (f"[No. ]{look('7', LITTLE)}", "No. 7"),
        # Boxes and ticks of the fonts that hold nothing else.
        (
            "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>[收到 ]<w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>[退回]",
            "☒收到 ☐退回",
        ),
        ("[Paid ]<w:r><w:sym w:font='Wingdings 2' w:char='F052'/></w:r>", "Paid ☑"),
    ],
)
def test_signs_and_lifted_figures_of_docx(tmp_path: Path, inner: str, text: str) -> None:
    assert read_one(tmp_path, "a.docx", docx("[标题一行文字]", inner)).text.split("\n\n")[1] == text


def test_a_telephone_in_a_footer_is_no_page_number(tmp_path: Path) -> None:
    """Nor is a table in a margin; page numbers are left out."""
    document = new_docx()
    document.add_paragraph("正文。")
    section = document.sections[0]
    section.header.paragraphs[0].text = "0898-66551122"
    section.footer.paragraphs[0].text = "- 12 / 30 -"
    table = section.footer.add_table(1, 2, Inches(1))
    table.cell(0, 0).text, table.cell(0, 1).text = "传真", "0898-66551133"
    found = lines(read_one(tmp_path, "a.docx", saved(document)))
    assert found == [("paragraph", "正文。"), ("paragraph", "0898-66551122"), ("field", "传真\t0898-66551133")]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        # Each field of a form with its own label.
        (
            "<form><label>Berth</label> <input value='North 4'> <label>Fee</label> <input value='48 euros'></form>",
            [("field", "Berth\tNorth 4"), ("field", "Fee\t48 euros")],
        ),
        (
            "<form><label>船主 <input type=text value=周航></label><label>备注</label><textarea>夜间\n亮灯</textarea></form>",
            [("field", "船主\t周航"), ("field", "备注\t夜间 亮灯")],
        ),
        ("<input type=checkbox checked> 已检 <input type=checkbox> 未检", [("paragraph", "☒ 已检 ☐ 未检")]),
        # Lines as they were typed; wrapped ones are whole.
        ("<pre>第一行\n第二行</pre>", [("paragraph", "第一行"), ("paragraph", "第二行")]),
        (
            "<pre>The kiln is fired on Monday evening and may be\nopened no sooner than on Wednesday morning, when it\nhas cooled.</pre>",
            [
                (
                    "paragraph",
                    "The kiln is fired on Monday evening and may be opened no sooner than on Wednesday morning, when it has cooled.",
                )
            ],
        ),
        # Two columns of layout are two texts.
        (
            "<table role=presentation><tr><td>The harbour office is open every day from seven in the</td>"
            "<td>Nets may be dried on the eastern mole until the end of May</td></tr></table>",
            [
                ("paragraph", "The harbour office is open every day from seven in the"),
                ("paragraph", "Nets may be dried on the eastern mole until the end of May"),
            ],
        ),
        ("充满<progress value=3>30%</progress>后<meter>6</meter>停", [("paragraph", "充满后停")]),
        ("<p>甲</p><ol><li id=fn1>1. 含税。</li></ol>", [("paragraph", "甲"), ("footnote", "1. 1. 含税。")]),
        ("<aside role=doc-footnote>* 不含运费。</aside>", [("footnote", "* 不含运费。")]),
    ],
)
def test_what_stands_apart_on_a_page_is_apart(tmp_path: Path, page: str, found: list[tuple[str, str]]) -> None:
    assert lines(read_one(tmp_path, "a.html", PAGE.format(page).encode()))[:-1] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系人：唐莉\n**电话**：025-667788\n", [("field", "联系人：唐莉"), ("field", "**电话**：025-667788")]),
        (
            "**Venue:** Hall B\n**Chair:** Mona Reid\n",
            [("field", "**Venue:** Hall B"), ("field", "**Chair:** Mona Reid")],
        ),
        ("问：可以退吗？\n答：七日内可以。\n", [("question", "问：可以退吗？"), ("answer", "答：七日内可以。")]),
        ("The pump stands in\nthe yard: a red one.\n", [("paragraph", "The pump stands in\nthe yard: a red one.")]),
        ("Name|Tel\n--|--\nAnn|555-0101\n", [("header", "Name|Tel"), ("row", "Ann|555-0101")]),
        ("a|b is a choice\nof two\n", [("paragraph", "a|b is a choice\nof two")]),
        (
            "| 品名 | 单价 |\n|---|---|\n| ~~垫片~~ 垫圈 | ~~9~~ 8元 |\n",
            [("header", "品名 | 单价"), ("row", " 垫圈 |  8元")],
        ),
        (
            "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n| 丙 | 丁 |\n|---|---|\n| 3 | 4 |\n",
            [("header", "甲 | 乙"), ("row", "1 | 2"), ("header", "丙 | 丁"), ("row", "3 | 4")],
        ),
    ],
)
def test_lines_and_tables_of_markdown(tmp_path: Path, text: str, found: list[tuple[str, str]]) -> None:
    document = read_one(tmp_path, "a.md", text.encode())
    assert lines(document) == found
    rows = [block for block in document.blocks if block.layout]
    assert all(document.text[slice(*cell.span)].strip(" |*") for row in rows for cell in row.cells)


def test_a_cell_is_marked_without_what_is_struck_out(tmp_path: Path) -> None:
    document = read_one(
        tmp_path, "a.md", "| 品名 | 单价 |\n|---|---|\n| 垫圈 | ~~9~~ 8元 |\n| ~~钉~~ | 3元 |\n".encode()
    )
    rows = [[document.text[slice(*cell.span)] for cell in block.cells] for block in document.blocks]
    assert rows == [["品名", "单价"], ["垫圈", "8元"], ["3元"]]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            rb"{\header Lodge rules 6 of 2020\par}{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 3}}}The mill.\par",
            ["The mill.", "Lodge rules 6 of 2020"],
        ),
        (
            rb"The mill{\shp{\*\shpinst{\shptxt Key: Ida Holm\par}}}.\par Open.\par",
            ["The mill.", "Key: Ida Holm", "Open."],
        ),
        (rb"{\pntext\f0 (b)\tab}Lock it.\par", ["(b)\tLock it."]),
    ],
)
def test_margins_boxes_and_numbers_of_rich_text(tmp_path: Path, body: bytes, found: list[str]) -> None:
    document = read_one(tmp_path, "a.rtf", rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}} " + body + b"}")
    assert document.text.split("\n\n") == found


INVITED = """From: x@example.org
Subject: Notice
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

This message needs an HTML reader.
--b
Content-Type: text/html

<p>The yearly fee is 44 euros.</p>
--b
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
END:VCALENDAR
--b--
"""


FLOWED = "\n".join(
    (
        "From: x@example.org",
        "Subject: Hall",
        "Content-Type: text/plain; charset=utf-8; format=flowed",
        "",
        "The course moves to the south ",
        "building.",
        "> It was to be held in the north ",
        "> wing, on the first floor.",
        ">> Or not at ",
        ">> all.",
    )
)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (INVITED, ["The yearly fee is 44 euros."]),
        (
            FLOWED,
            [
                "The course moves to the south building.",
                "It was to be held in the north wing, on the first floor.",
                "Or not at all.",
            ],
        ),
    ],
)
def test_mails_with_invitations_and_with_replies(tmp_path: Path, content: str, found: list[str]) -> None:
    assert read_one(tmp_path, "a.eml", content.encode()).text.split("\n\n")[2:] == found


def test_each_voice_has_its_own_sentences(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>the kiln cools for a day\n\n00:02.000 --> 00:03.000\n<v Ben>Is it safe?\n"
    assert read_one(tmp_path, "a.vtt", text.encode()).text == "the kiln cools for a day\n\nIs it safe?"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.txt", "姓名：郑凯\n电话：0771-234567\n\n本人申请调休一天。\n", ["field", "field", "paragraph"]),
        (
            "a.txt",
            "Rules of the pool\n\n- Shower first.\n- No glass.\n\n1) Swim on the right.\n",
            ["heading", "item", "item", "item"],
        ),
        (
            "a.csv",
            "2021年度耗材清单,,\n,,\n名称,数量,单位\n硒鼓,12,个\n纸,40,箱\n",
            ["heading", "header", "row", "row"],
        ),
    ],
)
def test_kinds_of_lines(tmp_path: Path, name: str, text: str, found: list[str]) -> None:
    assert [kind for kind, _ in lines(read_one(tmp_path, name, text.encode()))] == found
