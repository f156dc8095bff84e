"""Questions that compare: each thing has its quote, the most and the least their rows, and nothing is said that no row says."""

import pytest

from qa import Assistant
from qa.question.decompose import parts
from qa.question.title_words import Titles
from qa.types import Turn

DOCS = {
    "设备.md": "# 设备台账\n\n| 设备 | 地点 | 价格 |\n|---|---|---|\n| 打印机 | 文印室 | 3200元 |\n| 投影仪 | 会议室 | 5600元 |\n"
    "| 除湿机 | 档案室 | 1450元 |\n",
    "车位.md": "# 车位收费\n\n| 车型 | 车位数 | 首小时 | 每天最高 |\n|---|---|---|---|\n| 大型车 | 20个 | 10元 | 90元 |\n"
    "| 小型车 | 300个 | 6元 | 48元 |\n| 摩托车 | 40个 | 2元 | 12元 |\n",
    "rooms.md": "# Rooms\n\n| Room | Seats | By the hour | Deposit |\n|---|---|---|---|\n| Oak Hall | 220 | £64 | £20 |\n"
    "| Studio | 40 | £22 | £50 |\n| Attic | 12 | £11 | £30 |\n",
}


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("病假和事假分别怎么请?", ("病假怎么请?", "事假怎么请?")),
        ("婚假与丧假各有几天?", ("婚假有几天?", "丧假有几天?")),
        ("科员和科长的餐补分别是多少?", ("科员的餐补是多少?", "科长的餐补是多少?")),
        ("甲厂的产值比乙厂多多少?", ("甲厂的产值是多少?", "乙厂的产值是多少?")),
        ("甲厂和乙厂哪个产值更高?", ("甲厂产值是多少?", "乙厂产值是多少?")),
        ("午餐和晚餐差多少?", ("午餐是多少?", "晚餐是多少?")),
        ("病假和事假有什么区别?", ("病假?", "事假?")),
        ("How do sick leave and unpaid leave differ?", ("sick leave?", "unpaid leave?")),
        (
            "Which has more seats, the hall or the studio?",
            ("How many seats does the hall have?", "How many seats does the studio have?"),
        ),
        ("Compare the hire of the hall and the studio", ("the hire of the hall?", "the hire of the studio?")),
        ("Was ist der Unterschied zwischen Pacht und Beitrag?", ("Pacht?", "Beitrag?")),
        ("Which is more expensive, the hall or the studio?", ("How much is the hall?", "How much is the studio?")),
        ("Is the hall cheaper than the studio?", ("How much is the hall?", "How much is the studio?")),
        ("Which of Ann and Bob is older?", ("How old is Ann?", "How old is Bob?")),
        ("Was ist teurer, der Saal oder das Studio?", ("Wie viel kostet der Saal?", "Wie viel kostet das Studio?")),
        ("大型车比小型车贵吗?", ("大型车多少钱?", "小型车多少钱?")),
        ("大型车和小型车的月卡哪个便宜?", ("大型车的月卡多少钱?", "小型车的月卡多少钱?")),
        ("Studio A和Studio B哪个更大?", ("Studio A多大?", "Studio B多大?")),
        ("Is it cheaper than last year?", ("Is it cheaper than last year?",)),
        ("今年比去年贵吗?", ("今年比去年贵吗?",)),
        ("How do I get in and out?", ("How do I get in and out?",)),
        ("What happens to trees, fences or sheds?", ("What happens to trees, fences or sheds?",)),
        ("产值比2022年多多少?", ("产值比2022年多多少?",)),
        ("病假和事假一共几天?", ("病假和事假一共几天?",)),
    ],
)
def test_things_that_are_compared_are_asked_for_one_by_one(question: str, things: tuple[str, ...]) -> None:
    """So that each has its own quote; a sum and a year before are no such things."""
    assert parts(question, Titles([])) == things


@pytest.mark.parametrize(
    ("question", "order"), [("哪个设备最贵?", ["5600", "3200", "1450"]), ("价格最低的设备?", ["1450", "3200", "5600"])]
)
def test_the_rows_of_a_table_are_quoted_to_be_compared(assistant: Assistant, question: str, order: list[str]) -> None:
    """The most or the least first; nothing is claimed that no row says."""
    answer = assistant.ask(question)
    quotes = (answer.quotes or answer.nearest)[:3]
    assert [next(figure for figure in order if figure in quote.text) for quote in quotes] == order
    document = assistant.document("设备.md")
    assert all(quote.text == "".join(document.text[a:b] for a, b in quote.spans) for quote in quotes)


def test_of_several_prices_all_are_marked_and_no_row_goes_first(assistant: Assistant) -> None:
    """By the hour the attic is the cheapest, by its deposit the hall: the seats are no price, and nothing is claimed."""
    answer = assistant.ask("Which room is the cheapest?")
    rows = [quote for quote in answer.quotes or answer.nearest if quote.passage.source == "rooms.md"]
    assert [row.text.split(" | ")[0] for row in rows] == ["Oak Hall", "Studio", "Attic"]
    assert [[row.text[slice(*mark)] for mark in row.marks] for row in rows] == [
        ["£64", "£20"],
        ["£22", "£50"],
        ["£11", "£30"],
    ]


def test_at_most_of_one_that_is_named_is_its_own_row(assistant: Assistant) -> None:
    """And not the one with the largest figure; also when it is asked on."""
    history: list[Turn] = []
    for question, row in (("大型车每天最高收多少钱?", "90元"), ("摩托车呢?", "12元"), ("小型车呢?", "48元")):
        answer = assistant.ask(question, history=history)
        history.append(answer.turn)
        quote = (answer.quotes or answer.nearest)[0]
        assert [quote.text[slice(*mark)] for mark in quote.marks] == [row]
