"""What is hidden stays out and is counted, what is numbered keeps its printed number, in every format that knows both."""

import io
from pathlib import Path

import pytest
from docx import Document as new_docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from tests.builders.files import ODT_NAMES, epub_bytes, odt_bytes, pdf_bytes
from tests.builders.read_back import lines, note_of, read_one
from tests.builders.small_files import PAGE, saved

STYLE = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def texts(folder: Path, name: str, content: bytes) -> list[str]:
    return [words for _, words in lines(read_one(folder, name, content))]


@pytest.mark.parametrize(
    ("page", "found", "note"),
    [
        # Menus of links are counted; one that holds words of its own is read.
        ("<nav><a href=x>首页</a> <a href=y>联系</a></nav>", [], "1 menu left out"),
        ("<nav><p>Take the east gate; the archive is the third door.</p></nav>", ["Take the east gate; the archive is the third door."], ""),
        # Rows and cells of a table that are not seen: the others stay in their columns.
        (
            "<table><tr><th>站<th>价<tr style='display:none'><td>甲<td>9<tr hidden><td>乙<td>8<tr><td>丙<td>6</table>",
            ["站\t价", "丙\t6"],
            "2 hidden elements left out",
        ),
        (
            "<table><tr><th>Port<th hidden>Cost<th>Fee<tr><td>Lund<td hidden>3<td>9<tr><td>Ystad<td hidden>4<td>8</table>",
            ["Port\tFee", "Lund\t9", "Ystad\t8"],
            "3 hidden elements left out",
        ),
        ("<style>td.old{text-decoration:line-through}</style><table><tr><th>站<th>旧<th>新<tr><td>甲<td class=old>9<td>8</table>",
            ["站\t旧\t新", "甲\t8"], ""),
        # The heading of what folds out is a button; others are for the hand.
        ("<h2><button>几点开门？</button></h2><div>早上七点。</div><form><button>提交</button></form>", ["几点开门？", "早上七点。"], ""),
        ("<button>When may dogs come?</button><div>On Mondays.</div><p>Press <button>Send</button> now.</p>",
            ["When may dogs come?", "On Mondays.", "Press Send now."], ""),
    ],
)  # fmt: skip
def test_a_page_without_what_is_not_seen(tmp_path: Path, page: str, found: list[str], note: str) -> None:
    content = PAGE.format(page).encode()
    assert texts(tmp_path, "a.html", content)[:-1] == found
    assert note_of(tmp_path, "a.html", content) == note


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<ol reversed><li>铜<li>银</ol>", ["2. 铜", "1. 银"]),
        ("<ol reversed start=9><li>Lund<li>Ystad</ol>", ["9. Lund", "8. Ystad"]),
        ("<ol style='list-style-type: lower-alpha'><li>quay<li>mole</ol>", ["a. quay", "b. mole"]),
        ("<ol style='list-style: none'><li>quay</ol><ol style='list-style:upper-roman inside'><li>码头</ol>", ["quay", "I. 码头"]),
        # A term with two definitions says both.
        ("<dl><dt>电话<dd>555<dd>556</dl>", ["电话\t555", "电话\t556"]),
        ("<dl><dt>Open<dd>Monday<dd>Friday<dt>Shut<dd>Sunday</dl>", ["Open\tMonday", "Open\tFriday", "Shut\tSunday"]),
        # A cell that goes down to the end.
        ("<table><tr><th>区<th>校<th>人<tr><td rowspan=0>东<td>一<td>3<tr><td>二<td>4</table>", ["区\t校\t人", "东\t一\t3", "东\t二\t4"]),
        # Marks of notes and powers that only the style sheet raises.
        ("<style>.e{vertical-align:super}</style><p>10<span class=e>6</span>亩，共85<span class=e>3</span>家</p>", ["10⁶亩，共85家"]),
        ("<p>about 46<a href='#fn2'>2</a> boats, see note <a href='#fn3'>3</a></p>", ["about 46 boats, see note 3"]),
    ],
)  # fmt: skip
def test_a_page_with_its_numbers_as_printed(tmp_path: Path, page: str, found: list[str]) -> None:
    assert texts(tmp_path, "a.html", PAGE.format(page).encode())[:-1] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# 价目\n\n押金60元。\n\n<!--\n旧价：押金80元。\n-->\n\n完。\n", ["价目", "押金60元。", "完。"]),
        ("~~The fee was 80.~~\n\nThe fee is ~~70\neuros~~ 60.\n", ["The fee is  60."]),
        ("Open <!-- not\non --> Monday.\n\n<del>全部作废</del>\n", ["Open  Monday."]),
        ("<!-- never closed\n\nThe gate is open.\n", ["The gate is open."]),
    ],
)
def test_markdown_without_what_is_not_printed(tmp_path: Path, text: str, found: list[str]) -> None:
    assert texts(tmp_path, "a.md", text.encode()) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        # A box as Word 6 and WordPad draw it; the same box again for older programs is said once.
        (rb"The mill.{\*\do\dobxpage{\dptxbxtext\pard Key: Ida Holm\par}\dpx1}\par Open.\par", ["The mill.", "Key: Ida Holm", "Open."]),
        (rb"The mill.{\shp{\*\shpinst{\shptxt Key: Ida\par}}{\shprslt{\*\do{\dptxbxtext Key: Ida\par}}}}\par Open.\par",
            ["The mill.", "Key: Ida", "Open."]),
    ],
)  # fmt: skip
def test_boxes_of_rich_text_are_read_once(tmp_path: Path, body: bytes, found: list[str]) -> None:
    assert texts(tmp_path, "a.rtf", rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}} " + body + b"}") == found


@pytest.mark.parametrize(
    ("spine", "note"),
    [
        ("<itemref idref='c0'/>", "1 page outside its order not read"),
        ("<itemref idref='c0'/><itemref idref='c1'/>", ""),
    ],
)
def test_pages_outside_the_order_of_a_book_are_counted(tmp_path: Path, spine: str, note: str) -> None:
    pages = ("<html><body><p>蜂箱</p></body></html>", "<html><body><p>Hives</p></body></html>")
    assert note_of(tmp_path, "a.epub", epub_bytes(*pages, spine=spine)) == note


def form(data: str, caption: str) -> bytes:
    """A form in XFA, as programs for forms make it: its page says only that one should wait."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_bytes("Please wait...")))
    parts = ArrayObject()
    for name, content in (
        ("template", f"<template><field name='F1'><caption><text>{caption}</text></caption></field></template>"),
        ("datasets", f"<datasets><data>{data}</data></datasets>"),
    ):
        stream = DecodedStreamObject()
        stream.set_data(content.encode())
        parts += [TextStringObject(name), writer._add_object(stream)]
    made = DictionaryObject({NameObject("/XFA"): parts, NameObject("/Fields"): ArrayObject()})
    writer._root_object[NameObject("/AcroForm")] = writer._add_object(made)
    return saved_pdf(writer)


def saved_pdf(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "caption", "found"),
    [
        ("<F1>3450</F1><Name_of_boat>Sula</Name_of_boat><F2/>", "申请金额：", ["申请金额: 3450", "Name of boat: Sula"]),
        ("<F1>12 May</F1>", "Date of arrival", ["Date of arrival: 12 May"]),
    ],
)
def test_forms_in_xfa_are_read(tmp_path: Path, data: str, caption: str, found: list[str]) -> None:
    assert texts(tmp_path, "a.pdf", form(data, caption))[1:] == found


def test_a_broken_form_in_xfa_is_counted(tmp_path: Path) -> None:
    assert note_of(tmp_path, "a.pdf", form("<F1>", "x")) == "1 XFA form not read"


LEVELS = "".join(
    f"<text:list-level-style-number text:level='{at}' style:num-format='{kind}' style:num-suffix='{ends}'/>"
    for at, kind, ends in ((1, "1", "."), (2, "a", ")"))
)
LIST = f"<text:list-style {STYLE} style:name='L'>{LEVELS}</text:list-style>"


def items(*texts: str, more: str = "") -> str:
    inner = "".join(f"<text:list-item><text:p>{each}</text:p></text:list-item>" for each in texts)
    return f"<text:list text:style-name='L' {more}>{inner}</text:list>"


def styled(name: str, properties: str, more: str = "") -> str:
    return f"<style:style {STYLE} style:name='{name}' {more}><style:text-properties {properties}/></style:style>"


STRUCK = styled("S", "style:text-line-through-style='solid'", "style:family='paragraph'") + styled(
    "T", "", "style:family='paragraph' style:parent-style-name='S'"
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        # A list that goes on behind a paragraph keeps counting; one that does not begins anew.
        (items("甲", "乙") + "<text:p>旁白。</text:p>" + items("丙", more="text:continue-numbering='true'"), ["1. 甲", "2. 乙", "旁白。", "3. 丙"]),
        (items("quay", more="xml:id='a'") + items("gate") + items("mole", more="text:continue-list='a'"), ["1. quay", "1. gate", "2. mole"]),
        (f"<table:table><table:table-row><table:table-cell><text:p>步骤</text:p></table:table-cell><table:table-cell>{items('关阀', '排水')}"
            "</table:table-cell></table:table-row></table:table>", ["步骤\t1. 关阀 2. 排水"]),
        (f"<table:table><table:table-row><table:table-cell><text:p>Do</text:p></table:table-cell><table:table-cell>{items('Stop', 'Drain')}"
            "</table:table-cell></table:table-row></table:table>", ["Do\t1. Stop 2. Drain"]),
        ("<text:p text:style-name='S'>旧价八十元</text:p><text:p text:style-name='T'>Old</text:p><text:p>现价六十元。</text:p>", ["现价六十元。"]),
        ("<text:p>Fee<text:hidden-text text:is-hidden='true'> secret</text:hidden-text> 60.</text:p>"
            "<text:p><text:hidden-paragraph text:is-hidden='true'/>不在</text:p>", ["Fee 60."]),
    ],
)  # fmt: skip
def test_open_document_text_as_printed(tmp_path: Path, body: str, found: list[str]) -> None:
    assert texts(tmp_path, "a.odt", odt_bytes(LIST + STRUCK + body)) == found


@pytest.mark.parametrize(
    ("kind", "prefix", "suffix", "found"),
    [
        ("一, 二, 三, ...", "第", "章", ["第一章 总则", "甲。", "第二章 罚则"]),
        ("1", "", ".", ["1. 总则", "甲。", "2. 罚则"]),
    ],
)
def test_headings_of_open_document_text_keep_their_number(
    tmp_path: Path, kind: str, prefix: str, suffix: str, found: list[str]
) -> None:
    level = f"<text:outline-level-style text:level='1' style:num-format='{kind}' style:num-prefix='{prefix}' style:num-suffix='{suffix}'/>"
    margin = "<style:header-left><text:p>左页眉</text:p></style:header-left>"
    styles = f"<office:document-styles {ODT_NAMES} {STYLE}><text:outline-style>{level}</text:outline-style>{margin}</office:document-styles>"
    body = (
        "<text:h text:outline-level='1'>总则</text:h><text:p>甲。</text:p><text:h text:outline-level='1'>罚则</text:h>"
    )
    assert texts(tmp_path, "a.odt", odt_bytes(body, {"styles.xml": styles.encode()})) == [*found, "左页眉"]


def numbered(definitions: str, number: int, *paragraphs: tuple[int, str]) -> bytes:
    """A document whose paragraphs, each a level and its words, are numbered by a definition of lists."""
    document = new_docx()
    numbering = document.part.numbering_part.element
    for element in parse_xml(f"<w:numbering {nsdecls('w')}>{definitions}</w:numbering>"):
        numbering.insert(0, element) if element.tag.endswith("abstractNum") else numbering.append(element)
    for level, words in paragraphs:
        properties = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
        inner = f"<w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r>"
        document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    return saved(document)


def level(at: int, text: str, more: str = "") -> str:
    return (
        f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='decimal'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
    )


NUM = "<w:num w:numId='{0}'><w:abstractNumId w:val='{0}'/></w:num>"
NEVER = "<w:lvlRestart w:val='0'/>"
LINKED = (
    f"<w:abstractNum w:abstractNumId='90'><w:styleLink w:val='Z'/>{level(0, '%1)')}</w:abstractNum>"
    f"<w:abstractNum w:abstractNumId='91'><w:numStyleLink w:val='Z'/></w:abstractNum>{NUM.format(90)}{NUM.format(91)}"
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("第%1章", "第%2条"), ["第1章 甲", "第1条 乙", "第2章 丙", "第2条 丁"]),
        (("Part %1", "Rule %2"), ["Part 1 甲", "Rule 1 乙", "Part 2 丙", "Rule 2 丁"]),
    ],
)
def test_articles_run_on_through_the_chapters(tmp_path: Path, words: tuple[str, str], found: list[str]) -> None:
    """Where the list says so."""
    levels = level(0, words[0]) + level(1, words[1], NEVER)
    definitions = f"<w:abstractNum w:abstractNumId='90'>{levels}</w:abstractNum>{NUM.format(90)}"
    paragraphs = ((0, "甲"), (1, "乙"), (0, "丙"), (1, "丁"))
    assert texts(tmp_path, "a.docx", numbered(definitions, 90, *paragraphs)) == found


@pytest.mark.parametrize("words", [("量尺", "切割"), ("Measure", "Cut")])
def test_a_list_that_a_style_defines_is_numbered(tmp_path: Path, words: tuple[str, str]) -> None:
    content = numbered(LINKED, 91, *((0, each) for each in words))
    assert texts(tmp_path, "a.docx", content) == [f"1) {words[0]}", f"2) {words[1]}"]


@pytest.mark.parametrize(("look", "note"), [("<w:strike/>", ""), ("<w:vanish/>", "1 hidden text left out")])
def test_what_a_style_takes_out_of_a_docx(tmp_path: Path, look: str, note: str) -> None:
    document = new_docx()
    style = document.styles.add_style("Old", 1)
    style.element.append(parse_xml(f"<w:rPr {nsdecls('w')}>{look}</w:rPr>"))
    document.add_paragraph("押金八十元", style="Old")
    document.add_paragraph("押金六十元。")
    assert texts(tmp_path, "a.docx", saved(document)) == ["押金六十元。"]
    assert note_of(tmp_path, "a.docx", saved(document)) == note


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('底')}{cell('9')}</w:tr>", "1 hidden text left out"),
        (f"<w:tr>{cell('')}{cell('5', '<w:cellDel w:id=“3”/>'.replace('“', chr(34)).replace('”', chr(34)))}</w:tr>",
            "1 tracked change pending: read as if accepted"),
    ],
)  # fmt: skip
def test_rows_and_cells_that_are_out(tmp_path: Path, row: str, note: str) -> None:
    document = new_docx()
    rows = f"<w:tr>{cell('Lamp')}{cell('8')}</w:tr>{row}"
    document.element.body.insert(-1, parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"))
    assert texts(tmp_path, "a.docx", saved(document)) == ["Lamp\t8"]
    assert note_of(tmp_path, "a.docx", saved(document)) == note


def slide(*paragraphs: tuple[str, int, str], start: str = "", hidden: str = "") -> bytes:
    """A slide of numbered paragraphs, each its words, its level and the kind of its number."""
    deck = Presentation()
    made = deck.slides.add_slide(deck.slide_layouts[6])
    frame = made.shapes.add_textbox(0, 0, Inches(4), Inches(3)).text_frame
    for words, depth, kind in paragraphs:
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = words, depth
        if kind:
            number = etree.SubElement(paragraph._p.get_or_add_pPr(), f"{{{DRAWING}}}buAutoNum", type=kind)
            number.attrib.update({"startAt": start} if start else {})
    if hidden:
        box = made.shapes.add_textbox(0, 0, Inches(1), Inches(1))
        box.text_frame.text = hidden
        box._element.nvSpPr.cNvPr.set("hidden", "1")
    return saved(deck)


@pytest.mark.parametrize(
    ("paragraphs", "start", "found"),
    [
        ((("关阀", 0, "arabicPeriod"), ("甲泵", 1, "alphaLcParenBoth"), ("乙泵", 1, "alphaLcParenBoth"), ("排水", 0, "arabicPeriod")), "",
            ["1. 关阀", "(a) 甲泵", "(b) 乙泵", "2. 排水"]),
        ((("Lock", 0, "romanUcPeriod"), ("Leave", 0, "romanUcPeriod"), ("So.", 0, ""), ("Rest", 0, "romanUcPeriod")), "3",
            ["III. Lock", "IV. Leave", "So.", "III. Rest"]),
    ],
)  # fmt: skip
def test_paragraphs_of_slides_are_numbered(
    tmp_path: Path, paragraphs: tuple[tuple[str, int, str], ...], start: str, found: list[str]
) -> None:
    assert texts(tmp_path, "a.pptx", slide(*paragraphs, start=start)) == found


@pytest.mark.parametrize("words", ["底价50元", "Floor price 50"])
def test_shapes_that_are_hidden_are_counted(tmp_path: Path, words: str) -> None:
    content = slide(("在", 0, ""), hidden=words)
    assert texts(tmp_path, "a.pptx", content) == ["在"]
    assert note_of(tmp_path, "a.pptx", content) == "1 hidden shape left out"
