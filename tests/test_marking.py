"""The marks of a quote: whole words, at most half of it, in time that grows with the sentence."""

from typing import Any

import numpy as np
import pytest

from embeddings.static import load_builtin
from qa.features import Asked
from qa.marker import FEATURES, best_window, features_of, load_marker
from qa.marking import marks
from qa.types import Span
from qa.units import longest_windows, token_places, units

SENTENCE = "The museum in Zurich was designed by Gustav Gull, opened in 1898, and stands beside the main station."


def asked(question: str) -> Asked:
    return Asked.of(question, lambda term: 5.0)


def marked(question: str, sentence: str, most: int | None = None) -> list[str]:
    spans = marks(asked(question), sentence, "", load_builtin(), len(sentence) // 2 if most is None else most)
    return [sentence[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Who designed the museum in Zurich?", SENTENCE, "Gustav Gull"),
        ("When did the museum open?", SENTENCE, "1898"),
        ("1954年世界杯由哪个国家举办?", "1954年世界杯由瑞士举办,西德队在决赛中三比二战胜匈牙利队,首次夺冠。", "瑞士"),
        (
            "Кто построил собор?",
            "Собор построил Андрей Воронихин, а освятили его только через десять лет.",
            "Андрей Воронихин",
        ),
    ],
)
def test_the_mark_holds_the_answer(question: str, sentence: str, answer: str) -> None:
    """In at most half of the sentence."""
    (mark,) = marked(question, sentence)
    assert answer in mark
    assert len(mark) <= len(sentence) / 2


def test_a_figure_with_its_unit_is_marked_alone() -> None:
    """The one of what is asked, not its neighbour."""
    assert marked("有多少会员?", "全区基层工会429个,会员371.3万人。") == ["371.3万人"]


@pytest.mark.parametrize("sentence", ["", "...!?", "—", "Donaudampfschifffahrt"])
def test_nothing_is_marked_where_no_word_fits(sentence: str) -> None:
    """No letters, or one word that is the whole."""
    assert marked("Who?", sentence) == []


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It cost 3,141.5 euros (McCarthy's).", ["It", "cost", "3,141.5", "euros", "McCarthy's"]),
        ("भारत की राजधानी दिल्ली है।", ["भारत", "की", "राजधानी", "दिल्ली", "है"]),
        ("內蒙古有𠀋工會", ["內", "蒙", "古", "有", "𠀋", "工會"]),
        ("สวัสดีประเทศไทย", ["ส", "วั", "ส", "ดี", "ประเทศไทย"]),
    ],
)
def test_words_are_whole(sentence: str, words: list[str]) -> None:
    """With their vowel signs; as the model's tokens where no blanks stand between them."""
    places = token_places(load_builtin().pieces(sentence), sentence)
    assert [sentence[start:end] for start, end in units(sentence, places)] == words


def test_windows_are_as_long_as_they_may_be() -> None:
    """And none is part of another."""
    spans = [Span(0, 3), Span(4, 9), Span(10, 12), Span(13, 30), Span(31, 33)]
    assert list(longest_windows(spans, 9)) == [(0, 1), (1, 2), (4, 4)]


def test_the_best_window_has_the_largest_sum() -> None:
    """Of what stands inside, and of its two ends."""
    scores = np.array([[1.0, 0, 0], [1, 0, 0], [1, 0, 0], [0, 5, 0]])
    assert best_window(scores, [(0, 1), (1, 2), (2, 3)]) == (0, 1)
    scores[2, 2] = 0.5
    assert best_window(scores, [(0, 1), (1, 2), (2, 3)]) == (1, 2)


def test_the_network_takes_these_features() -> None:
    """One weight for each, three numbers for each word, and all of them finite in odd texts too."""
    (first, _), (second, _) = load_marker().layers
    assert (first.shape[0], second.shape[1]) == (len(FEATURES), 3)
    for question, sentence in (("?", "a"), ("", "工"), ("谁?", "\u0301 \u0e31"), ("who", "⠓⠑ ⠺⠁⠎"), ("12", "1 2 3")):
        spans, features = features_of(asked(question), sentence, "", load_builtin())
        assert features.shape == (len(spans), len(FEATURES))
        assert np.isfinite(features).all()


@pytest.mark.parametrize("filling", ["工会会员很多", "word ", "ไทย", "⠓", "a\u0309"])
def test_of_a_sentence_without_end_a_part_is_looked_at_word_by_word(
    filling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred thousand characters without punctuation cost no more than the longest sentence."""
    lengths: list[int] = []

    def noted(asked: Asked, sentence: str, *rest: Any) -> Any:
        lengths.append(len(sentence))
        return features_of(asked, sentence, *rest)

    monkeypatch.setattr("qa.marking.features_of", noted)
    marked("有多少工会会员 in the word ไทย?", (filling * 100_000)[:100_000])
    assert 0 < sum(lengths) <= 1500
