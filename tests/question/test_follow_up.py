"""Follow-ups are read behind the questions before them, and say so; what the documents don't mention is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Assistant
from qa.question.decompose import parts
from qa.question.follow_up import GOES_ON, asked_last, going_on, in_its_place
from qa.question.frame import frame
from qa.question.title_words import Titles
from qa.retrieval.facet_fit import without_exchanged
from qa.types import Turn

TITLES = ["宁夏工会五年工作", "内蒙古工会2013年纪实", "Inner Mongolia report"]
THRESHOLD = 0.0
DOCS = {
    "宁夏工会.md": "# 宁夏工会五年工作\n\n宁夏工会会员达到129万人。\n\n宁夏新建了5524个工会组织。\n",
    "内蒙古工会.md": "# 内蒙古工会2013年纪实\n\n内蒙古工会会员有371.3万人。\n\n内蒙古新建了800个工会组织。\n",
}


@pytest.fixture(scope="module")
def titles() -> Titles:
    return Titles(TITLES)


def behind(question: str, *before: str) -> str:
    """A question after others, each taken behind those before it."""
    taken = ""
    for each in (*before, question):
        taken = going_on(each, [Turn(taken)] if taken else [], lambda earlier, _: earlier)
    return taken


def test_a_follow_up_is_read_behind_what_its_conversation_began_with_and_the_two_before_it() -> None:
    """What stands between is left out, as a reader sees so much at a time."""
    assert behind("Q1") == "Q1"
    assert behind("Q2", "Q1") == "Q1 → Q2"
    assert behind("Q4", "Q1", "Q2", "Q3") == "Q1 → Q2 → Q3 → Q4"
    assert behind("Q5", "Q1", "Q2", "Q3", "Q4") == "Q1 → Q3 → Q4 → Q5"


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("How many members did Ningxia have in 2023?", "And the year before?", "How many members did Ningxia have in 2023? → And 2022?"),
        ("2023年宁夏有多少工会会员?", "前一年呢?", "2023年宁夏有多少工会会员? → 2022年呢?"),
        ("2023年宁夏有多少工会会员?", "那第二年呢?", "2023年宁夏有多少工会会员? → 2024年呢?"),
        ("2021年宁夏有多少工会会员?", "次年呢?", "2021年宁夏有多少工会会员? → 2022年呢?"),
        ("宁夏有多少工会会员?", "2021年的前一年呢?", "宁夏有多少工会会员? → 2020年呢?"),
    ],
)  # fmt: skip
def test_the_year_before_is_counted_from_the_year_that_was_asked_for(before: str, question: str, taken: str) -> None:
    """Or from the one that stands in front of it."""
    assert behind(question, before) == taken


@pytest.mark.parametrize(
    ("before", "question", "left"),
    [
        ("内蒙古有多少工会会员?", "那宁夏呢?", "有多少工会会员?"),
        ("2013年宁夏有多少工会会员?", "2024年呢?", "宁夏有多少工会会员?"),
        ("第一分公司产值是多少?", "第二分公司呢?", "公司产值是多少?"),
        ("How many tonnes did plant 1 produce?", "And plant 2?", "How many tonnes did produce?"),
        ("内蒙古有多少工会会员?", "为什么?", "内蒙古有多少工会会员?"),
    ],
)
def test_what_a_follow_up_names_in_anothers_place_is_left_out_before_it(
    assistant: Assistant, before: str, question: str, left: str
) -> None:
    """A year for a year, one body for another, one number for another; else search would look for both."""
    assert without_exchanged(assistant._index, before, question) == left


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_any_text_is_taken_as_something(question: str, earlier: list[str]) -> None:
    """Without history as itself; it always ends with what was asked."""
    taken = behind(question, *earlier)
    assert earlier or taken == question
    assert not taken.strip() or taken.startswith(in_its_place(taken, "")[: -len(GOES_ON)])
    assert in_its_place(taken, asked_last(taken)) == taken


def test_i_is_no_name(titles: Titles) -> None:
    """Who asks is not what a question is about."""
    assert frame("Whom do I ask, and what if I'm late in Ningxia?", titles) == ["Ningxia"]


def test_an_interrogative_is_no_name(titles: Titles) -> None:
    """Whatever it is written with, in the middle of what a question was taken to be."""
    assert frame("in Ningxia How many clubs", titles) == ["Ningxia"]


def test_a_conversation_is_answered_turn_by_turn(assistant: Assistant) -> None:
    """Each answer says what it took the question to be, and carries on as the next one's history."""
    first = assistant.ask("内蒙古有多少工会会员?")
    second = assistant.ask("那宁夏呢?", history=[first.turn])
    assert second.question == "那宁夏呢?"
    assert second.understood == "有多少工会会员? → 那宁夏呢?"
    assert "129万人" in second.quotes[0].text
    third = assistant.ask("新建了多少个工会组织?", history=[first.turn, second.turn])
    assert "5524" in third.quotes[0].text
    assert third.to_json()["understood"] == third.understood


def test_what_no_document_mentions_is_named_and_not_answered(assistant: Assistant) -> None:
    """Another province, another year: the likeliest wrong quotes of all."""
    elsewhere = assistant.ask("甘肃有多少工会会员?")
    assert elsewhere.unsupported == ("甘肃",)
    assert elsewhere.confidence <= 0.2
    another_year = assistant.ask("2019年内蒙古有多少工会会员?")
    assert "2019" in another_year.unsupported
    assert another_year.confidence <= 0.2
    assert assistant.ask("宁夏有多少工会会员?").unsupported == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("宁夏和内蒙古分别有多少工会会员?", ("宁夏有多少工会会员?", "内蒙古有多少工会会员?")),
        ("2013年和2024年内蒙古有多少会员?", ("2013年内蒙古有多少会员?", "2024年内蒙古有多少会员?")),
        ("How many members do Ningxia and Inner Mongolia have?",
         ("How many members do Ningxia have?", "How many members do Inner Mongolia have?")),
        ("内蒙古有多少工会会员?宁夏呢?", ("内蒙古有多少工会会员?", "内蒙古有多少工会会员? → 宁夏呢?")),
        ("Who runs the clubs in Ningxia and when do they meet?",
         ("Who runs the clubs in Ningxia?", "Who runs the clubs in Ningxia? → when do they meet?")),
        ("Who said so and why?", ("Who said so and why?",)),
        ("河南2010年和江西2020年的总产各多少?", ("河南2010年的总产多少?", "江西2020年的总产多少?")),
        ("2010年河南和2020年江西的总产分别是多少?", ("2010年河南的总产是多少?", "2020年江西的总产是多少?")),
        ("2016年海南省省长和2010年福建省省长分别是谁?", ("2016年海南省省长是谁?", "2010年福建省省长是谁?")),
        ("1999年的进口和2000年的出口各是多少?", ("1999年的进口是多少?", "2000年的出口是多少?")),
        ("宁夏2019年和2020年的会员分别有多少?", ("宁夏2019年的会员有多少?", "宁夏2020年的会员有多少?")),
        ("宁夏和内蒙古一共有多少会员?", ("宁夏和内蒙古一共有多少会员?",)),
        ("宁夏有多少工会会员?请回答。", ("宁夏有多少工会会员?请回答。",)),
    ],
)  # fmt: skip
def test_several_things_asked_for_are_several_questions(
    question: str, expected: tuple[str, ...], titles: Titles
) -> None:
    """Regions, years, two questions in one; a sum is one question, which no sentence may answer."""
    assert parts(question, titles) == expected


def test_each_part_is_answered_from_its_own_source(assistant: Assistant) -> None:
    """Side by side, never merged; the part that the documents do not answer has no quote."""
    answer = assistant.ask("宁夏和内蒙古分别有多少工会会员?")
    assert [quote.passage.source for quote in answer.quotes[:2]] == ["宁夏工会.md", "内蒙古工会.md"]
    assert ["129万" in answer.quotes[0].text, "371.3万" in answer.quotes[1].text] == [True, True]
    told = answer.to_json()["parts"]
    assert told == [
        {"question": "宁夏有多少工会会员?", "quote": 0},
        {"question": "内蒙古有多少工会会员?", "quote": 1},
    ]
