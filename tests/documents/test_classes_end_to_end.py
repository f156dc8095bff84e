"""What a user meets of each kind of fault that only shows when one asks: two inputs each, through the public door."""

from pathlib import Path

import pytest

from qa.types import Answer
from tests.builders.read_back import asked, read

ZH = "# 停电通知\n\n检修期间4月8日停电,到4月9日恢复。\n\n请提前保存文件。\n"
EN = "# Water notice\n\nThe water is cut off on 12 May for repairs.\n\nPlease fill a bucket in time.\n"


@pytest.mark.parametrize(
    ("text", "question", "words"),
    [(ZH, "从哪天开始停电?", "4月8日"), (EN, "On which day is the water cut off?", "12 May")],
)
def test_copies_do_not_silence_the_answer(tmp_path: Path, text: str, question: str, words: str) -> None:
    answer = asked(tmp_path, question, a_md=text, b_md=text, c_md=text)
    assert words in answer.quotes[0].text
    assert len(answer.quotes[0].copies) == 2


@pytest.mark.parametrize(
    ("files", "question", "word"),
    [
        ({"a_html": "<p>The&nbsp;workshop&nbsp;reached 14&nbsp;villages in spring.</p>"}, "How many villages did the workshop reach?", "workshop"),
        ({"a_txt": "第3652号仓库存放41箱货物。\n"}, "第3652号仓库存放多少箱货物?", "第3652号"),
        ({"a_html": "<p>The re&shy;gis&shy;try opens at nine.</p>"}, "When does the registry open?", "registry"),
    ],
)  # fmt: skip
def test_what_is_said_is_not_said_to_be_missing(
    tmp_path: Path, files: dict[str, str], question: str, word: str
) -> None:
    answer = asked(tmp_path, question, **files)
    assert not any(word in each for each in answer.unsupported)


@pytest.mark.parametrize(
    ("text", "question", "words"),
    [
        ("The Northern Ferry Office (NFO) runs six boats.\n\nThe NFO has nineteen employees.\n", "How many employees does the Northern Ferry Office have?", "nineteen"),
        ("滨海港务管理处(以下简称港管处)负责码头。\n\n港管处现有职工四十二人。\n", "滨海港务管理处有多少职工?", "四十二人"),
    ],
)  # fmt: skip
def test_a_short_name_that_is_introduced_above(tmp_path: Path, text: str, question: str, words: str) -> None:
    assert words in asked(tmp_path, question, a_txt=text).quotes[0].text


def marked(answer: Answer) -> str:
    quote = answer.quotes[0]
    return " ".join(quote.text[slice(*mark)] for mark in quote.marks)


@pytest.mark.parametrize(
    ("text", "question", "mark", "other"),
    [
        ("For bookings write to ida@example.org, for complaints to otto@example.org.\n", "Whom do I write to with complaints?", "otto", "ida"),
        ("Bikes may be left in the yard. Prams may be left in the hall.\n", "Where may prams be left?", "hall", "yard"),
        ("借书证押金50元,补办工本费8元。\n", "补办工本费是多少?", "8元", "50元"),
    ],
)  # fmt: skip
def test_the_mark_is_not_on_the_neighbour(tmp_path: Path, text: str, question: str, mark: str, other: str) -> None:
    shown = marked(asked(tmp_path, question, a_txt=text))
    assert mark in shown
    assert other not in shown


@pytest.mark.parametrize(
    ("files", "question"),
    [
        ({"a_csv": "问题,答复\n怎样补办门禁卡?,带身份证到保卫处。\n门禁卡几天办好?,三天。\n"}, "怎样补办门禁卡?"),
        ({"a_txt": "Q: How do I renew a berth?\nA: At the quay office, in March.\n\nQ: Who mends nets?\nA: The loft.\n"}, "How do I renew a berth?"),
    ],
)  # fmt: skip
def test_a_question_is_not_echoed(tmp_path: Path, files: dict[str, str], question: str) -> None:
    text = asked(tmp_path, question, **files).quotes[0].text
    assert ("保卫处" in text) or ("quay office" in text)


@pytest.mark.parametrize(
    ("name", "source"), [("Re\u0301sume\u0301 Ä.txt", "Résumé Ä.txt"), ("か\u3099く.txt", "がく.txt")]
)
def test_names_are_composed(tmp_path: Path, name: str, source: str) -> None:
    (tmp_path / name).write_text("x y", "utf-8")
    assert read(tmp_path)[0].keys() == {source}
