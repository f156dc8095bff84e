"""A quote about another one of the kind that is asked for is told by what stands in the place of the word that decides."""

import pytest

from qa import Assistant
from qa.question.contrasts import contrast

DOCS = {
    "guide.md": """# 青松客栈

双人间每晚380元。软卧票价为300元。

夜班补助每班60元。公司设有快充8个。

# Guide

The indoor pool is kept at 28 degrees.

The women's changing room is on the second floor.
"""
}


@pytest.mark.parametrize(
    ("question", "quote", "found"),
    [
        ("女更衣室在几楼?", "男更衣室在二楼,共有80个柜子。", ("女", "男")),
        ("国内邮费是多少?", "国际邮费为80元。", ("国内", "国际")),
        ("干垃圾投放到哪里?", "湿垃圾投放到蓝色桶。", ("干", "湿")),
        ("货梯有几部?", "客梯共6部。", ("货梯", "客梯")),
        ("哪门课最贵?", "最受欢迎的是木勺雕刻。", ("最贵", "最受欢迎")),
        ("Which course is the cheapest?", "The most popular was carving.", ("cheapest", "most popular")),
        ("Which course is the most expensive?", "The most popular was carving.", ("most expensive", "most popular")),
        ("When does the library close?", "The library opens at nine in the morning.", ("close", "opens")),
        ("图书馆几点闭馆?", "图书馆上午九点开馆。", ("闭馆", "开馆")),
        ("总经理由谁担任?", "副经理由韩立担任。", ("总经理", "副经理")),
        ("慢充桩有几个?", "地下一层设快充桩12个。", ("慢充", "快充")),
        ("流感疫苗什么时候接种?", "新冠疫苗在周二上午接种。", ("流感", "新冠")),
        ("新冠疫苗什么时候接种?", "流感疫苗在周二上午接种。", ("新冠", "流感")),
        ("副班长的电话是多少?", "后勤科\t贺长青\t班长\t8815", ("副班长", "班长")),
        ("处长的餐补是多少?", "科长\t480元\t330元", ("处长", "科长")),
        (
            "When did the pump at the south well fail?",
            "The pump at the north well failed on Sunday.",
            ("south", "north"),
        ),
        ("How warm is the outdoor pool?", "The indoor pool is kept at 28 degrees.", ("outdoor", "indoor")),
        (
            "How much leave do part-time employees have?",
            "Full-time employees have 25 days of leave.",
            ("part-time", "Full-time"),
        ),
    ],
)
def test_another_one_of_the_kind_is_known(question: str, quote: str, found: tuple[str, str]) -> None:
    """By the same head behind another word, or the same end of a word."""
    assert contrast(question, quote, "") == found


@pytest.mark.parametrize(
    ("question", "quote", "above"),
    [
        ("男更衣室在几楼?", "男更衣室在二楼,女更衣室在三楼。", ""),
        ("女更衣室有几个柜子?", "更衣室共有80个柜子。", "女宾部"),
        ("请假由谁批准?", "五天以内由科长批准。", "请假办法"),
        ("流感疫苗什么时候接种?", "流感的疫苗在周二上午接种。", ""),
        ("产改方案列出多少项改革任务?", "产业工人队伍改革实施方案列出48项改革任务。", ""),
        ("健身房周末开放吗?", "健身房什么时候开放?工作日中午。", ""),
        ("How many pool lanes are open?", "The indoor pool has six lanes.", ""),
        ("Who organises the regatta?", "Joan Whitlock organises it.", ""),
        (
            "Who was responsible for the new projects in Jackson?",
            "Mayor Burns had other projects built in Jackson.",
            "",
        ),
        ("When did France rebuild its global empire?", "France began its worldwide empire anew.", ""),
        ("申请加入镇议会的议员须年满多少岁?", "成员须年满18岁。", ""),
        ("水温是多少?", "The pool is kept at 28 degrees.", ""),
    ],
)
def test_other_words_for_the_same_are_no_near_miss(question: str, quote: str, above: str) -> None:
    """Nor is what stands above the quote, or is in another language."""
    assert contrast(question, quote, above) is None


@pytest.mark.parametrize(
    ("told", "missed"),
    [
        ("双人间每晚多少钱?", "单人间每晚多少钱?"),
        ("快充有几个?", "慢充有几个?"),
        ("How warm is the indoor pool?", "How warm is the outdoor pool?"),
        ("Where is the women's changing room?", "Where is the men's changing room?"),
    ],
)
def test_a_near_miss_is_not_answered(assistant: Assistant, told: str, missed: str) -> None:
    """The quote is shown as the nearest; the question that it answers is answered."""
    answer, miss = assistant.ask(told), assistant.ask(missed)
    assert answer.found
    assert not miss.found
    assert miss.nearest[0].text == answer.quotes[0].text
