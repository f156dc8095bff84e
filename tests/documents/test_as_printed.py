"""What is read is what a reader of the printed page or the screen sees: nothing dropped, changed or run together."""

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.builders.files import odt_bytes
from tests.builders.read_back import read, read_one


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
