"""Sheets, tables in text files and slides are read as they are shown."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.builders.read_back import read, read_one


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
