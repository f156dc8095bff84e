"""Follow-ups are understood from the questions before, and say how; what the documents don't mention is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import Assistant
from qa.question.decompose import parts
from qa.question.follow_up import completions, understood
from qa.question.frame import frame
from qa.question.title_words import Titles
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


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("内蒙古有多少工会会员?", "那宁夏呢?", "宁夏有多少工会会员?"),
        ("2013年宁夏有多少工会会员?", "2024年呢?", "2024年宁夏有多少工会会员?"),
        ("How many members does Inner Mongolia have?", "And in Ningxia?", "How many members does Ningxia have?"),
        ("宁夏有多少工会会员?", "新建了多少个工会组织?", "宁夏 新建了多少个工会组织?"),
        ("宁夏工会主席是谁?", "他什么时候当选的?", "宁夏工会主席 什么时候当选的?"),
        ("2012年宁夏建了多少个书屋?", "那一年办了多少期干部培训班?", "2012年 宁夏 办了多少期干部培训班?"),
        ("宁夏有多少书屋?", "工会驿站又有多少?", "宁夏 工会驿站有多少?"),
        ("Who came to Ningxia in 2018?", "How many independent local unions are there?",
         "Ningxia 2018 How many independent local unions are there?"),
        ("How many members does Ningxia have?", "What about 2024?", "How many members does Ningxia have 2024?"),
    ],
)  # fmt: skip
def test_a_follow_up_takes_over_what_it_leaves_out(before: str, question: str, taken: str, titles: Titles) -> None:
    """A region for a region, a year for a year, a pronoun for what was asked about."""
    assert understood(question, [Turn(before)], titles) == taken


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("宁夏评出了多少家模范职工之家?", "那模范职工小家呢?", "宁夏评出了多少模范职工小家?"),
        ("宁夏的模范职工之家评出多少家?", "那模范职工小家呢?", "宁夏的模范职工小家评出多少家?"),
        ("宁夏有多少个单独基层工会?", "联合基层工会呢?", "宁夏有多少个联合基层工会?"),
        ("到现场的自治区党委书记是谁?", "那自治区主席是谁?", "到现场的自治区主席是谁?"),
        ("宁夏计划建多少个帮扶中心?", "心理辅导室呢?", "宁夏计划建多少心理辅导室?"),
        ("宁夏有多少所工匠学院?", "北疆工匠呢?", "宁夏有多少北疆工匠?"),
        ("宁夏电厂为多少户供热?", "变电站的项目到2027年呢?", "宁夏 变电站的项目到2027年 多少"),
    ],
)
def test_another_kind_of_thing_takes_the_place_of_the_one_that_it_is_like(
    before: str, question: str, taken: str, titles: Titles
) -> None:
    """By the words that they share; else it is counted in the place of what was counted; nothing that was said is lost."""
    assert understood(question, [Turn(before)], titles) == taken


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("宁夏会员从103.2万增加到多少?", "那内蒙古呢?", "内蒙古会员增加到多少?"),
        ("宁夏“县级工会加强年”投了多少钱?", "补助市县工会的钱有多少?", "宁夏 补助市县工会的钱有多少?"),
        ("宁夏“工会+法院”调解多少件?", "挽回了多少经济损失?", "宁夏 “工会+法院” 挽回了多少经济损失?"),
        ("2023年宁夏投了多少钱?", "五年补助市县工会的钱有多少?", "宁夏 五年补助市县工会的钱有多少?"),
        ("宁夏产改列出多少项任务?", "试点企业有多少家?", "宁夏 试点企业有多少家?"),
        ("宁夏的招聘会提供了多少个岗位?", "一共签了多少份协议?", "宁夏的招聘会提供 一共签了多少份协议?"),
    ],
)
def test_what_belongs_to_the_earlier_question_alone_is_not_taken_over(
    before: str, question: str, taken: str, titles: Titles
) -> None:
    """Its old figure, its year where another time is named, its quoted title where there is a new subject, what it counted."""
    assert understood(question, [Turn(before)], titles) == taken


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("冷藏仓库有几座?", "常温的呢?", "常温仓库有几座?"),
        ("How much is a half plot?", "And a full one?", "How much is a full plot?"),
        ("港口站有多少台车?", "西郊站呢?", "西郊站有多少台车?"),
        ("How much is a guided walk?", "For school groups?", "How much is a guided walk for school groups?"),
    ],
)
def test_what_a_fragment_leaves_out_is_the_thing_that_was_asked_of(
    before: str, question: str, taken: str, titles: Titles
) -> None:
    """A modifier takes the place of the modifier, a name that of a name of its kind; a capital at the beginning is no name."""
    assert understood(question, [Turn(before)], titles) == taken


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("宁夏的“八大员”包括哪些职业?", "当地企业建会率是多少?", "宁夏 企业建会率是多少?"),
        ("港口站的站长是谁?", "那里有多少台车?", "港口站 有多少台车?"),
        ("宁夏的会员有多少?", "How many clubs?", "宁夏 How many clubs?"),
        ("宁夏职工创新工作室有多少家?", "那内蒙古建了多少个?", "职工创新工作室 内蒙古建了多少个?"),
    ],
)
def test_as_much_is_taken_over_as_is_left_out(before: str, question: str, taken: str, titles: Titles) -> None:
    """A place where a place is pointed to, names alone in another language, the thing where there is but another name."""
    assert understood(question, [Turn(before)], titles) == taken


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("宁夏的学校几点开门?", "它收费吗?", "宁夏的学校 开门 收费吗?"),
        ("¿Cuánto cuesta la entrada?", "¿Y cuándo se paga?", "¿ cuesta la entrada cuándo se paga?"),
        ("Сколько стоит вход?", "Почему он дорогой?", "стоит вход Почему  дорогой?"),
    ],
)
def test_no_piece_of_an_interrogative_is_left(before: str, question: str, taken: str, titles: Titles) -> None:
    """Whole words that ask are taken out of what was asked before."""
    assert understood(question, [Turn(before)], titles) == taken


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("How many members did Ningxia have in 2023?", "And the year before?", "How many members did Ningxia have in 2022?"),
        ("2023年宁夏有多少工会会员?", "前一年呢?", "2022年宁夏有多少工会会员?"),
        ("2023年宁夏有多少工会会员?", "那第二年呢?", "2024年宁夏有多少工会会员?"),
        ("2021年宁夏有多少工会会员?", "次年呢?", "2022年宁夏有多少工会会员?"),
        ("宁夏有多少工会会员?", "2021年的前一年呢?", "2020年 宁夏有多少工会会员?"),
    ],
)  # fmt: skip
def test_the_year_before_is_counted_from_the_year_that_was_asked_for(
    before: str, question: str, taken: str, titles: Titles
) -> None:
    """Or from the one that stands in front of it."""
    assert understood(question, [Turn(before)], titles) == taken


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("学生票多少钱?", "老人呢?", "老人多少钱?"),
        ("2023年门票收入是多少?", "员工呢?", "2023年 员工收入是多少?"),
        ("凉亭的看管人是谁?", "他的电话呢?", "凉亭的看管人的电话?"),
        ("Who may open the kiln?", "And its price?", "price may open kiln?"),
    ],
)
def test_what_a_question_begins_with_gives_place_to_another_thing_or_owns_it(
    before: str, question: str, taken: str, titles: Titles
) -> None:
    """The thing before is not left beside the new one, where it would be answered in its place."""
    assert understood(question, [Turn(before)], titles) == taken


def test_a_turn_that_was_not_understood_is_passed_over(titles: Titles) -> None:
    """ "How much is it?" that nothing was made of says nothing of what the next question is about."""
    history = [Turn("宁夏的学校几点开门?"), Turn("How much is it?")]
    assert understood("When does it close?", history, titles) == "宁夏的学校 开门 When does  close?"


def test_it_may_be_what_was_spoken_of_last_or_what_shares_a_word(titles: Titles) -> None:
    """Both are read: the kiln was spoken of last, the cost was asked of laser time."""
    history = [Turn("What does laser time cost?"), Turn("Who may open the kiln?")]
    assert completions("How much did it cost?", history, titles) == [
        "laser time cost How much did  cost?",
        "may open kiln How much did  cost?",
    ]


def test_i_is_no_name(titles: Titles) -> None:
    """Who asks is not what a question is about."""
    assert frame("Whom do I ask, and what if I'm late in Ningxia?", titles) == ["Ningxia"]


def test_a_long_remark_that_asks_nothing_is_left_as_it_is(titles: Titles) -> None:
    """It goes on from the question before, and has no interrogative to go by."""
    remark = "the whole of the many unions of all of the region said so as well"
    assert understood(f"and {remark}?", [Turn("宁夏有多少工会会员?")], titles) == f"宁夏 {remark}?"


def test_an_interrogative_is_no_name(titles: Titles) -> None:
    """Whatever it is written with, in the middle of what a question was taken to be."""
    assert frame("in Ningxia How many clubs", titles) == ["Ningxia"]


def test_who_said_so_asks_for_the_words_that_were_quoted(titles: Titles) -> None:
    """The only follow-up that is about the answer."""
    assert understood("谁说的?", [Turn("宁夏怎样?", "宁夏很好。")], titles) == "谁说的? 宁夏很好。"


@pytest.mark.parametrize("question", ["内蒙古新建了多少个工会组织?", "How long is the Great Wall of China?"])
def test_a_question_that_names_its_own_subject_is_left_alone(question: str, titles: Titles) -> None:
    """Nothing of the talk before is mixed into it."""
    assert understood(question, [Turn("2013年宁夏有多少工会会员?")], titles) == question


@settings(deadline=None)  # the first one loads what tells like from unlike
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=2))
def test_any_text_is_understood_as_something(question: str, earlier: list[str]) -> None:
    """Without history as itself; never as nothing."""
    titles = Titles(TITLES)
    taken = understood(question, [Turn(text) for text in earlier], titles)
    assert earlier or taken == question
    assert bool(taken.strip()) or not question.strip() or earlier


def test_a_conversation_is_answered_turn_by_turn(assistant: Assistant) -> None:
    """Each answer says what it took the question to be, and carries on as the next one's history."""
    first = assistant.ask("内蒙古有多少工会会员?")
    second = assistant.ask("那宁夏呢?", history=[first.turn])
    assert second.question == "那宁夏呢?"
    assert second.understood == "宁夏有多少工会会员?"
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
        ("内蒙古有多少工会会员?宁夏呢?", ("内蒙古有多少工会会员?", "宁夏有多少工会会员?")),
        ("Who runs the clubs in Ningxia and when do they meet?",
         ("Who runs the clubs in Ningxia?", "runs clubs in Ningxia when do  meet?")),
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
