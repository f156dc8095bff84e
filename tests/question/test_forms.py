"""However a question is written, it finds the same quote, and the quote stays as it stands in the source."""

import pytest

from benchmarks.changed_forms import FORMS, changed
from benchmarks.reading import QUESTION, paragraph
from qa.assistant import Assistant
from qa.question.answer_type import interrogative
from qa.question.homophones import without_homophones
from qa.question.normalize import plain, without_politeness
from qa.question.spelling import without_slips
from qa.question.understand import Step, understood_by_steps
from qa.question.written_forms import as_documents_write
from qa.reader import read
from qa.text.sentences import sentence_spans
from qa.types import Hit, Passage, Span
from tests.builders.terms import ANY_TERM, Terms, held
from tests.steps import assert_linear

DOCS = {
    "宁夏.md": "# 宁夏工会2023年报告\n\n宁夏有工会会员129万人。新建工会组织5524个。\n\n2023年5月1日,职工文化节在银川开幕。\n",
    "内蒙古.md": "# 内蒙古工会2024年报告\n\n内蒙古有工会会员371.3万人。工会驿站建成2627个。\n\n工会第十二次代表大会换届。\n",
    "library.md": "# Library rules\n\nThe library opens at nine. Members may borrow twelve books. The reading room keeps "
    "2,650,000 volumes.\n\nThe new building was opened on May 1, 2023, by the mayor.\n",
}


def first_quote(assistant: Assistant, question: str) -> str:
    answer = assistant.ask(question)
    return (answer.quotes or answer.nearest)[0].text


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("内蒙古有多少工会会员?", "内蒙古有工会会员371.3万人。"),
        ("內蒙古有多少工會會員?", "内蒙古有工会会员371.3万人。"),
        ("请问一下,内蒙古有多少工会会员啊?谢谢", "内蒙古有工会会员371.3万人。"),
        ("我想知道内蒙古有多少工会会员", "内蒙古有工会会员371.3万人。"),
        ("內 蒙古 有多 少工会会 员 ?", "内蒙古有工会会员371.3万人。"),
        ("内蒙古有多少工会会员", "内蒙古有工会会员371.3万人。"),
        ("二〇二四年内蒙古有多少工会会员?", "内蒙古有工会会员371.3万人。"),
        ("２０２４年内蒙古有多少工会会员？", "内蒙古有工会会员371.3万人。"),
        ("哪里有会员三百七十一万三千人?", "内蒙古有工会会员371.3万人。"),
        ("哪里有会员3713000人?", "内蒙古有工会会员371.3万人。"),
        ("哪里有会员3.713 million人?", "内蒙古有工会会员371.3万人。"),
        ("2023年5月1日什么开幕?", "2023年5月1日,职工文化节在银川开幕。"),
        ("二〇二三年五月一日什么开幕?", "2023年5月1日,职工文化节在银川开幕。"),
        ("2023-05-01什么开幕?", "2023年5月1日,职工文化节在银川开幕。"),
        ("May 1, 2023什么开幕?", "2023年5月1日,职工文化节在银川开幕。"),
        ("How many books may members borrow?", "Members may borrow twelve books."),
        ("hey, could you tell me how many books members may borrow? thanks", "Members may borrow twelve books."),
        ("HOW MANY BOOKS MAY MEMBERS BORROW?", "Members may borrow twelve books."),
        ("how many  books may members borow", "Members may borrow twelve books."),
        ("What was opened on 2023-05-01 by the mayor?", "The new building was opened on May 1, 2023, by the mayor."),
    ],
)
def test_a_question_finds_the_same_quote_in_every_form(assistant: Assistant, question: str, quote: str) -> None:
    """The quote is the sentence of the document, never in the form of the question."""
    assert first_quote(assistant, question) == quote


def test_politeness_costs_no_confidence(assistant: Assistant) -> None:
    """Words like "wondering" stand in no document, and yet nothing is missing."""
    bare = assistant.ask("How many books may members borrow?")
    polite = assistant.ask("Hi, I was wondering, how many books may members borrow?")
    assert polite.found == bare.found
    assert polite.confidence == pytest.approx(bare.confidence, abs=0.05)
    assert polite.unsupported == ()


def test_what_was_changed_to_be_understood_is_told(assistant: Assistant) -> None:
    """A mended slip or another form of a figure may be wrong, so it is shown; politeness left out is not."""
    assert assistant.ask("How many books may members borow?").understood == "How many books may members borrow?"
    assert assistant.ask("请问宁夏有多少会员?").understood == "请问宁夏有多少会员?"


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("能不能告诉我宁夏有多少会员?", "宁夏有多少会员?"),
        ("有没有人知道宁夏有多少会员吗", "宁夏有多少会员?"),
        ("請問寧夏有多少會員呢?", "寧夏有多少會員?"),
        ("Excuse me, do you happen to know who won?", "who won?"),
        ("Je voudrais savoir combien de membres il y a", "combien de membres il y a?"),
        ("请问题库里有多少道题?", "题库里有多少道题?"),
        ("宁夏有人知道的景点有多少?", "宁夏有人知道的景点有多少?"),
        ("宁夏呢?", "宁夏呢?"),
        ("请告诉我", "请告诉我"),
        ("你知道吗?", "你知道吗?"),
        ("", ""),
    ],
)
def test_only_what_asks_nothing_is_taken_for_politeness(question: str, bare: str) -> None:
    """A question stays whole where the words are part of what is asked, and where nothing else would be left."""
    assert without_politeness(question) == bare


def test_figures_and_dates_are_rewritten_only_into_what_the_documents_hold() -> None:
    """What they hold as it was typed stays, and what they hold in no form stays too."""
    assert as_documents_write("3713000人是谁?", held("3713000")) == "3713000人是谁?"
    assert as_documents_write("3713000人是谁?", held("371.3", "万")) == "371.3万人是谁?"
    assert as_documents_write("3713000人是谁?", held()) == "3713000人是谁?"
    assert (
        as_documents_write("2013年谁来了?", held("〇", "一", "三", "二", "二〇", "〇一", "一三")) == "二〇一三年谁来了?"
    )
    assert as_documents_write("who came on 2023-13-01?", Terms(lambda _: 1)) == "who came on 2023-13-01?"


def test_blanks_between_characters_go_only_where_the_documents_have_them_together() -> None:
    """People also put blanks between the words that they search for."""
    assert plain("工 会  会员", held("工会")) == "工会 会员"


def test_slips_are_mended_and_names_are_not() -> None:
    """A name that no document has makes a question unanswerable; it must not become another one."""
    rarity = {"members": 1.0, "borrow": 2.0}
    terms = held("代表", "表大", "大会", "members", "borrow", "乌海", rarity=rarity)
    assert without_slips("代大表会", terms) == "代表大会"
    assert without_slips("how many memebrs", terms) == "how many members"
    assert without_slips("海乌有几名", terms) == "海乌有几名"
    assert without_slips("who is Borrov", terms) == "who is Borrov"
    assert without_slips('what is "borrov"', terms) == 'what is "borrov"'


HELD = {
    "工会": 9,
    "会驿": 2,
    "驿站": 4,
    "站建": 2,
    "劳动": 9,
    "动竞": 5,
    "竞赛": 5,
    "赛的": 2,
    "张慧": 9,
    "慧宇": 9,
    "宇调": 3,
}
WORDS = {"工会", "劳动", "制订"}


def heard(question: str, **more: int) -> str:
    return without_homophones(question, Terms(HELD | more, WORDS))


def test_a_character_typed_for_one_of_its_sound_is_put_right() -> None:
    """Where the documents have one other with both neighbours, as a word; in traditional characters too."""
    assert heard("工会义站建了多少个?") == "工会驿站建了多少个?"
    assert heard("勞動竟賽的主題是什麼?") == "勞動竞賽的主題是什麼?"
    assert heard("工会驿站建了多少个?") == "工会驿站建了多少个?"


def test_what_was_put_right_is_shown(assistant: Assistant) -> None:
    """As every other change of a question."""
    answer = assistant.ask("工会第十二次待表大会怎样了?")
    assert (answer.question, answer.understood) == ("工会第十二次待表大会怎样了?", "工会第十二次代表大会怎样了?")


def test_how_large_asks_and_many_universities_do_not() -> None:
    """多大 is also the end of one word and the beginning of another."""
    assert interrogative("单位占多大比例?") == "多大"
    assert interrogative("许多大学在宁夏") == ""


def test_what_may_be_meant_is_no_slip() -> None:
    """A name above all; a word of its own, a quoted title, a character that could be two, and one that no word comes of."""
    assert heard("谁陪张惠宇调研了?") == "谁陪张惠宇调研了?"
    assert heard("工会“会义站建”有多少?") == "工会“会义站建”有多少?"
    assert heard("谁制订计划?", 制定=9, 定计=9) == "谁制订计划?"
    assert heard("工会义站建了多少个?", 会译=9, 译站=9) == "工会义站建了多少个?"
    assert heard("工会义站建了多少个?", 驿站=1) == "工会义站建了多少个?"


def test_a_question_of_other_things_is_not_mended() -> None:
    """Many characters that stand so are another subject's, and what is long was pasted."""
    assert heard("工会义站建," * 3) == "工会驿站建," * 3
    assert heard("工会义站建," * 4) == "工会义站建," * 4
    assert heard("工会驿站建," * 40 + "工会义站建") == "工会驿站建," * 40 + "工会义站建"


def test_sounds_are_loaded_only_for_what_may_be_a_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question whose words the documents have is not kept waiting, nor is one that names another place."""
    asked: list[str] = []
    monkeypatch.setattr("qa.question.homophones._same_sound", lambda character: asked.append(character) or [])
    assert heard("工会驿站建了多少个?", 建了=1) and not asked
    assert heard("甘肃工会驿站建了多少个?") and not asked
    assert heard("工会义站建了多少个?") and asked == ["义"]


@pytest.mark.parametrize("form", FORMS)
def test_the_benchmark_changes_a_question_the_same_way_each_time(form: str) -> None:
    """Its figures can be compared from one run to the next."""
    for question in (
        "2013年内蒙古有3.5万名会员吗,多少人参加了十二大?",
        "How many of the 35,000 members came in May 2013?",
    ):
        assert changed(form, question, 1) == changed(form, question, 1) != question


@pytest.mark.slow
def test_reading_grows_with_the_text_and_no_faster() -> None:
    """A paragraph of any length without a full stop: four times the text is four times the work, and quotes stay short."""

    def work(size: int) -> None:
        text = paragraph(size)
        passage = Passage("long.txt", text, (Span(0, size),), tuple(sentence_spans(text)))
        reading = read(QUESTION, [Hit(0, passage, 1.0, 1.0)], ANY_TERM, lambda _: "", 3)
        assert reading.quotes and all(len(quote.text) <= 2_000 for quote in reading.quotes)

    assert_linear(work, 5_000)


def test_what_each_step_changed_is_told() -> None:
    """By name, in order; a step without effect is not named."""
    terms = Terms({"工会": 9, "驿站": 4, "371": 1, "371.3": 1, "万": 1}, WORDS)
    assert understood_by_steps("3713000人", terms) == [Step("dates and figures", "371.3万人")]
    assert understood_by_steps("工会", terms) == []
