"""Pages of PDF as they are seen: rows of tables with their headers, raised figures apart from the figures before them."""

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdfium2 import PdfSysfontBase
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from qa.documents import pdf_page
from qa.documents.pdf import read_pdf
from qa.layout import blocks
from qa.text.spans import join
from qa.types import Document
from tests.builders.read_back import read, read_one
from tests.builders.small_files import drawn

for name in ("STSong-Light", "HYSMyeongJo-Medium"):
    pdfmetrics.registerFont(UnicodeCIDFont(name))


FONT = ("FONTNAME", (0, 0), (-1, -1), "STSong-Light")


RULED = [FONT, ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]


BOOK = [FONT, ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)]


SHADED = [FONT, ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]


ZH = ParagraphStyle("zh", fontName="STSong-Light", fontSize=11, leading=15, wordWrap="CJK")


def pdf(*story: object) -> bytes:
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(list(story))
    return buffer.getvalue()


def rows(document: Document) -> list[tuple[str, str]]:
    """Each row with the header rows above it."""
    found = blocks(document)
    said = [join(document.text, block.spans).replace("\t", " | ") for block in found]
    return [
        (" / ".join(said[head] for head in block.header), said[number])
        for number, block in enumerate(found)
        if block.kind in ("row", "field")
    ]


BOATS = [["Boat", "Seats", "Fare"], ["Sula", "40", "3.50"], ["Alca", "", "9.00"], ["Larus", "12", "4.20"]]


ROOMS = [["房间", "楼层", "容纳人数"], ["松厅", "三层", "40"], ["竹厅", "二层", "25"], ["梅厅", "五层", "12"]]


@pytest.mark.parametrize("style", [RULED, BOOK, SHADED, [FONT]], ids=["ruled", "two rules", "shaded", "bare"])
@pytest.mark.parametrize("cells", [BOATS, ROOMS], ids=["en", "zh"])
def test_tables_are_read_row_by_row(tmp_path: Path, style: list[tuple[object, ...]], cells: list[list[str]]) -> None:
    """With lines around their cells or without; an empty cell moves none into another column."""
    around = Paragraph("桥梁封闭至周五,行人请走渡口。", ZH)
    document = read_one(tmp_path, "a.pdf", pdf(around, Table(cells, style=style, colWidths=[90] * 3), around))
    header, *below = [" | ".join(filter(None, row)) for row in cells]
    assert rows(document) == [(header, row) for row in below]
    kinds = [block.kind for block in blocks(document)]
    assert (kinds[0], kinds[-1]) == ("paragraph", "paragraph")
    columns = [[cell.column for cell in block.cells] for block in blocks(document) if block.kind == "row"]
    assert columns == [[at for at, words in enumerate(row) if words] for row in cells[1:]]


def test_merged_cells_are_said_in_every_row(tmp_path: Path) -> None:
    """Over rows and over columns; the lines of a cell are one text."""
    cells = [["District", "Pupils", ""], ["", "girls", "boys"], ["East", "31", "28"], ["", "17", "20"]]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 2), (0, 3))]
    document = read_one(tmp_path, "a.pdf", pdf(Table(cells, style=[*RULED, *spans])))
    head = "District | Pupils / District | girls | boys"
    assert rows(document) == [(head, "East | 31 | 28"), (head, "East | 17 | 20")]
    wrapped = [
        ["项目", "说明"],
        ["保养", Paragraph("检查刹车与链条,每年一次。", ZH)],
        ["大修", "换轮胎"],
        ["其他", "面议"],
    ]
    document = read_one(tmp_path, "b.pdf", pdf(Table(wrapped, style=RULED, colWidths=[60, 80])))
    assert ("项目 | 说明", "保养 | 检查刹车与链条,每年一次。") in rows(document)


@pytest.mark.parametrize("again", [True, False])
def test_a_table_goes_on_over_the_page(tmp_path: Path, *, again: bool) -> None:
    """Whether its header is printed again or not."""
    first, rest = ROOMS[:2], ROOMS[2:]
    widths = [90] * 3
    second = [ROOMS[0], *rest] if again else rest
    made = pdf(Table(first, style=RULED, colWidths=widths), PageBreak(), Table(second, style=RULED, colWidths=widths))
    document = read_one(tmp_path, "a.pdf", made)
    assert rows(document) == [("房间 | 楼层 | 容纳人数", " | ".join(row)) for row in ROOMS[1:]]


COLUMNS = (
    ["The new bridge is open", "to carts since Monday", "and the ferry stops."],
    ["Plants that nobody has", "wanted are given away", "at the school garden."],
)


STEPS = (["1.", "2.", "3."], ["Close the valve.", "Drain the pipe.", "Call the office."])


@pytest.mark.parametrize("texts", [COLUMNS, STEPS], ids=["columns of text", "a list and its numbers"])
def test_what_stands_side_by_side_may_be_no_table(tmp_path: Path, texts: tuple[list[str], list[str]]) -> None:
    def draw(canvas: Canvas) -> None:
        for x, lines in zip((72, 300), texts, strict=True):
            for at, line in enumerate(lines):
                canvas.drawString(x, 700 - 14 * at, line)

    assert rows(read_one(tmp_path, "a.pdf", drawn(draw))) == []


@pytest.mark.parametrize(
    "words",
    [
        "早餐6:30到8:30,午餐11:00到13:00,每次1元。",
        "도서관은 화요일부터 토요일까지 엽니다.",
        "The staff canteen opens at 9.",
    ],
)
def test_signs_that_are_placed_one_by_one_stay_together(tmp_path: Path, words: str) -> None:
    """No blanks and no line ends but those that are seen."""

    def draw(canvas: Canvas) -> None:
        font = "HYSMyeongJo-Medium" if words.startswith("도") else "STSong-Light"
        canvas.setFont(font, 11)
        place = 72.0
        for sign in words:
            if sign != " ":
                canvas.drawString(place, 720, sign)
            place += pdfmetrics.stringWidth(sign, font, 11)

    assert read_one(tmp_path, "a.pdf", drawn(draw)).text.strip() == words


def test_a_machine_without_fonts_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file names a Chinese font that it does not bring."""
    words = "早餐6点到8点"

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 11)
        for at, sign in enumerate(words):
            canvas.drawString(72 + 11 * at, 720, sign)

    asked: list[int] = []
    monkeypatch.setattr(
        PdfSysfontBase, "MapFont", lambda self, _, weight, italic, charset, *rest: asked.append(charset)
    )
    assert "".join(read_pdf(drawn(draw)).text.split()) == words
    assert set(asked) > {0}  # more than ANSI: of the Chinese one too


def test_a_line_of_two_fonts_is_one_line(tmp_path: Path) -> None:
    """As browsers print it: scaled, upside down, and sign by sign."""
    words = ["早餐", "6:30", "到", "8:30", "供应,每次", "12", "元"]

    def draw(canvas: Canvas) -> None:
        canvas.transform(0.5, 0, 0, -0.5, 0, 792)
        place = 8.0
        for word in words:
            font = "Helvetica" if word[0].isdigit() else "STSong-Light"
            text = canvas.beginText()
            text.setFont(font, 22)
            text.setTextTransform(1, 0, 0, -1, place, 100)
            for sign in word:
                text.textOut(sign)
                width = pdfmetrics.stringWidth(sign, font, 22)
                text._code.append(f"{width:.4f} 0 Td")
                place += width
            canvas.drawText(text)

    assert read_one(tmp_path, "a.pdf", drawn(draw)).text.strip() == "".join(words)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("The fund holds 129<super>1</super> million euros.", "The fund holds 129 million euros."),
        ("It sold 3 x 10<super>6</super> tickets in halls of 40 m<super>2</super>.", "It sold 3 x 10⁶ tickets in halls of 40 m²."),
        ("全市参保129<super>1</super>万人,其中职工58<super>[2]</super>万人。", "全市参保129万人,其中职工58万人。"),
        ("The base 10<sub>2</sub> is not 102, and water is H<sub>2</sub>O.", "The base 10₂ is not 102, and water is H2O."),
    ],
)  # fmt: skip
def test_raised_figures_are_kept_apart(tmp_path: Path, printed: str, read: str) -> None:
    assert read_one(tmp_path, "a.pdf", pdf(Paragraph(printed, ZH))).text.strip() == read


def test_raised_figures_in_a_table_and_in_columns(tmp_path: Path) -> None:
    """They are kept apart however a page is put together."""

    def raised(canvas: Canvas, x: int, y: int, words: str, figure: str, rest: str = "") -> None:
        text = canvas.beginText(x, y)
        text.setFont("Helvetica", 10)
        text.textOut(words)
        text.setFont("Helvetica", 6)
        text.setRise(4)
        text.textOut(figure)
        text.setRise(0)
        text.setFont("Helvetica", 10)
        text.textOut(rest)
        canvas.drawText(text)

    def table(canvas: Canvas) -> None:
        for at, (name, sold) in enumerate((("Town", "Tickets"), ("Lund", "750"), ("Ystad", "81"))):
            canvas.drawString(72, 700 - 20 * at, name)
            raised(canvas, 200, 700 - 20 * at, sold, "3" if at else "")
            canvas.drawString(300, 700 - 20 * at, ("Halls", "4", "2")[at])

    assert [row for _, row in rows(read_one(tmp_path, "a.pdf", drawn(table)))] == ["Lund | 750 | 4", "Ystad | 81 | 2"]

    def columns(canvas: Canvas) -> None:
        for x in (60, 320):
            for at in range(5):
                raised(canvas, x, 700 - 14 * at, "The reservoir now holds 36", "2", " million tons,")

    text = read_one(tmp_path, "b.pdf", drawn(columns)).text
    assert "holds 36 million" in text
    assert "362" not in "".join(text.split())


@pytest.mark.slow
def test_a_page_full_of_lines_is_still_read(tmp_path: Path) -> None:
    """A drawing of thousands of lines is looked at for no table, and costs no time."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 800, "The plan of the harbour.")
        for at in range(6_000):
            canvas.line(at % 500, at // 10, at % 500 + 5, at // 10 + 5)

    assert read_one(tmp_path, "a.pdf", drawn(draw)).text.strip() == "The plan of the harbour."
    assert read(tmp_path)[1]["a.pdf"].note == "tables with lines not looked for on 1 page"


def ruled_page(canvas: Canvas, *, turned: bool = False) -> None:
    canvas.setPageRotation(90 if turned else 0)
    for x in (60, 160, 260):
        canvas.line(x, 640, x, 700)
    for y in (640, 670, 700):
        canvas.line(60, y, 260, y)
    for at, words in enumerate(("Pier", "Depth", "North", "12 m")):
        canvas.drawString(70 + 100 * (at % 2), 680 - 30 * (at // 2), words)
    canvas.showPage()


@pytest.mark.parametrize(
    ("limit", "value", "turned", "note"),
    [
        ("_MOST_SECONDS", 0.0, False, "tables with lines not looked for on 3 pages"),
        ("_MOST_RULED", 1, False, "tables with lines not looked for on 2 pages"),
        ("_MOST_PAGES", 2, False, "columns, tables and raised figures not looked for on 1 page"),
        ("_MOST_LINES", 5, False, "tables with lines not looked for on 3 pages"),
        ("_MOST_LINES", 5_000, True, "tables with lines not looked for on 3 pages"),
        ("_MOST_LINES", 5_000, False, ""),
    ],
)
def test_the_limits_of_tables_that_were_met_are_told(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: float, turned: bool, note: str
) -> None:
    """The words of the pages are read all the same."""
    monkeypatch.setattr(pdf_page, limit, value)

    def pages(canvas: Canvas) -> None:
        for _ in range(3):
            ruled_page(canvas, turned=turned)

    parsed = read_pdf(drawn(pages))
    assert parsed.note == note
    assert parsed.text.count("North") == 3


def test_pictures_beside_words_are_counted_and_scans_of_pages_named(tmp_path: Path) -> None:
    """A sign is none, nor is the scan below a layer of text; a page without words is told apart from them."""
    picture = ImageReader(Image.new("RGB", (9, 9)))

    def draw(canvas: Canvas) -> None:
        width, height = canvas._pagesize
        for box in ((60, 300, 200, 200), (0, 0, width, height), (10, 10, 9, 9)):
            canvas.drawString(72, 800, "The plan of the mill.")
            canvas.drawImage(picture, *box)
            canvas.showPage()
        canvas.drawImage(picture, 0, 0, width, height)

    (tmp_path / "a.pdf").write_bytes(drawn(draw))
    note = read(tmp_path)[1]["a.pdf"].note
    assert "page 4 has no text" in note
    assert note.endswith("; 1 picture not read")
