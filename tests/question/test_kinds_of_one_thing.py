"""A fragment takes the place of its like in the question before: another of its series, of its kind, or what the question begins with."""

import pytest

from qa.question.follow_up import completions, understood
from qa.question.pointing import is_dependent
from qa.question.readings import lacks_subject
from qa.question.title_words import Titles
from qa.types import Turn
from tests.builders.assistants import AssistantOver

TITLES = Titles(["宁夏年报", "内蒙古年报"])


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("打印一张A4多少钱?", "A3呢?", "打印一张A3多少钱?"),
        ("B级票多少钱一张?", "A级票呢?", "A级票多少钱一张?"),
        ("一楼有几个卫生间?", "三楼呢?", "三楼有几个卫生间?"),
        ("2号冲床什么时候修好?", "3号呢?", "3号冲床什么时候修好?"),
        ("周一几点开门?", "周日呢?", "周日几点开门?"),
        ("Who won the first prize?", "And the second?", "Who won the second prize?"),
        ("When does the gym open on Monday?", "On Friday?", "When does the gym open on Friday?"),
    ],
)
def test_another_one_of_a_series_is_known_by_how_it_is_written(before: str, question: str, taken: str) -> None:
    """Numbers, letters, days, ordinals."""
    assert understood(question, [Turn(before)], TITLES) == taken


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("大型车全天最多收多少钱?", "新能源车呢?", "新能源车全天最多收多少钱?"),
        ("大型车首小时多少钱?", "摩托车呢?", "摩托车首小时多少钱?"),
        ("小会议室租一天多少钱?", "大的呢?", "大会议室租一天多少钱?"),
        ("主楼电梯几点停?", "副楼电梯呢?", "副楼电梯几点停?"),
        ("普通门诊周几休息?", "专家门诊呢?", "专家门诊周几休息?"),
        ("本科生学费多少?", "研究生呢?", "研究生学费多少?"),
        ("事假扣多少工资?", "病假呢?", "病假扣多少工资?"),
        ("室内泳池几点关?", "室外的呢?", "室外泳池几点关?"),
        ("快递柜在哪里?", "自行车棚呢?", "自行车棚在哪里?"),
        ("成人票周末多少钱?", "儿童票呢?", "儿童票周末多少钱?"),
        ("Can I get a refund?", "What about an exchange?", "Can I get a exchange?"),
    ],
)
def test_another_one_of_a_kind_takes_its_place_and_leaves_the_rest(before: str, question: str, taken: str) -> None:
    """When and for how long it is asked stays as it was."""
    assert understood(question, [Turn(before)], TITLES) == taken


def test_what_may_be_exchanged_in_two_ways_is_read_in_both() -> None:
    """What is counted, and what the question begins with."""
    assert completions("西站呢?", [Turn("港口有多少辆车?")], TITLES) == ["港口有多少西站?", "西站有多少辆车?"]


def test_a_place_of_its_own_replaces_the_one_before() -> None:
    """The year is taken over still."""
    taken = understood("呼和浩特有多少职工书屋?", [Turn("宁夏2023年新建了多少工会?")], TITLES)
    assert taken == "2023年 呼和浩特有多少职工书屋?"


def test_a_quote_that_has_nothing_of_whose_is_asked_for_is_anothers(assistant_over: AssistantOver) -> None:
    """How many members has Baotou is not answered by those of Ningxia, though that was spoken of."""
    answer = assistant_over({"report.md": "# 宁夏年报\n\n2023年底有会员129万人。\n"}).ask("2023年底有多少会员?")
    assert lacks_subject(answer, "包头有多少会员?")
    assert not lacks_subject(answer, "宁夏有多少会员?")
    assert not lacks_subject(answer, "有多少会员?")


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("宁夏有多少工会会员?", "它有多少职工书屋?", "宁夏有多少职工书屋?"),
        ("月卡丢了要交多少钱?", "办这个要带什么?", "办月卡要带什么?"),
        ("会员卡丢了怎么办?", "它能补办吗?", "会员卡能补办吗?"),
    ],
)
def test_what_a_question_begins_with_is_read_where_the_next_one_points_to_it(
    before: str, question: str, taken: str
) -> None:
    """In the place of the pronoun, beside all that was asked."""
    assert taken in completions(question, [Turn(before)], TITLES)
    assert is_dependent("它有多少职工书屋?")
