"""A text is cut at the strongest marks that keep its pieces short enough."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.indexing.pieces import piece_ends


def pieces(text: str, size: int) -> list[str]:
    return [text[start:end] for start, end in pairwise([0, *piece_ends(text, size)])]


@given(st.text(alphabet="工会ab\n。！.;，, ؟"), st.integers(1, 12))
def test_pieces_tile_any_text_and_none_is_too_long(text: str, size: int) -> None:
    assert "".join(pieces(text, size)) == text
    assert all(0 < len(piece) <= size for piece in pieces(text, size))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一二。三四。\n五六。七八。\n", ["一二。三四。\n", "五六。七八。\n"]),  # paragraphs, though more would fit
        ("一。二。\n三。\n四五六七。", ["一。二。\n三。\n", "四五六七。"]),  # short ones together
        ("一二三。四五，六七八九。", ["一二三。", "四五，六七八九。"]),
        ("One two. Three.", ["One two.", " Three."]),
        ("Antidisestablishment", ["Antidise", "stablish", "ment"]),
    ],
)
def test_strong_marks_come_before_weak_ones(text: str, told: list[str]) -> None:
    assert pieces(text, 8) == told
