"""Blocks as people rely on them: rows know their headers, questions their answers, copies and versions one another."""

from pathlib import Path

import pytest

from qa import Assistant, build_index
from tests.builders.read_back import asked
from tests.conftest import LetterEncoder

PAY = "姓名,基本工资,餐补\n张敏,5200,300\n李四,6100,600\n王强,4800,450\n"


PRICES = "| Model | Weight | Price |\n|---|---|---|\n| K7 | 18 kg | 85 |\n| M2 | 31 kg | 140 |\n"


@pytest.mark.parametrize(
    ("files", "question", "header", "row", "cell"),
    [
        ({"工资表_csv": PAY}, "李四的餐补是多少?", ["姓名", "基本工资", "餐补"], ["李四", "6100", "600"], 2),
        ({"工资表_csv": PAY}, "王强的基本工资是多少?", ["姓名", "基本工资", "餐补"], ["王强", "4800", "450"], 1),
        ({"list_md": PRICES}, "What is the price of the M2?", ["Model", "Weight", "Price"], ["M2", "31 kg", "140"], 2),
    ],
)
def test_a_cell_is_read_by_row_and_column(
    tmp_path: Path, files: dict[str, str], question: str, header: list[str], row: list[str], cell: int
) -> None:
    """The quote is the row, its header comes with it as an exact quote of its own, the cell is marked."""
    quote = asked(tmp_path, question, **files).quotes[0]
    told = quote.to_json()["table"]
    assert isinstance(told, dict)
    assert (told["header"], told["row"], told["cell"]) == (header, row, cell)
    text = Assistant.open(tmp_path / "index").document(quote.passage.source).text
    above = "".join(text[start:end] for start, end in told["header_spans"])
    assert [part.strip(" |") for part in above.replace("\t", "|").split("|")] == header
    assert [quote.text[slice(*mark)] for mark in quote.marks] == [row[cell]]


RULES = "# Library rules\n\n1. Bring your card.\n2. Return books on time.\n3. Keep your voice down.\n"


STEPS = (
    "# 值班守则\n\n1. 按时到岗,不得迟到。\n2. 交接时当面清点钥匙。\n3. 遇有火情立即拨打内线。\n4. 离岗前关闭电源。\n"
)


@pytest.mark.parametrize(
    ("files", "question", "item"),
    [
        ({"a_txt": STEPS}, "值班守则第三条是什么?", "3. 遇有火情立即拨打内线。"),
        ({"a_txt": STEPS}, "第2条怎么规定?", "2. 交接时当面清点钥匙。"),
        ({"a_html": RULES}, "What does rule 2 of the library say?", "2. Return books on time."),
    ],
)
def test_an_item_is_found_by_its_number(tmp_path: Path, files: dict[str, str], question: str, item: str) -> None:
    """However it is printed: 第三条 is the one behind "3."."""
    answer = asked(tmp_path, question, **files)
    assert answer.quotes[0].text.strip() == item
    assert answer.confidence >= 0.5


def test_a_number_that_no_item_has_finds_none(tmp_path: Path) -> None:
    assert asked(tmp_path, "值班守则第九条是什么?", a_txt=STEPS).confidence < 0.5


COSTS = "部门,一季度,二季度,合计\n财务部,12,25,37\n人事部,41,53,94\n合计,53,78,131\n"


OUTPUT = "片区,2022年,,2023年,\n,产量(吨),产值(万元),产量(吨),产值(万元)\n河东区,310,26,335,29\n河西区,280,22,260,21\n"


PUMPS = "Model,K7,M2,P9\nWeight (kg),18,31,44\nMade in,Lund,Ulm,Kiel\n"


FEES = "Port;Boats;Fee (euros);Total\nLund;4;9,50;38,00\nYstad;3;8,25;24,75\nTotal;7;;62,75\n"


@pytest.mark.parametrize(
    ("name", "text", "question", "row", "cell"),
    [
        # A word that heads a column as well names no row.
        ("a_csv", COSTS, "财务部的合计费用是多少?", ["财务部", "12", "25", "37"], 3),
        ("a_csv", FEES, "What is the total for Ystad?", ["Ystad", "3", "8,25", "24,75"], 3),
        # Of two levels of headings both are said.
        ("a_csv", OUTPUT, "河东区2022年产值是多少?", ["河东区", "310", "26", "335", "29"], 2),
        # The names stand in the header, the labels in the first column.
        ("a_csv", PUMPS, "Where is the P9 made?", ["Made in", "Lund", "Ulm", "Kiel"], 3),
    ],
)
def test_the_cell_below_the_header_that_is_said(
    tmp_path: Path, name: str, text: str, question: str, row: list[str], cell: int
) -> None:
    table = asked(tmp_path, question, **{name: text}).quotes[0].table
    assert table
    assert (list(table.row), table.cell) == (row, cell)


def test_a_header_row_is_no_answer(tmp_path: Path) -> None:
    """It stands above every row, and in no quote."""
    answer = asked(tmp_path, "基本工资和餐补", 工资表_csv=PAY)
    assert not any(quote.text.startswith("姓名") for quote in (*answer.quotes, *answer.nearest))


FAQ = "常见问题\n\n问:退票收费多少?\n答:开演前一天免费,当天收两成。\n\n问:剧场几点开门?\n答:晚上六点半。\n"


SHEET = "question,answer\nHow do I renew a pass?,Bring the old one to desk four.\nWho repairs bikes?,The workshop in Lund.\n"


@pytest.mark.parametrize(
    ("files", "question", "words"),
    [
        ({"faq_txt": FAQ}, "退票收费多少?", "当天收两成"),
        ({"faq_csv": SHEET}, "How do I renew a pass?", "desk four"),
        (
            {"faq_md": "# Pool\n\nWhen does the pool open?\n\nAt seven, on Sundays at nine.\n"},
            "When does the pool open?",
            "At seven",
        ),
    ],
)
def test_a_question_is_quoted_with_its_answer(tmp_path: Path, files: dict[str, str], question: str, words: str) -> None:
    assert words in asked(tmp_path, question, **files).quotes[0].text


NOTICE = "# 停水通知\n\n停水从6月3日开始,到6月5日结束。\n\n请提前储水。\n"


def test_copies_are_one_answer(tmp_path: Path) -> None:
    """An index with three copies of a notice answers like one with a single copy, and names the others."""
    question = "停水从哪天开始?"
    (tmp_path / "one").mkdir()
    (tmp_path / "three").mkdir()
    one = asked(tmp_path / "one", question, a_md=NOTICE)
    three = asked(tmp_path / "three", question, a_md=NOTICE, b_md=NOTICE, c_md=NOTICE)
    assert [quote.text for quote in three.quotes] == [quote.text for quote in one.quotes]
    assert abs(three.confidence - one.confidence) < 0.1
    assert {three.quotes[0].passage.source, *(copy.source for copy in three.quotes[0].copies)} == {
        "a.md",
        "b.md",
        "c.md",
    }


OLD = "# 用车办法(2019年版)\n\n市内用车每天补助40元。\n"


NEW = "# 用车办法(2023年修订)\n\n市内用车每天补助65元。\n\n本办法自2023年5月1日起施行,2019年版同时废止。\n"


@pytest.mark.parametrize(
    ("files", "question", "first", "second"),
    [
        ({"a_md": OLD, "b_md": NEW}, "市内用车每天补助多少元?", "65元", "40元"),
        (
            {
                "a_md": "# Parking rules v2 (in force)\n\nA day costs 9 euros.\n",
                "b_md": "# Parking rules v3 (withdrawn)\n\nA day costs 12 euros.\n",
            },
            "What does a day cost?",
            "9 euros",
            "12 euros",
        ),
        (
            {
                "a_md": "# Travel policy, March 2021\n\nThe hotel limit is 120 euros a night.\n",
                "b_md": "# Travel policy, May 2023\n\nIt supersedes the policy of March 2021.\n\nThe hotel limit is 140 euros a night.\n",
            },
            "What is the hotel limit a night?",
            "140 euros",
            "120 euros",
        ),
        (
            {
                "a_txt": "Travel policy, March 2021\n\nThe hotel limit is 120 euros a night.\n",
                "b_txt": "Travel policy, May 2023\n\nIt supersedes the policy of March 2021.\n\nThe hotel limit is 140 euros a night.\n",
            },
            "What is the hotel limit a night?",
            "140 euros",
            "120 euros",
        ),
    ],
)
def test_versions_stand_side_by_side(
    tmp_path: Path, files: dict[str, str], question: str, first: str, second: str
) -> None:
    """The one in force first, as the texts say; who names the other year is answered from that."""
    answer = asked(tmp_path, question, **files)
    assert first in answer.quotes[0].text
    assert second in answer.quotes[1].text


def test_a_version_that_is_named_is_quoted(tmp_path: Path) -> None:
    assert "40元" in asked(tmp_path, "2019年版的用车办法,市内用车每天补助多少元?", a_md=OLD, b_md=NEW).quotes[0].text


def test_blocks_are_kept_with_their_document(tmp_path: Path, encoder: LetterEncoder) -> None:
    """Kinds, marks and places, as `yinju show --blocks` prints them."""
    docs = tmp_path / "docs"
    docs.mkdir()
    text = "# 办法\n\n1. 按时到岗。\n\n联系人:陈立\n\n| 项目 | 金额 |\n|---|---|\n| 餐补 | 600 |\n\n[^1]: 含税。\n"
    (docs / "a.md").write_text(text, "utf-8")
    build_index(docs, tmp_path / "index")
    blocks = Assistant.open(tmp_path / "index").blocks("a.md")
    assert [(block.kind, block.mark) for block in blocks] == [
        ("heading", ""),
        ("item", "1."),
        ("field", ""),
        ("header", ""),
        ("row", ""),
        ("footnote", "1"),
    ]
    assert [text[slice(*cell.span)] for cell in blocks[2].cells] == ["联系人", "陈立"]
    assert blocks[4].header == (3,)
