"""The closer look token by token, with the built-in model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import load_builtin
from qa.text.numbers import numbers

SENTENCES = ["内蒙古有工会会员371.3万人。", "The library opens at nine.", "今天的天气非常好。"]


def test_a_passage_fits_by_its_best_words_whatever_stands_around_them() -> None:
    """Ten sentences about the weather don't hide the one that was asked for, in another language either."""
    padding = ["今天的天气非常好,明天也会是晴天。"] * 10
    for question in ("工会会员有多少人?", "How many members does the trade union have?"):
        with_answer, without = load_builtin().match(question, [[*padding, SENTENCES[0]], padding])
        assert with_answer > without + 0.03


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.text(max_size=30), st.lists(st.lists(st.text(max_size=20), max_size=3), max_size=4))
def test_every_match_is_a_share(question: str, passages: list[list[str]]) -> None:
    """Between 0 and 1, one for each passage, for any texts; the same when asked again."""
    scores = load_builtin().match(question, passages)
    assert scores.shape == (len(passages),)
    assert np.all((scores >= 0) & (scores <= 1 + 1e-5))
    assert np.allclose(scores, load_builtin().match(question, passages))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工会十二大", {"12"}),
        ("二〇二四年", {"2024"}),
        ("3,958万元", {"3958", "39580000"}),
        ("3.713 million", {"3.713", "3713000"}),
        ("371.3万", {"371.3", "3713000"}),
        ("三百七十一万三千", {"3713000"}),
        ("May 1, 2023", {"5", "1", "2023"}),
        ("第一百零五次", {"105"}),
        ("三千五百万", {"35000000"}),
        ("两亿三千万零四", {"230000004"}),
        ("十", {"10"}),
        ("万 亿 百千", set()),
        ("١٢", {"12"}),
        ("", set()),
    ],
)
def test_numbers_in_words_are_those_in_digits(text: str, expected: set[str]) -> None:
    """So that a question about the 12th congress fits 十二大."""
    assert numbers(text) == expected


@given(st.text("零一二三十百千万亿〇12,.", max_size=60))
def test_any_run_of_numerals_is_read_or_left(text: str) -> None:
    """Never an error."""
    assert all(number.replace(".", "").isdigit() for number in numbers(text))
