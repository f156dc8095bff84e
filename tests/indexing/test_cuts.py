"""Where the text of a section is cut, before sentences are made whole: at the strongest mark that keeps to the size."""

from hypothesis import given
from hypothesis import strategies as st

from qa.indexing.passages import cuts


def pieces(text: str, size: int) -> list[str]:
    ends = list(cuts(text, size))
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def test_paragraphs_that_fit_together_are_one_piece() -> None:
    assert pieces("one\ntwo\nthree\nfour\n", 10) == ["one\ntwo\n", "three\n", "four\n"]


def test_a_long_paragraph_is_cut_behind_sentences_and_a_long_sentence_behind_weaker_marks() -> None:
    assert pieces("短。\n第一句。第二句,有两半。第三句。\n", 6) == [
        "短。\n",
        "第一句。",
        "第二句,",
        "有两半。",
        "第三句。\n",
    ]


def test_what_has_no_mark_at_all_is_cut_anywhere() -> None:
    assert pieces("abcdefgh", 3) == ["abc", "def", "gh"]


@given(st.text(alphabet="a工b。.,；; \n", max_size=80), st.integers(1, 30))
def test_nothing_is_lost_and_no_piece_is_longer(text: str, size: int) -> None:
    assert "".join(pieces(text, size)) == text
    assert all(0 < len(piece) <= size for piece in pieces(text, size))
