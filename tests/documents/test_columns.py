"""Columns of PDF of two or three lines: one is read after the other, or they are left apart; no sentence is spliced of both."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from qa.layout import blocks
from qa.text.spans import join
from tests.builders.read_back import read_one
from tests.builders.small_files import drawn

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

BAKERY = ["The bakery in the old station is closed", "on Mondays and in August."]
GARDEN = ["Dogs may run in the lower garden from", "dusk until nine, if they", "are small."]
MILL = ["磨坊每周二上午开放参观，团体须提前三", "天预约，学生免票。"]
FERRY = ["渡船因低水位停航期间，旅客可以改乘沿", "江公路的班车，票价不变。"]
WIDE = [
    "Whoever finds a key in the park brings it to the keeper of the northern gate, who writes down where it lay and",
    "keeps it for a year. After that it belongs to the finder, unless the owner of the lock has asked for it before.",
]


def beside(left: Sequence[str], right: Sequence[str], below: Sequence[str] = (), *, by_row: bool) -> bytes:
    """Two columns, drawn one after the other or line by line, over text that is as wide as both."""
    placed = [(60.0, 780.0 - 15 * at, line) for at, line in enumerate(left)]
    placed += [(320.0, 780.0 - 15 * at, line) for at, line in enumerate(right)]
    if by_row:
        placed.sort(key=lambda line: (-line[1], line[0]))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light" if left[0][0] > "\u2fff" else "Helvetica", 10)
        for line in (*placed, *((60.0, 700.0 - 15 * at, line) for at, line in enumerate(below))):
            canvas.drawString(*line)

    return drawn(draw)


def paragraphs(folder: Path, content: bytes) -> list[str]:
    document = read_one(folder, "a.pdf", content)
    return [join(document.text, block.spans).replace("\n", " ") for block in blocks(document)]


@pytest.mark.parametrize("by_row", [False, True])
@pytest.mark.parametrize(
    ("left", "right", "blank"),
    [(BAKERY, GARDEN, " "), (GARDEN, BAKERY, " "), (MILL, FERRY, "")],
    ids=["en", "uneven", "zh"],
)
def test_short_columns_are_read_one_after_the_other(
    tmp_path: Path, left: list[str], right: list[str], blank: str, by_row: bool
) -> None:
    assert paragraphs(tmp_path, beside(left, right, by_row=by_row)) == [blank.join(left), blank.join(right)]


@pytest.mark.parametrize("by_row", [False, True])
@pytest.mark.parametrize(("left", "right"), [(BAKERY, GARDEN), (GARDEN, BAKERY)])
def test_short_columns_over_wider_text(tmp_path: Path, left: list[str], right: list[str], by_row: bool) -> None:
    """Their lines were broken at a margin of their own."""
    found = paragraphs(tmp_path, beside(left, right, WIDE, by_row=by_row))
    assert found == [" ".join(left), " ".join(right), " ".join(WIDE)]


@pytest.mark.parametrize(
    "right", [["Telephone of the keeper: 555-0101", "Bicycles: north gate"], ["Tickets at the northern gate"]]
)
def test_what_is_no_text_beside_a_short_one_stays_apart(tmp_path: Path, right: list[str]) -> None:
    assert paragraphs(tmp_path, beside(BAKERY, right, by_row=True)) == [" ".join(BAKERY), *right]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["Hire of the great hall for a day", "Hire of the cellar for a day"], ["Nine hundred euros and a deposit", "Three hundred euros and a key"]),
        (["大礼堂每日租用费用及押金", "地下室每日租用费用"], ["九百元整另加一百元清洁费", "三百元整不含清洁费"]),
    ],
)  # fmt: skip
def test_long_cells_of_a_short_table_are_no_columns(tmp_path: Path, left: list[str], right: list[str]) -> None:
    """Its rows stay what they are; no line of it goes on in the next one."""
    found = paragraphs(tmp_path, beside(left, right, by_row=True))
    assert not any(" ".join(column) in text or "".join(column) in text for text in found for column in (left, right))


@pytest.mark.parametrize(
    ("left", "right"),
    [("Brandt & Co. Pumps", "Invoice no. 7712"), ("河口镇自来水厂", "编号：水发31号")],
)
def test_what_stands_far_apart_on_a_line_is_not_run_together(tmp_path: Path, left: str, right: str) -> None:
    """Sender and date, title and number."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 10)
        line = canvas.beginText(60, 780)  # one text, moved along the line
        line.textOut(left)
        line.setXPos(260)
        line.textOut(right)
        canvas.drawText(line)

    assert paragraphs(tmp_path, drawn(draw)) == [f"{left}    {right}"]
