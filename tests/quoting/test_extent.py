"""A quote answers by itself: the items below a colon, the name behind a pronoun, the neighbour that is as likely."""

import numpy as np
import pytest

from qa.question.answer_type import NAME, NUMBER, OTHER
from qa.quoting.extent import extended, points_back
from qa.reader.joined import EVIDENCE
from qa.reader.reading import run_of
from qa.text.sentences import sentence_spans
from qa.types import Span


def quoted(kind: str, text: str, chosen: str) -> str:
    sentences, start = [], 0
    for paragraph in text.split("\n\n"):  # each by itself, as passages are cut
        sentences += [Span(start + s, start + e) for s, e in sentence_spans(paragraph)]
        start += len(paragraph) + 2
    at = next(n for n, span in enumerate(sentences) if chosen in text[span.start : span.end])
    first, last = extended(kind, text, sentences, at, at)
    return text[sentences[first].start : sentences[last].end]


LISTED = "今年办了三项竞赛:\n\n西气东输竞赛;\n\n高铁竞赛;\n\n煤炭竞赛。\n\n参赛的有两万人。"


@pytest.mark.parametrize(
    ("kind", "text", "chosen", "whole"),
    [
        (OTHER, LISTED, "三项竞赛", LISTED[: LISTED.index("参赛")].rstrip()),
        (OTHER, "设了三项:\n\n演讲\n\n摄影\n\n象棋\n\n另有一项在冬天。", "三项", "设了三项:\n\n演讲\n\n摄影\n\n象棋"),
        (OTHER, "Three duties:\n\n1. Pay.\n\n2. Vote.\n\nDues rose.", "Three", "Three duties:\n\n1. Pay.\n\n2. Vote."),
        (OTHER, "他这样写道:\n\n工会是家。\n\n会员有三万人。", "写道", "他这样写道:\n\n工会是家。"),
        (NUMBER, LISTED, "三项竞赛", "今年办了三项竞赛:"),  # it says how many
        (NAME, "张文斌是工程师。他的团队得了奖。", "得了奖", "张文斌是工程师。他的团队得了奖。"),
        (OTHER, "张文斌是工程师。他的团队得了奖。", "得了奖", "他的团队得了奖。"),
        (NAME, "Anna Lee ran the mill. She sold it. Her son bought it.", "bought", "Anna Lee ran the mill. She sold it. Her son bought it."),
        (NAME, "Dues rose. Anna Lee ran the mill.", "mill", "Anna Lee ran the mill."),
        (NAME, "他走了。他又来了。他睡了。他醒了。", "醒了", "他醒了。"),  # no name is near
    ],
)  # fmt: skip
def test_a_quote_says_what_was_asked(kind: str, text: str, chosen: str, whole: str) -> None:
    """And nothing that was not."""
    assert quoted(kind, text, chosen) == whole


def test_a_long_list_is_cut_behind_an_item() -> None:
    """It is not quoted for pages."""
    items = "".join(f"\n\n第{n}项竞赛在北方的许多城市和工厂里一直举行到年底才结束;" for n in range(30))
    found = quoted(OTHER, f"竞赛有三十项:{items}", "三十项")
    assert found.endswith("结束;")
    assert len(found) < 450


@pytest.mark.parametrize(
    ("scores", "rows", "pointing", "run"),
    [
        ([0.0, 3.0, 2.5, 0.0], [7, 7, 7, 7], (), range(1, 3)),  # nearly as likely: one of the two answers
        ([0.0, 3.0, 0.5, 0.0], [7, 7, 7, 7], (), range(1, 2)),
        ([0.5, 3.0, 0.5, 0.0], [7, 7, 7, 7], (1,), range(2)),  # "this was ...": what it points to may be the answer
        ([0.5, 3.0, 0.5, 0.0], [7, 7, 7, 7], (2,), range(1, 3)),  # the next one speaks of this
        ([-3.0, 3.0, 0.5, 0.0], [7, 7, 7, 7], (1,), range(1, 2)),
        ([0.0, 3.0, 2.9, 0.0], [7, 7, 8, 8], (), range(1, 2)),  # in another passage: it is no neighbour
        ([2.8, 3.0, 2.9, 0.0], [7, 7, 7, 7], (), range(1, 3)),  # the likelier of two
        ([1.0], [7], (), range(1)),
    ],
)
def test_a_neighbour_that_is_nearly_as_likely_is_quoted_too(
    scores: list[float], rows: list[int], pointing: tuple[int, ...], run: range
) -> None:
    """Rather than half of the answer, or the wrong one of two."""
    evidence = np.zeros((len(scores), len(EVIDENCE)))
    evidence[list(pointing), EVIDENCE.index("back")] = 1.0
    assert run_of(evidence, np.array(scores), rows) == run


@pytest.mark.parametrize(
    "sentence",
    ["这也是第三个开发区。", "“该局面后来才改变。", "也是在此片成名。", "同年他去世。", "It was the third.", "Эта линия работает.", "これは三番目です。", "Este fue el tercero."],
)  # fmt: skip
def test_a_sentence_that_points_back_is_told(sentence: str) -> None:
    assert points_back(sentence)


@pytest.mark.parametrize(
    "sentence", ["会员有129万人。", "其中女会员50万人。", "Italy won.", "工会此后发展。", "Herders rode."]
)
def test_one_that_stands_by_itself_is_not(sentence: str) -> None:
    assert not points_back(sentence)
