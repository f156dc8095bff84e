"""Tables as people lay them out on a sheet: two beside each other, headings over several columns that nobody merged."""

from pathlib import Path

import pytest

from tests.builders.files import xlsx_bytes
from tests.builders.read_back import lines, read_one
from tests.builders.small_files import mail

Rows = list[list[object]]
NAMES: Rows = [["姓名", "工资", None, "部门", "人数"], ["何梅", 5000, None, "财务", 4], ["周航", 6000, None, "人事", 6]]
TITLES: Rows = [
    ["Fees", None, None, "Staff"],
    ["Port", "Fee", None, "Office", "People"],
    ["Lund", 9, None, "Tax", 4],
    ["Ystad", 8, None, "Post", 6],
    [None, None, None, "Law", 2],
]
AGAIN: Rows = [["月", "吨", None, "月", "吨"], ["一月", 31, None, "三月", 40], ["二月", 28, None, "四月", 36]]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (NAMES, ["姓名\t工资", "何梅\t5000", "周航\t6000", "部门\t人数", "财务\t4", "人事\t6"]),
        (
            TITLES,
            ["Fees", "Port\tFee", "Lund\t9", "Ystad\t8", "Staff", "Office\tPeople", "Tax\t4", "Post\t6", "Law\t2"],
        ),
        (AGAIN, ["月\t吨", "一月\t31", "二月\t28", "月\t吨", "三月\t40", "四月\t36"]),
    ],
)
def test_two_tables_on_a_sheet_are_two(tmp_path: Path, rows: Rows, found: list[str]) -> None:
    """No row says of one what stands beside it."""
    document = read_one(tmp_path, "a.xlsx", xlsx_bytes(("表", rows)))
    assert [words for _, words in lines(document)][1:] == found
    headed = {block.header for block in document.blocks if block.kind == "row"}
    assert len(headed) == 2


@pytest.mark.parametrize(
    "rows",
    [
        # Figures behind a blank column, without names of their own.
        [["姓名", "部门", None, "工资", "餐补"], ["何梅", "财务", None, 5000, 300], ["周航", "财务", None, 6000, 400]],
        [["Boat", "Berth", None, "Fee", "Tax"], ["Sula", "N4", None, 48, 4], ["Alca", "N5", None, 52, 5]],
        # Names, but no figures before the blank column.
        [["设备", "型号", None, "负责人", "台数"], ["水泵", "K7", None, "何梅", 3], ["风机", "M2", None, "周航", 5]],
    ],
)
def test_a_blank_column_within_a_table_parts_nothing(tmp_path: Path, rows: Rows) -> None:
    document = read_one(tmp_path, "a.xlsx", xlsx_bytes(("表", rows)))
    assert [words for _, words in lines(document)][1:] == ["\t".join(map(str, filter(None, row))) for row in rows]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("地区,2022年,,2023年,\n,产量,产值,产量,产值\n东区,10,20,30,40\n西区,11,21,31,41\n", [("2022年", 1, 2), ("2023年", 3, 2)]),
        ("Port;Boats;;;Fee\n;sail;motor;rowing;\nLund;4;8;2;9,50\nYstad;3;7;1;8,25\n", [("Boats", 1, 3), ("Fee", 4, 1)]),
    ],
)  # fmt: skip
def test_a_heading_stands_over_all_of_its_columns(tmp_path: Path, text: str, heads: list[tuple[str, int, int]]) -> None:
    """Though no cells were merged."""
    document = read_one(tmp_path, "a.csv", text.encode())
    assert [block.kind for block in document.blocks] == ["header", "header", "row", "row"]
    first = [(document.text[slice(*cell.span)], cell.column, cell.width) for cell in document.blocks[0].cells]
    assert first[1:] == heads
    assert document.blocks[-1].header == (0, 1)


PARTS = "--q\nContent-Type: text/plain; charset=utf-8\n\n{}\n--q\nContent-Type: text/html; charset=utf-8\n\n{}\n--q--\n"


@pytest.mark.parametrize(
    ("plain", "page", "found"),
    [
        ("This is a multi-part message in MIME format.", "<p>The depot shuts at noon.</p>", "The depot shuts at noon."),
        ("请使用支持富文本的邮件客户端查看。", "<p>仓库中午关门，钥匙交前台。</p>", "仓库中午关门，钥匙交前台。"),
    ],
)
def test_a_short_part_of_a_mail_that_says_something_else_hides_nothing(
    tmp_path: Path, plain: str, page: str, found: str
) -> None:
    content = mail("multipart/alternative; boundary=q", PARTS.format(plain, page))
    assert read_one(tmp_path, "a.eml", content).text.split("\n\n")[2:] == [plain, found]


@pytest.mark.parametrize(("plain", "page"), [("仓库周一关门。", "<p>仓库<b>周一</b>关门。</p><p>退订</p>"), ("Come at noon.", "<p>Come at <i>noon</i>.</p>")])  # fmt: skip
def test_a_mail_that_says_the_same_twice_is_read_once(tmp_path: Path, plain: str, page: str) -> None:
    content = mail("multipart/alternative; boundary=q", PARTS.format(plain, page))
    assert read_one(tmp_path, "a.eml", content).text.split("\n\n")[2:] == [plain]
