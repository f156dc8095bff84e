"""Who names a row of a table is answered from that row, not from its neighbour."""

from pathlib import Path

import pytest

from qa.reader.reading import BY_CELL
from tests.builders.read_back import asked

CLASSES = (
    "课程,时间,地点,讲师\n版画入门,周一晚上,东楼201,纪云\n陶艺基础,周二晚上,西楼工坊,邵波\n"
    "书法,周四下午,东楼203,姜宁\n合唱,周六上午,小礼堂,冯雪\n"
)
WORKSHOPS = (
    "# Workshops\n\n| Workshop | Day | Room | Teacher |\n|---|---|---|---|\n| Knots | Monday | Loft | Ivar Lind |\n"
    "| Sails | Tuesday | Hall | Maud Ek |\n| Engines | Friday | Yard | Tom Rask |\n| Charts | Sunday | Library | Lena Holm |\n"
)
TOOLS = (
    "# Tools for hire\n\n| Tool | Per day | Deposit |\n|---|---|---|\n| Rotary hoe | 18 euros | 50 euros |\n"
    "| Hedge trimmer | 9 euros | 30 euros |\n| Wheelbarrow | 2 euros | none |\n"
)
NEAR = "岗位,津贴,人数\n副班长,210元,8\n班长,350元,4\n组员,90元,31\n"


@pytest.mark.parametrize(
    ("files", "question", "marked"),
    [
        ({"课程_csv": CLASSES}, "陶艺基础由谁授课?", "邵波"),
        ({"课程_csv": CLASSES}, "书法由谁授课?", "姜宁"),
        ({"课程_csv": CLASSES}, "合唱由谁来教?", "冯雪"),
        ({"list_md": WORKSHOPS}, "Who teaches Sails?", "Maud Ek"),
        ({"list_md": WORKSHOPS}, "Who teaches Engines?", "Tom Rask"),
        ({"tools_md": TOOLS}, "How much does it cost to hire a hedge trimmer for a day?", "9 euros"),
        ({"tools_md": TOOLS}, "What is the deposit for the hedge trimmer?", "30 euros"),
        # 副班长 holds 班长: the row that more of the question names is meant.
        ({"a_csv": NEAR}, "副班长的津贴是多少?", "210元"),
        ({"a_csv": NEAR}, "班长的津贴是多少?", "350元"),
    ],
)
def test_the_row_that_is_named_is_quoted(tmp_path: Path, files: dict[str, str], question: str, marked: str) -> None:
    quote = asked(tmp_path, question, **files).quotes[0]
    assert [quote.text[slice(*mark)] for mark in quote.marks] == [marked]


PLANTS = "品名,规格(高度cm),月租(元/盆),押金(元),换盆周期\n散尾葵,180,42,100,30天\n琴叶榕,170,66,180,45天\n绿萝柱,150,28,60,60天\n"


def test_a_column_is_named_without_its_unit(tmp_path: Path) -> None:
    """押金 is 押金(元)."""
    answer = asked(tmp_path, "琴叶榕的押金是多少?", 价目_csv=PLANTS)
    assert answer.confidence >= BY_CELL
    assert [answer.quotes[0].text[slice(*mark)] for mark in answer.quotes[0].marks] == ["180"]


CONTACTS = "部门,姓名,职务,电话\n财务科,马超,会计,8812\n人事科,孟凡林,科长,8814\n后勤科,贺长青,班长,8815\n"
DUTY = "# 值班\n\n值班电话:8800,夜间请拨8801。\n"


@pytest.mark.parametrize(("question", "cell"), [("马超的电话是多少?", "8812"), ("孟凡林的职务是什么?", "科长")])
def test_a_row_and_a_column_that_are_named_are_the_answer(tmp_path: Path, question: str, cell: str) -> None:
    """Nothing else is asked, so it is shown, whatever stands elsewhere and however strange a row is to read."""
    answer = asked(tmp_path, question, 通讯录_csv=CONTACTS, 值班_md=DUTY)
    assert answer.outcome == "answer"
    assert [answer.quotes[0].text[slice(*mark)] for mark in answer.quotes[0].marks] == [cell]


@pytest.mark.parametrize("question", ["副班长的电话是多少?", "马超的家庭电话是多少?", "马超家的电话是多少?"])
def test_what_else_is_asked_must_be_said_there_too(tmp_path: Path, question: str) -> None:
    judged = asked(tmp_path, question, 通讯录_csv=CONTACTS)
    assert judged.confidence < BY_CELL


TARIFF = "Customer,Standing charge (£),Deposit (£)\nHousehold,7.00,40\nFarm,12.50,120\nSchool,9.00,\nClinic,8.00,-\n"


@pytest.mark.parametrize(
    ("question", "is_said"),
    [
        ("Farm: deposit?", True),
        ("School: standing charge?", True),
        ("School: deposit?", False),
        ("Clinic: deposit?", False),
    ],
)
def test_a_row_with_nothing_in_the_column_that_is_asked_for_does_not_answer(
    tmp_path: Path, question: str, is_said: bool
) -> None:
    """Its other cells are not the deposit."""
    assert (asked(tmp_path, question, tariff_csv=TARIFF).confidence >= BY_CELL) == is_said


def test_a_row_that_several_cells_name_alike_is_left_to_the_reader(tmp_path: Path) -> None:
    """Two rows that are named are two that may be meant; both are among the quotes."""
    quotes = asked(tmp_path, "Who teaches Knots and Sails?", list_md=WORKSHOPS).quotes
    assert {"Knots", "Sails"} <= {quote.text.split(" ")[0] for quote in quotes[:3]}


FAQ = (
    "# Questions\n\n## How do I join?\n\nFill in the form at desk two.\n\n## 如何退会?\n\n请于十一月底前写信给秘书。\n"
)


@pytest.mark.parametrize(("question", "said"), [("How do I join", "Fill in the form"), ("如何退会?", "写信给秘书")])
def test_what_stands_below_the_question_itself_is_its_answer(tmp_path: Path, question: str, said: str) -> None:
    answer = asked(tmp_path, question, faq_md=FAQ)
    assert answer.outcome == "answer" and said in answer.quotes[0].text
