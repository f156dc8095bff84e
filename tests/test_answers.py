"""Every quote is the exact words of its document, whatever is asked of whatever documents."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa import Assistant, build_index
from qa.question.answer_type import DATE, NAME, NUMBER, OTHER, asked_for, things_asked_for
from qa.text.spans import join
from qa.types import Answer
from tests.conftest import LetterEncoder

SEEDS = Path(__file__).parent.parent / "seeds"


def check_exact(assistant: Assistant, answer: Answer) -> None:
    """The promise of this project."""
    assert bool(answer.quotes) == answer.found
    for quote in (*answer.quotes, *answer.nearest):
        text = assistant.document(quote.passage.source).text
        assert quote.text == join(text, quote.spans)
        assert quote.passage.text == join(text, quote.passage.spans)
        assert quote.text in quote.passage.text
        assert all(0 <= start < end <= len(quote.text) for start, end in quote.marks)
        assert list(quote.marks) == sorted(quote.marks)


PIECES = st.sampled_from(
    [
        "会员129万人",
        "工会",
        "，",
        "。",
        "\n",
        "\n\n",
        "\n\n\n\n",
        "2023年",
        "The library opens.",
        " and",
        "# ",
        "| ",
        "「",
        "」",
        "é",
        "😀",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=3), st.lists(TEXTS.filter(lambda text: len(text) < 2000), max_size=3))
def test_quotes_are_exact_for_all_documents_and_questions(
    encoder: LetterEncoder, texts: list[str], questions: list[str]
) -> None:
    """Whatever the documents hold; a question may be anything too."""
    with tempfile.TemporaryDirectory() as folder:
        docs, index = Path(folder) / "docs", Path(folder) / "index"
        docs.mkdir()
        for number, text in enumerate(texts):
            (docs / f"{number}.{('txt', 'md', 'html')[number]}").write_bytes(text.encode("utf-8", "replace"))
        (docs / "sure.txt").write_text("会员129万人。\n", "utf-8")
        build_index(docs, index)
        assistant = Assistant.open(index)
        for question in (*questions, "会员有多少?", *texts):
            if question.replace("\0", " ").strip() and len(question) < 2000:
                check_exact(assistant, assistant.ask(question))


@pytest.mark.slow
def test_quotes_from_the_shipped_documents_are_exact(shipped: Assistant) -> None:
    """All five formats, with the built-in model."""
    for question in (
        "内蒙古有多少工会会员?",
        "宁夏的热线办结多少件?",
        "呼和浩特 李玉赋",
        "How many members?",
        "2024年造林多少?",
    ):
        check_exact(shipped, shipped.ask(question, top=20))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = tmp_path_factory.mktemp("shipped") / "index"
    build_index(SEEDS, index)
    return Assistant.open(index)


@pytest.mark.parametrize(
    ("question", "source", "words", "mark"),
    [
        (
            "内蒙古工会十二大召开时,全区有多少工会会员?",
            "内蒙古工会十二大五年回顾.txt",
            "工会会员371.3万人",
            "371.3万人",
        ),
        ("宁夏2023年“12351”热线办结了多少件?", "宁夏工会五年工作巡礼.docx", "30857件", "30857件"),
        ("呼和浩特有多少个联合基层工会?", "呼和浩特市总工会2018年扫描.pdf", "联合基层工会429个", "429个"),
        ("呼和浩特有多少個聯合基層工會?", "呼和浩特市总工会2018年扫描.pdf", "联合基层工会429个", "429个"),
    ],
)
def test_figures_are_quoted_and_marked(shipped: Assistant, question: str, source: str, words: str, mark: str) -> None:
    """From the right document, in simplified and traditional characters, over the line ends of a PDF."""
    quote = shipped.ask(question).quotes[0]
    assert quote.passage.source == source
    assert words in quote.text
    assert mark in [quote.text[start:end] for start, end in quote.marks]


@pytest.mark.parametrize(
    "question", ["怎样做红烧肉?", "2008年内蒙古的困难职工帮扶资金是多少?", "北京奥运会是哪一年举办的?"]
)
def test_what_the_documents_do_not_say_is_not_answered(shipped: Assistant, question: str) -> None:
    """Another topic, or a year that they do not hold."""
    answer = shipped.ask(question)
    assert not answer.found
    assert answer.nearest


def test_pages_and_headings_travel_with_the_quote(shipped: Assistant) -> None:
    """PDF pages count from 1; heading paths begin at the outermost."""
    quote = shipped.ask("呼和浩特工会经费累计核算资金多少?").quotes[0]
    assert quote.passage.page == 3
    assert shipped.ask("宁夏的热线2023年办结多少件?").quotes[0].passage.headings == ("和谐稳定",)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("有多少会员?", NUMBER),
        ("How many members are there?", NUMBER),
        ("¿Cuántos afiliados hay?", NUMBER),
        ("会員は何人ですか", NUMBER),
        ("哪一年成立?", DATE),
        ("When did it open?", DATE),
        ("Когда открылся?", DATE),
        ("谁来调研?", NAME),
    ],
)
def test_what_is_asked_for_is_seen_in_many_languages(question: str, kind: str) -> None:
    """Figures and dates are marked when they are asked for."""
    assert asked_for(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence", "question", "things"),
    [
        (NUMBER, "2018年会员103.2万人。", "多少会员?", ["103.2万人"]),
        (NUMBER, "It has 3.5 million members and 86.88% density.", "how many?", ["3.5 million", "86.88%"]),
        (NUMBER, "共有三百七十一万人。", "多少人?", ["三百七十一万人"]),
        (DATE, "2018年7月23日至25日调研。", "何时调研?", ["2018年7月23日至25日"]),
        (DATE, "It opened on 4 May 1998.", "When?", ["4 May 1998"]),
        (NUMBER, "12个盟市有96个旗县。", "12个盟市有多少个旗县?", ["96个"]),
        (OTHER, "2018年会员103.2万人。", "谁?", []),
    ],
)
def test_figures_and_dates_are_found_with_their_units(
    kind: str, sentence: str, question: str, things: list[str]
) -> None:
    """A year is no figure, and what the question says itself is no answer."""
    assert [sentence[start:end] for start, end in things_asked_for(kind, sentence, question)] == things
