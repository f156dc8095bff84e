"""A conversation makes no question worse; what is said to be missing is missing; what a question leaves open is asked back."""

from dataclasses import replace

import pytest

from qa import Assistant
from qa.answering.beside import SAME_DOCUMENT
from qa.answering.choices import with_label
from qa.cli.show import show_answer
from qa.evaluation.questions import Question
from qa.evaluation.results import evaluate
from qa.question.comparisons import says_of_both
from qa.question.missing_words import missing_names
from qa.question.readings import TYPED
from qa.question.unseen_terms import missing_dates, without_compared
from qa.quoting.why import held, only_above, shared_words
from qa.types import Turn
from qa.web.answers import shown_quotes, turn_html
from tests.builders.terms import Terms

DOCS = {
    "停车.md": "# 停车办法\n\n访客停车两小时内免费,之后每小时三元。\n\n年假没有休完的,不得留到下一年。\n",
    "plants.md": "# Plants\n\nPlant 1 produced 320 tonnes in 2023.\n\nPlant 2 produced 360 tonnes in 2023.\n\n"
    "The hall has ninety seats.\n\nPart A-1234 is the pump body. Part B-1234 is the shaft.\n",
    "board.md": "# Glossary\n\nThe Regional Water Board (RWB) meets four times a year.\n\nThe RWB has eleven members.\n\n"
    "青山区总工会(以下简称区总)下设六个部门。\n\n区总现有编制二十三人。\n",
    "分公司.md": "# 分公司\n\n第一分公司2023年完成产值3.2亿元。\n\n第二分公司2023年完成产值3.6亿元。\n",
    "bus.md": "# Bus lines\n\nBus N4 runs every hour. Bus N7 runs twice a day.\n",
    "results.md": "# Results of 2023\n\nThe profit was 5 million euros, up 7% on 2022.\n",
    "设备.md": "# 设备台账\n\n| 设备 | 地点 | 价格 |\n|---|---|---|\n| 打印机 | 文印室 | 3200元 |\n| 投影仪 | 会议室 | 5600元 |\n"
    "| 除湿机 | 档案室 | 1450元 |\n",
    "请假.md": "# 请假办法\n\n事假须提前两个工作日提出。\n\n病假须在三天内补交证明。\n",
    "海港2022.md": "# 海港区2022年年报\n\n2022年,海港区有会员1200人。\n",
    "海港2024.md": "# 海港区2024年年报\n\n2024年,海港区有会员1500人。\n",
}


def test_a_complete_question_has_its_answer_in_any_conversation(assistant: Assistant) -> None:
    """Whatever was talked of before."""
    question = "访客停车收费吗?"
    alone = assistant.ask(question)
    for before in ("How many members does the RWB have?", "第二分公司产值是多少?", "没有答案的问题", ""):
        answer = assistant.ask(question, history=[Turn(before)])
        assert [quote.place for quote in answer.quotes[:1]] == [quote.place for quote in alone.quotes[:1]], before


def test_a_follow_up_is_completed_and_may_be_asked_as_typed(assistant: Assistant) -> None:
    """The completed reading wins by its answer; `as_typed` leaves it out."""
    before = assistant.ask("How many tonnes did plant 1 produce?")
    answer = assistant.ask("And plant 2?", history=[before.turn])
    assert "360" in answer.quotes[0].text
    assert assistant.ask("And plant 2?", history=[before.turn], as_typed=True).understood == "And plant 2?"


def test_every_reading_can_be_looked_at(assistant: Assistant) -> None:
    """As typed is always the first of them."""
    readings = assistant.readings("那第二分公司呢?", [Turn("第一分公司2023年产值是多少?")])
    assert readings[0][0].kind == TYPED
    assert readings[-1][0].text == "公司2023年产值是多少? → 那第二分公司呢?"


@pytest.mark.parametrize(
    "question",
    [
        "年假没休完可以留到明年吗?",
        "How many seat are in the hall?",
        "区总有多少编制?",
        "How many members does the RWB have?",
        "What is part A 1234?",
    ],
)
def test_nothing_is_said_to_be_missing_that_stands_there(assistant: Assistant, question: str) -> None:
    """No pieces of two words, no other form of a word, no abbreviation that a document introduces."""
    assert assistant.ask(question).unsupported == ()


def test_a_name_in_another_language_than_the_documents_is_not_said_to_be_missing() -> None:
    """Lutero is Luther; that English documents hold a few words of Spanish does not make it their language."""
    question, telling = (
        "¿Cuándo dijo el padre que Lutero era de la Iglesia de Roma?",
        dict.fromkeys(["padre", "iglesia", "roma"], 2),
    )
    assert missing_names(question, Terms({"the": 90, "of": 80, "de": 8, "la": 6, "el": 3} | telling)) == ([], [])
    assert missing_names(question, Terms({"de": 90, "la": 80, "que": 70} | telling))[0] == ["Lutero"]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("珠穆朗玛峰有多高?", (["珠穆朗玛峰"], [])),
        ("护理假可以请几天?", ([], ["护理假"])),
        ("What does the theatre cost?", ([], ["theatre"])),
        ("周闻达是谁?", (["周闻达"], [])),
        ("有多少台车?", ([], [])),
        ("Which theatre has the fewest seats?", ([], ["theatre"])),
        ("Y a-t-il un parking gratuit?", ([], ["parking"])),
    ],
)
def test_what_is_missing_is_said_in_whole_words(question: str, missing: tuple[list[str], list[str]]) -> None:
    """Names, and other things, as the question spells them."""
    terms = Terms(dict.fromkeys([*"有的可以请假天高多峰", "cost", "可以", "seats", "gratuit"], 1))
    assert missing_names(question, terms) == missing


@pytest.mark.parametrize(
    "question",
    [
        "第五分公司2023年产值是多少?",
        "How many tonnes did plant 4 produce?",
        "What is part C-1234?",
        "When does bus N9 run?",
    ],
)
def test_another_one_of_its_kind_is_no_answer(assistant: Assistant, question: str) -> None:
    """A number that the documents lack, and a code."""
    answer = assistant.ask(question)
    assert not answer.found
    assert answer.unsupported


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("The profit of 2023 was up 7% on 2022.", "2023"),
        ("2023年增长,比2022年多。", "2023"),
        ("与2022年相比,2023年更多。", "2023"),
        ("From 2022 on.", "2022"),
    ],
)
def test_a_year_that_is_only_compared_with_is_not_told_of(text: str, stated: str) -> None:
    """Up 7% on 2022 says nothing of 2022."""
    left = without_compared(text)
    assert [year for year in ("2022", "2023") if year in left] == [stated]


@pytest.mark.parametrize("question", ["What was the profit in 2022?", "How large was the profit of 2022?"])
def test_a_figure_is_not_that_of_the_year_it_is_compared_with(assistant: Assistant, question: str) -> None:
    """5 million euros, up 7% on 2022, are those of 2023."""
    answer = assistant.ask(question)
    assert not answer.found
    assert answer.unsupported == ("2022",)
    assert assistant.ask(question.replace("2022", "2023")).unsupported == ()


def test_a_year_is_not_missing_where_the_document_is_about_it(assistant: Assistant) -> None:
    """By its title or its own period."""
    (hit, *_) = assistant.search("海港区会员2024年", limit=1)
    assert missing_dates("2024年有多少会员?", hit.passage, "", lambda _: "") == []


def test_what_a_question_leaves_open_is_asked_back(assistant: Assistant) -> None:
    """Each year with its own answer, the newest first, and the question that asks for it."""
    answer = assistant.ask("海港区有多少会员?")
    assert [choice.label for choice in answer.choices] == ["2024", "2022"]
    assert ["1500" in answer.choices[0].quote.text, "1200" in answer.choices[1].quote.text] == [True, True]
    assert answer.choices[1].question == "2022年海港区有多少会员?"
    told = answer.to_json()["choices"]
    assert isinstance(told, list)
    assert told[0]["label"] == "2024"
    assert assistant.ask("2022年海港区有多少会员?").choices == ()


def test_a_label_is_put_where_the_language_has_it() -> None:
    """In front in Chinese, behind elsewhere."""
    assert with_label("有多少会员?", "2024") == "2024年有多少会员?"
    assert with_label("How many members are there?", "Ostby") == "How many members are there Ostby?"


def test_each_of_two_things_has_its_quote(assistant: Assistant) -> None:
    """In the order that they were asked for."""
    answer = assistant.ask("病假和事假分别怎么请?")
    assert ["病假" in answer.quotes[0].text, "事假" in answer.quotes[1].text] == [True, True]


def test_one_sentence_that_compares_both_is_quoted_alone(assistant: Assistant) -> None:
    """Each is looked up by itself only where no sentence is surely of both."""
    assert says_of_both("事假须提前,病假可以补假条。", ("病假?", "事假?"))
    assert not says_of_both("事假须提前两个工作日提出。", ("病假?", "事假?"))
    told = assistant.ask("病假和事假有什么区别?")
    alone = says_of_both((told.quotes or told.nearest)[0].text, ("病假?", "事假?"))
    assert alone == (told.parts == ())
    told = assistant.ask("打印机和除湿机哪个价格高?")
    assert [part.question for part in told.parts] == ["打印机价格是多少?", "除湿机价格是多少?"]


def test_a_conversation_goes_on_in_its_document(assistant: Assistant) -> None:
    """Of like passages the one beside the quote before is nearer, for a question that names nothing of its own."""
    before = assistant.ask("第二分公司2023年产值是多少?").turn
    asking = assistant._asking(assistant._index)
    nearer = asking.nearer("产值是多少?", [before])
    passages = {hit.passage.source: nearer(hit.passage) for hit in assistant.search("产值是多少?")}
    assert passages.pop("分公司.md") == SAME_DOCUMENT
    assert set(passages.values()) == {0.0}
    assert asking.nearer("海港区的产值是多少?", [before]) is asking.nearer("产值是多少?", [])


def test_why_a_quote_was_chosen_says_what_stands_where() -> None:
    """In the quote, or above it alone; and the kind of what is asked for only of what is marked, in its unit."""
    shared = shared_words("海港区有多少会员?", "海港区年报\n会员1200人")
    assert only_above(shared, "海港区有多少会员?", "会员1200人") == ("海港区",)
    assert held("number", "1200人", "有多少人?") == "number"
    assert held("number", "1200人", "有多少家企业?") == ""
    assert held("number", "会员", "有多少人?") == ""


def test_the_page_shows_choices_side_by_side_with_a_button_for_each(assistant: Assistant) -> None:
    """And says how likely it is what it is not sure of."""
    answer = assistant.ask("海港区有多少会员?")
    html = turn_html(answer, "zh")
    assert html.count("就问这个") == 2
    stand = {(quote.passage.source, quote.spans) for quote in shown_quotes(answer)}
    assert html.count("<blockquote>") == len(stand)  # none twice
    assert len(shown_quotes(answer)) == len(answer.quotes or answer.nearest) + 2
    unsure = replace(
        answer, choices=(), found=False, outcome="unsure", quotes=(), nearest=answer.quotes, confidence=0.31
    )
    assert "可能性:约 30%。" in turn_html(unsure, "zh")


def test_the_command_tells_choices_and_how_sure_it_is(assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    """As a list, with the question to ask; the chance in per cent, as the page."""
    answer = assistant.ask("海港区有多少会员?")
    show_answer(answer)
    shown = capsys.readouterr().out
    assert "2022: ask 2022年海港区有多少会员?" in shown
    assert shown.index("2024: ask") < shown.index("2022: ask")
    show_answer(replace(answer, choices=(), found=False, outcome="unsure", quotes=(), confidence=0.02))
    assert "may answer. The chance that the first one does: about 10%." in capsys.readouterr().out


def test_outcomes_are_counted(assistant: Assistant) -> None:
    """Their shares, and how many are right."""
    questions = [Question("1", "访客停车收费吗?", ("两小时内免费",)), Question("2", "珠穆朗玛峰有多高?", ())]
    metrics = evaluate(assistant, questions)["metrics"]
    assert (metrics["answer_share"], metrics["absent_share"]) == (0.5, 0.5)
    assert (metrics["absent_precision"], metrics["absent_of_answerable"]) == (1.0, 0.0)
