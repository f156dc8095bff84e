"""The reader: what the span network is given, what it finds, and which words of a quote are marked."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from embeddings.wordpieces import load_wordpieces
from qa.errors import YinjuError
from qa.reader.joined import EVIDENCE, above, evidence
from qa.reader.marks import marks
from qa.reader.network import NOTHING, Found, SpanNetwork, load_network
from qa.reader.windows import MOST_ASKED, MOST_READ, Text, windows_of
from qa.text.sentences import sentence_spans
from qa.types import FacetFit, Hit, Passage, Span

REPORT = (
    "大会于9月11日在银川开幕。会议听取了工作报告。截至去年底,全区基层工会发展到1.9万个,会员达到138.6万人,其中农民工会员52万人。"
    "大会选举马三刚为自治区总工会主席。"
)


def text(words: str, headline: str = "") -> Text:
    return Text(headline, words, sentence_spans(words))


def best(question: str, words: str, headline: str = "") -> tuple[str, str]:
    """The sentence that answers best, and the answer in it."""
    (found,) = load_network().read(question, [text(words, headline)])
    at = max(range(len(found)), key=lambda number: found[number].mass)
    sentence = sentence_spans(words)[at]
    return words[slice(*sentence)], words[found[at].start : found[at].end]


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("会员有多少人?", "138.6万人", "138.6万"),
        ("How many members are there?", "138.6万人", "138.6万"),
        ("大会哪天开幕?", "开幕", "9月11日"),
        ("谁当选为主席?", "马三刚", "马三刚"),
        ("會員有多少人?", "138.6万人", "138.6万"),  # another script is no other language
    ],
)
def test_the_sentence_that_says_what_is_asked_is_found(question: str, sentence: str, answer: str) -> None:
    """Not the one on the same topic; and the answer in it, also from another language."""
    said, words = best(question, REPORT, "自治区工会第十二次代表大会")
    assert sentence in said
    assert answer in words


def test_what_the_text_does_not_say_has_low_odds() -> None:
    """Less than what it says, by far."""
    network = load_network()
    (said,), (unsaid,) = (
        network.read(question, [text(REPORT)]) for question in ("农民工会员有多少人?", "拖拉机的保修期是几年?")
    )
    assert max(found.mass for found in said) > max(found.mass for found in unsaid) + 3


def test_a_long_text_is_read_to_its_end() -> None:
    """In several windows; each of its sentences has odds of its own."""
    words = "我们讨论了许多别的事情,没有结论。" * 60 + "押金为三百元,退房时退还。"
    said, answer = best("押金多少钱?", words)
    assert said == "押金为三百元,退房时退还。"
    assert "三百" in answer


@given(st.lists(st.text("会员138.6万人。,a b\nй", min_size=1, max_size=40), min_size=1, max_size=12))
def test_windows_hold_every_piece_once(sentences: Sequence[str]) -> None:
    """In order, and each with the sentence it stands in."""
    words, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(words), len(words) + len(sentence)))
        words += sentence
    pieces = load_wordpieces()
    windows = windows_of(pieces, "问?", [Text("", words, spans)])
    (whole,) = pieces.encode([words])
    inside = [window.ids[window.first : -1] for window in windows]
    assert np.concatenate([np.empty(0, dtype=np.int64), *inside]).tolist() == whole.ids.tolist()
    for window in windows:
        assert len(window.offsets) <= MOST_READ
        for (start, _), number in zip(window.offsets.tolist(), window.sentences.tolist(), strict=True):
            assert spans[number].start <= start < max(spans[number].end, 1)


def test_a_long_question_is_read_from_its_end() -> None:
    """What is asked stands behind the story."""
    story, asked = "我三月刚搬来,邻居说黄桶隔周才收一次,可是我家的上周二还是满的。" * 4, "黄桶到底哪天收?"
    pieces = load_wordpieces()
    (window,) = windows_of(pieces, story + asked, [Text("", "黄桶每周四收。", [Span(0, 7)])])
    (end,) = pieces.encode([asked])
    read = window.ids[1 : 1 + MOST_ASKED].tolist()
    assert read[-len(end.ids) + 2 :] == end.ids[2:].tolist()  # the first pieces may be cut otherwise within a text


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
@example("2024", 2, 4, 0, 4)
@example("00", 1, 1, 0, 1)
def test_a_mark_stands_in_its_quote(words: str, a: int, b: int, c: int, d: int) -> None:
    """Whatever was found, and wherever it was found."""
    size = len(words)
    quoted, answer = (Span(*sorted(min(x, size) for x in pair)) for pair in ((a, b), (c, d)))
    for start, end in marks(words, answer, quoted):
        assert 0 <= start < end <= quoted.end - quoted.start


def test_a_figure_is_marked_whole() -> None:
    """A part of it is another figure."""
    words = "会员达到138.6万人。"
    at = words.index("8.6")
    assert [words[s:e] for s, e in marks(words, Span(at, at + 5), Span(0, len(words)))] == ["138.6万人"]


def test_marks_leave_punctuation_out_but_close_what_they_open() -> None:
    """《》 and () belong to what they enclose."""
    words = "发布了《关于工资的决定》,。"
    assert [words[s:e] for s, e in marks(words, Span(2, len(words)), Span(0, len(words)))] == ["了《关于工资的决定》"]


def test_what_stands_above_names_the_path_where_the_title_does_not() -> None:
    """A report that is called “government report” is whose its folder says."""
    passage = Passage("福建省/2019.md", "增长8.3%。", (Span(0, 7),), (Span(0, 7),), "政府工作报告", ("一、2018年回顾",))
    assert above(passage) == "政府工作报告 福建省/2019\n一、2018年回顾"


def test_evidence_has_a_column_for_each_name() -> None:
    """And a sentence without a piece says nothing."""
    passage = Passage("a.txt", "It opened. It closed.", (Span(0, 21),), (Span(0, 10), Span(11, 21)))
    hits = [Hit(7, passage, 2.0, 3.0, 0.5), Hit(8, passage, 1.0, 3.0, 0.5, facets=FacetFit(year=1.0))]
    found = [[NOTHING, NOTHING], [NOTHING, Found(3.0, 4.0, 2.0, 0, 5)]]
    table = evidence(found, {1: Found(5.0, 6.0, 7.0, 0, 5)}, hits, "何时开门?", {8}, {7: 0.0, 8: 0.5}, unnamed=False)
    column = {name: table[:, at].tolist() for at, name in enumerate(EVIDENCE)}
    assert table.shape == (4, len(EVIDENCE))
    assert column["span_behind"][3] == 0 and column["span_behind"][0] > 0
    assert column["alone"] == pytest.approx([-2, 0.5, -2, 0.3])  # what was not read by itself counts as in its passage
    assert column["undated"] == [0, 0, 1, 1] and column["named_elsewhere"] == [0, 0, 0.5, 0.5]
    assert column["year_fits"] == [0, 0, 1, 1]
    assert column["fused"] == [1, 1, 0.5, 0.5] and column["rank"] == [1, 1, 0.5, 0.5]
    assert column["foreign"] == column["back"] == [1, 1, 1, 1]


def test_missing_weights_are_one_line_with_the_mend(tmp_path: Path) -> None:
    """It names the file."""
    with pytest.raises(YinjuError, match=r"reader\.onnx is missing; get a whole copy"):
        SpanNetwork(tmp_path)
