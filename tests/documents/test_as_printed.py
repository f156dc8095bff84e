"""What is read is what a reader of the printed page or the screen sees: nothing dropped, changed or run together."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from docx import Document as new_docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from reportlab.pdfgen.canvas import Canvas

from tests.builders.files import odt_bytes
from tests.documents.test_formats import read, read_one

UP, DOWN, OFF = "<w:vertAlign w:val='superscript'/>", "<w:vertAlign w:val='subscript'/>", "<w:strike w:val='0'/>"


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


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        # Tracked changes: inserted words are in, deleted ones are out, moved ones stand once.
        ("[甲方]<w:ins w:id='1'>[无权]</w:ins>[解除合同。]", "甲方无权解除合同。"),
        (
            "[Rent: ]<w:del w:id='1'><w:r><w:delText>900</w:delText></w:r></w:del><w:ins w:id='2'>[950]</w:ins>[ euros.]",
            "Rent: 950 euros.",
        ),
        ("<w:moveFrom w:id='1'>[旧处]</w:moveFrom>[其余]<w:moveTo w:id='2'>[新处]</w:moveTo>", "其余新处"),
        # Content controls, smart tags, fields: what they show; not the prompt of an empty one.
        ("[单价为]<w:sdt><w:sdtPr/><w:sdtContent>[65]</w:sdtContent></w:sdt>[元。]", "单价为65元。"),
        (
            "[Due ]<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>[Click here]</w:sdtContent></w:sdt>[soon.]",
            "Due soon.",
        ),
        (
            "[于]<w:smartTag w:element='d'><w:smartTag w:element='e'>[5月2日]</w:smartTag></w:smartTag>[开会。]",
            "于5月2日开会。",
        ),
        (
            "[Page ]<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>IF</w:instrText></w:r>"
            # A field in the instruction of another one has a result that is not shown.
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>[3]"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r>[seven]<w:r><w:fldChar w:fldCharType='end'/></w:r>[ follows.]",
            "Page seven follows.",
        ),
        # Struck-out and hidden words are out; a switch that is off changes nothing.
        (f"[价格]{look('95', '<w:strike/>')}[85元]", "价格85元"),
        (
            f"[Fee]{look('40', '<w:dstrike/>')}{look(' 30', OFF)}{look(' secret', '<w:vanish/>')}",
            "Fee 30",
        ),
        # Exponents keep their height, marks of notes are left out.
        (f"[容量为10]{look('9', UP)}[字节]", "容量为10⁹字节"),
        (f"[共有85]{look('2', UP)}[家企业]", "共有85家企业"),
        (
            f"[面积37km]{look('2', UP)}[。H]{look('2', DOWN)}[O]",
            "面积37km²。H2O",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>dong</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>东</w:t></w:r></w:rubyBase></w:ruby></w:r>[区]",
            "东区",
        ),
    ],
)
def test_a_paragraph_of_docx_is_read_in_its_final_view(tmp_path: Path, inner: str, text: str) -> None:
    assert read_one(tmp_path, "a.docx", docx("[标题一行文字]", inner)).text.split("\n\n")[1] == text


def test_pending_changes_are_told(tmp_path: Path) -> None:
    """The text is read as if they were accepted; the verdict says so."""
    (tmp_path / "a.docx").write_bytes(
        docx("[一]<w:ins w:id='1'>[二]</w:ins><w:del w:id='2'><w:r><w:delText>三</w:delText></w:r></w:del>")
    )
    assert "2 tracked changes pending" in read(tmp_path)[1]["a.docx"].note


def test_a_paragraph_whose_end_was_deleted_runs_on(tmp_path: Path) -> None:
    first = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>[会费每月]"
    assert read_one(tmp_path, "a.docx", docx(first, "[十二元。]")).text == "会费每月十二元。"


NUMBERING = (
    "<w:abstractNum {ns} w:abstractNumId='90'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{first}'/><w:lvlText w:val='{text}'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/></w:lvl>"
    "</w:abstractNum>"
)


@pytest.mark.parametrize(
    ("kind", "text", "numbers"),
    [
        ("chineseCounting", "第%1条", ["第一条 甲", "第二条 乙", "(a) 丙", "(b) 丁", "第三条 戊", "(a) 己"]),
        ("upperRoman", "%1.", ["I. 甲", "II. 乙", "(a) 丙", "(b) 丁", "III. 戊", "(a) 己"]),
    ],
)
def test_automatic_numbers_are_in_the_text(tmp_path: Path, kind: str, text: str, numbers: list[str]) -> None:
    document = new_docx()
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"), first=kind, text=text)))
    root.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='91'><w:abstractNumId w:val='90'/></w:num>"))
    for words, level in zip("甲乙丙丁戊己", (0, 0, 1, 1, 0, 1), strict=True):
        properties = f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='91'/></w:numPr></w:pPr>"
        document.element.body.insert(
            -1, parse_xml(f"<w:p {nsdecls('w')}>{properties}<w:r><w:t>{words}</w:t></w:r></w:p>")
        )
    buffer = io.BytesIO()
    document.save(buffer)
    made = read_one(tmp_path, "a.docx", buffer.getvalue())
    assert made.text.split("\n\n") == numbers
    assert [block.mark for block in made.blocks] == [number.split()[0] for number in numbers]


def test_tables_in_tables_and_margins_of_docx_are_read(tmp_path: Path) -> None:
    """A nested table follows its table; headers and footers stand once, at the end, page numbers nowhere."""
    document = new_docx()
    outer = document.add_table(rows=2, cols=2)
    outer.cell(0, 0).text, outer.cell(0, 1).text, outer.cell(1, 0).text = "车间", "二号车间", "设备"
    inner = outer.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "铣床", "14台"
    document.sections[0].header.paragraphs[0].text = "编号: 青工发31号"
    document.sections[0].footer.paragraphs[0].text = "第 3 页"
    buffer = io.BytesIO()
    document.save(buffer)
    text = read_one(tmp_path, "a.docx", buffer.getvalue()).text
    assert text == "车间\t二号车间\n\n设备\n\n铣床\t14台\n\n编号: 青工发31号"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<form><p>开闸时间为六点。</p></form>", "开闸时间为六点。"),
        ("<form>Name <input value='Ida Berg'> <input type=hidden value=x></form>", "Name\tIda Berg"),
        ("<aside><p>注意:水深四米。</p></aside>", "注意:水深四米。"),
        ("<details><summary>Refunds</summary><p>Within ten days.</p></details>", "Refunds\n\nWithin ten days."),
        ("<noscript><p>电话为5550133。</p></noscript>", "电话为5550133。"),
        ("<article><p>正文。</p><footer>自四月起执行。</footer></article>", "正文。\n\n自四月起执行。"),
        ("<p>税率为<math><mn>3</mn><mo>%</mo></math>。</p>", "税率为3%。"),
        ("<p>长<math><msup><mi>x</mi><mn>2</mn></msup></math>米</p>", "长x²米"),
        # Hidden by attribute, by style, by a class of the page's own sheet; a sheet for printers hides nothing.
        ("<p>在</p><p style='color:red; display : none'>不在</p><div hidden><p>不在</p></div>", "在"),
        (
            "<style>.off,#z{visibility:hidden}@media print{.on{display:none}}</style><p class='a off'>不在</p><p id=z>不在</p><p class=on>在</p>",
            "在",
        ),
        # Struck out, raised, lowered, read aloud.
        ("<p>押金<s>300</s>200元</p>", "押金200元"),
        ("<p>was <span style='text-decoration:line-through'>70</span> 55 euros</p>", "was 55 euros"),
        ("<p>产量46<sup>3</sup>万吨</p>", "产量46万吨"),
        ("<p>about 2,310<sup><a href='#fn4'>4</a></sup> visitors</p>", "about 2,310 visitors"),
        ("<p>1.2×10<sup>-3</sup> m<sup>3</sup>, the 1<sup>st</sup></p>", "1.2×10⁻³ m³, the 1st"),
        ("<p><ruby>学校<rp>(</rp><rt>がっこう</rt><rp>)</rp></ruby>は<ruby>休<rt>やす</rt></ruby>み</p>", "学校は休み"),
        ("<p>The re&shy;gis&shy;ter is&#8203;open.</p>", "The register isopen."),
        ("<ol start=3><li>交表</li><li>缴费</li></ol>", "3. 交表\n\n4. 缴费"),
    ],
)
def test_a_page_is_read_as_it_is_seen(tmp_path: Path, page: str, text: str) -> None:
    content = f"<html><head><meta charset=utf-8></head><body>{page}<p>完</p></body></html>"
    assert read_one(tmp_path, "a.html", content.encode()).text == f"{text}\n\n完"


def test_hidden_elements_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>在</p><p hidden>不在</p><p style='display:none'>x</p>", "utf-8")
    assert "2 hidden elements left out" in read(tmp_path)[1]["a.html"].note


def sheet(*rows: list[tuple[object, str]]) -> bytes:
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, (value, code) in enumerate(row, start=1):
            cell = book.active.cell(number, column, value)
            cell.number_format = code
    book.active.title = "表"
    secret = book.create_sheet("底数")
    secret["A1"] = "不公开"
    secret.sheet_state = "hidden"
    book.active.row_dimensions[len(rows)].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (0.0825, "0.00%", "8.25%"),
        (41, "00000", "00041"),
        (timedelta(hours=31, minutes=5), "[h]:mm", "31:05"),
        (datetime(2023, 7, 9), 'yyyy"年"m"月"d"日"', "2023年7月9日"),
        (datetime(2023, 7, 9, 15, 4), "dd/mm/yyyy h:mm AM/PM", "09/07/2023 3:04 PM"),
        (-1520.5, "#,##0.00;(#,##0.00)", "(1,520.50)"),
        (13800001234, r"000\-0000\-0000", "138-0000-1234"),
        (0.1 + 0.2, "General", "0.3"),
        (2.345, "0.00", "2.35"),
        (36.6, '0.0"万人"', "36.6万人"),
        (12, "[$€-407] #,##0.00", "€ 12.00"),
        (0, '#,##0;-#,##0;"无"', "无"),
        (44930, "[$-804]aaaa", "星期三"),
        (44928, "aaa", "一"),
        (10**15, "General", "1E+15"),
        (1.5e-7, "General", "1.5E-07"),
    ],
)
def test_a_sheet_is_read_as_it_is_shown(tmp_path: Path, value: object, code: str, seen: str) -> None:
    """By the format of each cell; hidden sheets, rows and columns are left out and named."""
    content = sheet([("项目", "General"), ("数值", "General")], [("甲", "General"), (value, code)], [("乙", "General")])
    assert read_one(tmp_path, "a.xlsx", content).text == f"表\n\n项目\t数值\n\n甲\t{seen}"
    note = read(tmp_path)[1]["a.xlsx"].note
    assert "1 hidden sheet left out: 底数" in note
    assert "1 hidden row or column left out" in note


def test_merged_cells_are_said_in_every_row(tmp_path: Path) -> None:
    """Of sheets and of pages, over rows and over columns."""
    book = Workbook()
    for row in (["片区", "学校", "人数"], ["东区", "一小", 310], [None, "二小", 280]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_one(tmp_path, "a.xlsx", buffer.getvalue()).text.endswith("东区\t一小\t310\n\n东区\t二小\t280")
    page = "<table><tr><th rowspan=2>区</th><th colspan=2>人数</th></tr><tr><th>男</th><th>女</th></tr><tr><td>东</td><td>31</td><td>28</td></tr></table>"
    document = read_one(tmp_path, "b.html", page.encode())
    assert document.text == "区\t人数\n\n区\t男\t女\n\n东\t31\t28"
    last = document.blocks[-1]
    assert (last.kind, last.header) == ("row", (0, 1))
    assert [(cell.column, cell.width) for cell in document.blocks[0].cells] == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("Ort;Preis\nUlm;3,40\nBonn;2,10", ["Ulm", "3,40"]),
        ("sep=|\na|b\n1|2", ["1", "2"]),
        ("name,remark\nLund,open; free\nMalmö,closed; full", ["Lund", "open; free"]),
    ],
)
def test_the_delimiter_is_the_one_that_parts_cells(tmp_path: Path, content: str, row: list[str]) -> None:
    document = read_one(tmp_path, "a.csv", content.encode())
    assert [document.text[slice(*cell.span)] for cell in document.blocks[1].cells] == row


@pytest.mark.parametrize(
    ("title", "quarters", "unit", "values", "text"),
    [
        ("年产量", ["一季度", "二季度"], "吨", (640, 715.5), "年产量\n\n吨\n\n一季度\t640\n\n二季度\t715.5"),
        ("Catch", ["spring", "autumn"], "boxes", (82, 97), "Catch\n\nboxes\n\nspring\t82\n\nautumn\t97"),
    ],
)
def test_charts_and_hidden_slides(
    tmp_path: Path, title: str, quarters: list[str], unit: str, values: tuple[float, float], text: str
) -> None:
    """The values of a chart are a table; a hidden slide is left out and named."""
    deck = Presentation()
    for each in (title, "草稿"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = each
        data = CategoryChartData()
        data.categories = quarters
        data.add_series(unit, values)
        box = (Inches(1), Inches(1), Inches(4), Inches(3))
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data)
    slide._element.set("show", "0")
    buffer = io.BytesIO()
    deck.save(buffer)
    assert read_one(tmp_path, "a.pptx", buffer.getvalue()).text == text
    assert "1 hidden slide left out: 2" in read(tmp_path)[1]["a.pptx"].note


def mail(kind: str, body: str, charset: str = "utf-8") -> bytes:
    head = "From: a@example.org\nSubject: Notice\nMIME-Version: 1.0\n"
    return f"{head}Content-Type: {kind}; charset={charset}\n\n{body}".encode()


LONG = "The market on the old square is moved to the meadow behind the mill,\nbecause the square is paved anew until June.\n\nBring boots.\n"
FLOWED = "Der Markt wird \nauf die Wiese \nverlegt.\n> war es so?\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (mail("text/plain", LONG), LONG.replace(",\nbecause", ", because").strip()),
        (mail("text/plain; format=flowed", FLOWED), "Der Markt wird auf die Wiese verlegt.\n\nwar es so?"),
        (
            mail(
                "multipart/alternative; boundary=q",
                "--q\nContent-Type: text/plain\n\nPlease open in your browser.\n--q\nContent-Type: text/html\n\n<p>The depot closes at 17:30.</p>\n--q--\n",
            ),
            "The depot closes at 17:30.",
        ),
        (
            mail(
                "multipart/mixed; boundary=q",
                "--q\nContent-Type: text/plain\n\nErstens.\n--q\nContent-Type: text/plain\n\nZweitens.\n--q--\n",
            ),
            "Erstens.\n\nZweitens.",
        ),
        (
            mail(
                "multipart/mixed; boundary=q",
                "--q\nContent-Type: message/rfc822\n\nSubject: 原件\nFrom: b@example.org\n\n闸门周五检修。\n--q--\n",
            ),
            "原件\n\nFrom: b@example.org\n\n闸门周五检修。",
        ),
    ],
)
def test_the_words_of_a_mail_are_read(tmp_path: Path, content: bytes, text: str) -> None:
    """Lines that were broken go on, the part that holds the words is read, all inline parts are, forwarded mails too."""
    assert read_one(tmp_path, "a.eml", content).text == f"Notice\n\nFrom: a@example.org\n\n{text}"


def test_what_hangs_on_a_mail_is_a_document_under_it(tmp_path: Path) -> None:
    attached = "--q\nContent-Type: text/plain\n\n见附件。\n--q\nContent-Type: text/csv; charset=utf-8\nContent-Disposition: attachment; filename=p.csv\n\n型号,价格\nK7,85\n--q--\n"
    (tmp_path / "m.eml").write_bytes(mail("multipart/mixed; boundary=q", attached))
    documents, _ = read(tmp_path)
    assert documents["m.eml/p.csv"].text == "型号\t价格\n\nK7\t85"
    assert documents["m.eml"].text.endswith("见附件。")


CUE = "00:00:0{0},000 --> 00:00:0{1},000\n{2}\n\n"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            [
                "The ferry leaves",
                "The ferry leaves\nat noon from pier two.",
                "at noon from pier two.\nTickets on board.",
            ],
            "The ferry leaves at noon from pier two.\nTickets on board.",
        ),
        (["桥梁将于五月", "封闭施工。", "- 几天?", "- 十天。"], "桥梁将于五月封闭施工。\n- 几天?\n- 十天。"),
    ],
)
def test_captions_are_put_together_into_sentences(tmp_path: Path, lines: list[str], text: str) -> None:
    """Rolling ones are said once; each speaker has a line."""
    cues = "".join(CUE.format(at, at + 1, line) for at, line in enumerate(lines))
    assert read_one(tmp_path, "a.srt", cues.encode()).text == text


@pytest.mark.parametrize(("boat", "berth"), [("Sula", "B 12"), ("Rissa 3450", "N 4/7")])
def test_filled_forms_and_notes_of_pdf_are_read(tmp_path: Path, boat: str, berth: str) -> None:
    """A field is named by what is printed before it."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 700, "Name of the boat:")
    canvas.acroForm.textfield(name="f1", value=boat, x=200, y=694, width=120, height=18)
    canvas.drawString(72, 660, "Berth")
    canvas.acroForm.textfield(name="f2", value=berth, x=72, y=638, width=120, height=18)
    canvas.save()
    lines = read_one(tmp_path, "a.pdf", buffer.getvalue()).text.split("\n")
    assert f"Name of the boat: {boat}" in lines
    assert f"Berth: {berth}" in lines


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ('style:text-position="super 58%"', "库存77吨"),
        ('style:text-line-through-style="solid"', "库存77吨"),
        ('style:text-position="0% 100%"', "库存775吨"),
    ],
)
def test_looks_of_open_document_text(tmp_path: Path, style: str, text: str) -> None:
    names = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    looks = f'<style:style {names} style:name="T1"><style:text-properties {style}/></style:style>'
    body = f'{looks}<text:p>库存77<text:span text:style-name="T1">5</text:span>吨</text:p>'
    assert read_one(tmp_path, "a.odt", odt_bytes(body)).text == text


def test_names_compare_composed(tmp_path: Path) -> None:
    """A file named by a disk in decomposed characters has a source in composed ones."""
    (tmp_path / "Cafe\u0301 für Mu\u0308nchen.txt").write_text("x y", "utf-8")
    assert read(tmp_path)[0].keys() == {"Café für München.txt"}


@pytest.mark.parametrize("title", ["untitled", "(anonymous)", "PowerPoint Presentation", "Microsoft Word - a.docx"])
def test_what_a_program_writes_is_no_title(tmp_path: Path, title: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><p>水位下降。</p></body></html>"
    assert read_one(tmp_path, "水文.html", page.encode()).title == "水文"


RTF_ROW = r"\trowd\cellx2000\cellx4000 {}\intbl\cell {}\intbl\cell\row "
MERGED = r"\trowd\clvmgf\cellx2000\cellx4000 Hall\intbl\cell 12\intbl\cell\row \trowd\clvmrg\cellx2000\cellx4000 \intbl\cell 18\intbl\cell\row\pard "


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"The fee is {\strike 70}85 crowns.\par", "The fee is 85 crowns."),
        (r"Die Miete betr\'e4gt \strike 300\strike0 340 Euro.\par", "Die Miete beträgt 340 Euro."),
        (r"It is open{\v  not} at noon.\par", "It is open at noon."),
        (r"The hall has 62 m{\super 2} and 129{\super 1} seats.\par", "The hall has 62 m² and 129 seats."),
        (r"10\super 6\nosupersub  tons\par", "10⁶ tons"),
        (r"Ten members{\super 1}{\footnote {\super 1} Two came late.} were there.\par The end.\par", "Ten members were there.\n\nTwo came late.\n\nThe end."),
        (RTF_ROW.format("Room", "Seats") + RTF_ROW.format("Oak", "40") + RTF_ROW.format("Elm", "25") + r"\pard Done.\par", "Room\tSeats\n\nOak\t40\n\nElm\t25\n\nDone."),
        (RTF_ROW.format("Room", "Seats") + MERGED, "Room\tSeats\n\nHall\t12\n\nHall\t18"),
    ],
)  # fmt: skip
def test_rich_text_is_read_as_it_is_seen(tmp_path: Path, body: str, text: str) -> None:
    """Without what is struck out or hidden, raised figures apart, notes behind their paragraph, tables by rows."""
    content = r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard " + body + "}"
    assert read_one(tmp_path, "a.rtf", content.encode("ascii")).text == text


@pytest.mark.parametrize("body", [r"{\super ", r"{\footnote a", r"\trowd\cellx9 a\cell b", r"\row\cell}}}{", r"{\footnote {\footnote a}}}"])  # fmt: skip
def test_rich_text_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path, body: str) -> None:
    content = r"{\rtf1\ansi The mill.\par " + body
    assert "The mill." in read_one(tmp_path, "a.rtf", content.encode("ascii")).text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<style>.old{text-decoration:line-through}</style><p>It costs <span class=old>80</span> 60.</p>", "It costs 60."),
        ("<style>#x{text-decoration-line:line-through}</style><p>票价<b id=x>80</b>60元。</p>", "票价60元。"),
        ("<ol type=a><li>in the hall<li>in the cellar</ol>", "a. in the hall\n\nb. in the cellar"),
        ("<ol type=I start=4><li>总则<li>附则</ol>", "IV. 总则\n\nV. 附则"),
    ],
)  # fmt: skip
def test_pages_are_read_as_their_style_sheet_shows_them(tmp_path: Path, page: str, text: str) -> None:
    assert " ".join(read_one(tmp_path, "a.html", page.encode()).text.split(" ")) == text
