"""A string is in the documents or it is not: white space that means nothing aside, and never inside longer words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Assistant, build_index
from qa.errors import DocumentError, QuestionError
from qa.text.occurrences import is_whole, occurrences, solid_parts, widened
from qa.types import Span
from qa.verification.differences import nearest_run
from qa.verification.verify import CUT, SPELT, Verification, verify_quote
from tests.conftest import PARTED, PARTED_QUOTE


def found(words: str, text: str) -> list[str]:
    return [text[start:end] for start, end in occurrences(words, text)]


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        ("会员 129万人", "会员129\n万人", ["会员129\n万人"]),  # Chinese is wrapped anywhere
        ("borrow twelve books", "borrow twelve\n  books", ["borrow twelve\n  books"]),
        ("nine . Members", "nine. Members", ["nine. Members"]),
        ("to gether", "together", []),
        ("together", "to gether", []),
        ("1 0", "10", []),
        ("10", "1\n0", []),
        ("3.5", "3. 5", []),
        ("3 .5", "3.5", []),
        ("会员 은", "会员은", ["会员은"]),
        ("아버지 가방에", "아버지가 방에", []),  # Korean is parted by blanks
        ("工工", "工工工", ["工工", "工工"]),
        ("bob", "bobob", ["bob", "bob"]),
        (" \n", "a b", []),
    ],
)
def test_white_space_may_differ_where_it_means_nothing(words: str, text: str, places: list[str]) -> None:
    """It never joins two words or two numbers, nor parts one; places may overlap."""
    assert found(words, text) == places


@pytest.mark.parametrize(
    ("words", "text", "whole"),
    [
        ("12", "3125", "3125"),
        ("371", "371.3万人", "371.3万"),
        ("371.3", "371.3万人", "371.3万"),
        ("20", "20%", "20%"),
        ("30", "10:30", "10:30"),
        ("art", "a party!", "party"),
        ("can", "I can't", "can't"),
        ("cafe", "cafe\u0301", "cafe\u0301"),
        ("工会", "总工会会员", "工会"),
        ("회원", "회원은", "회원"),
        ("twelve", "(twelve)", "twelve"),
        ("9", "第9条", "9"),
    ],
)
def test_a_quote_does_not_begin_or_end_inside_a_word(words: str, text: str, whole: str) -> None:
    """Or a number with all that belongs to it; Chinese has no such rims, and Korean words end before their particles."""
    [span] = occurrences(words, text)
    assert is_whole(text, span) == (words == whole)
    assert text[slice(*widened(text, span))] == whole


@given(st.text(alphabet="ab1. \n工会", max_size=30), st.text(alphabet="ab1. 工", min_size=1, max_size=4))
def test_places_are_all_and_only_those_with_the_same_letters(text: str, words: str) -> None:
    """Against the plain definition: the letters agree, and each gap between words or digits is a gap in both."""
    wanted = [(c, gap) for c, gap in gaps(words.strip())]
    if not wanted:
        assert not found(words, text)
        return
    letters = gaps(text)
    expected = [
        at
        for at in range(len(letters) - len(wanted) + 1)
        if [c for c, _ in letters[at : at + len(wanted)]] == [c for c, _ in wanted]
        and [gap for _, gap in letters[at + 1 : at + len(wanted)]] == [gap for _, gap in wanted[1:]]
    ]
    offsets = [at for at, c in enumerate(text) if not c.isspace()]
    assert [span.start for span in occurrences(words, text)] == [offsets[at] for at in expected]
    if expected:
        assert all(part in text for part in solid_parts(words))


def gaps(text: str) -> list[tuple[str, bool]]:
    """Each letter, with whether a blank that means something stands before it."""
    flat = " ".join(text.split())
    made: list[tuple[str, bool]] = []
    for at, c in enumerate(flat):
        if c != " ":
            left, right = flat[max(0, at - 3) : at - 1], flat[at : at + 2]
            meant = (left[-1:] + c).isascii() and left[-1:].isalnum() and c.isalnum()
            meant |= left[-2:-1].isdigit() and left[-1:] == "." and c.isdigit()
            meant |= left[-1:].isdigit() and right[:1] == "." and right[1:].isdigit()
            made.append((c, at > 0 and flat[at - 1] == " " and meant))
    return made


@pytest.fixture
def docs(docs: Path) -> Path:
    (docs / "rules.md").write_text(
        "# Rules\n\nThe “party” has 3125 members, of\ufb01cially.\n\nParty bo\u00adoks.\n", "utf-8"
    )
    (docs / "parted.txt").write_text(PARTED, "utf-8")
    return docs


def differences(verification: Verification) -> list[tuple[str, str]]:
    return [(each.claimed, each.there) for each in verification.nearest[0].difference]


def test_a_quote_is_verified(assistant: Assistant) -> None:
    """With its place; `exact` when not even white space differs."""
    [place] = verify_quote(assistant, "宁夏有工会会员129万人。\n").places
    assert (place.source, place.headings, place.exact) == ("宁夏.md", ("组织",), True)
    [place] = verify_quote(assistant, "宁夏有工会会员 129万人。").places
    assert not place.exact
    assert verify_quote(assistant, "宁夏有工会会员129万人。", "english.html").places == ()
    assert len(verify_quote(assistant, "工会").places) >= 4


def test_a_quote_over_a_caption_is_verified(assistant: Assistant) -> None:
    """As it is quoted: layout took the caption out; each of its spans is given."""
    [place] = verify_quote(assistant, PARTED_QUOTE).places
    text = assistant.document("parted.txt").text
    assert "".join(text[start:end] for start, end in place.spans) == PARTED_QUOTE
    assert place.span == Span(place.spans[0].start, place.spans[-1].end)
    assert (len(place.spans), place.exact) == (2, True)
    assert verify_quote(assistant, PARTED_QUOTE, "parted.txt").places == (place,)


def test_a_misquote_is_shown_what_differs(assistant: Assistant) -> None:
    """Two digits swapped, in all documents and in the one that is named."""
    for source in (None, "内蒙古/2024.txt"):
        wrong = verify_quote(assistant, "内蒙古有工会会员317.3万人。", source)
        assert wrong.places == ()
        assert wrong.nearest[0].source == "内蒙古/2024.txt"
        assert differences(wrong) == [("317.3万", "371.3万")]
        text = assistant.document("内蒙古/2024.txt").text
        assert text[slice(*wrong.nearest[0].span)] == "内蒙古有工会会员371.3万人。"
        assert 0.5 < wrong.nearest[0].score < 1
        assert wrong.nearest[0].note == ""
    assert all(near.source == "english.html" for near in verify_quote(assistant, "工 library", "english.html").nearest)
    for nothing in ("☃", "☃."):  # a full stop is no word
        assert verify_quote(assistant, nothing, "english.html").nearest == ()


@pytest.mark.parametrize(
    ("claimed", "pairs"),
    [
        ('The "party" has', [('"', "“"), ('"', "”")]),
        ("3125 members, officially", [("officially", "of\ufb01cially")]),
        ("３１２５ members", [("３１２５", "3125")]),
    ],
)
def test_other_spellings_are_near_and_named(assistant: Assistant, claimed: str, pairs: list[tuple[str, str]]) -> None:
    """Width, quotation marks, ligatures: not what stands there, but the same words."""
    verification = verify_quote(assistant, claimed)
    assert verification.places == ()
    assert verification.nearest[0].note == SPELT
    assert verification.nearest[0].score == 1
    assert differences(verification) == pairs


def test_a_run_stays_in_its_paragraph() -> None:
    """What was made up behind the end of one is not held against the next."""
    run = nearest_run("工会驿站建成2627个遍布全区", "工会驿站建成2627个\n\n蹲点干部有971名")
    assert run
    assert [(each.claimed, each.there) for each in run.differences] == [("遍布全区", "")]


def test_words_run_together_or_apart_are_shown(assistant: Assistant) -> None:
    """A blank between words or digits is a difference like another."""
    for claimed, pair in (
        ("has 3125members", ("3125members", "3125 members")),
        ("The library open s at nine", ("open s", "opens")),
        ("内蒙古有工会会员37 1.3万人", ("37 1.3万", "371.3万")),
    ):
        verification = verify_quote(assistant, claimed)
        assert verification.places == ()
        assert pair in differences(verification)
        assert verification.nearest[0].note == ""


def test_traditional_characters_are_another_spelling(assistant: Assistant) -> None:
    """Of the same words."""
    verification = verify_quote(assistant, "寧夏有工會會員129萬人。")
    assert verification.nearest[0].note == SPELT


@pytest.mark.parametrize(("claimed", "there"), [("12", "3125"), ("art", "party"), ("3125 mem", "3125 members")])
def test_what_stands_only_inside_words_is_not_found(assistant: Assistant, claimed: str, there: str) -> None:
    """It is near, and the whole word is shown."""
    verification = verify_quote(assistant, claimed, "rules.md")
    assert verification.places == ()
    near = verification.nearest[0]
    assert (near.note, near.text) == (CUT, there)
    assert near.difference[-1].there == there.split()[-1]


def test_bad_quotes_are_refused_in_a_line(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank ones, endless ones, unknown documents, letters that stand inside all words; half characters are no text."""
    for quote in (" \n", "\0", "\ud800", "x" * 20_001):
        with pytest.raises(QuestionError, match="the quote is"):
            verify_quote(assistant, quote)
    with pytest.raises(DocumentError):
        verify_quote(assistant, "x", "none.md")
    monkeypatch.setattr("qa.verification.finding._MOST_CUT", 3)
    with pytest.raises(QuestionError, match="inside too many words"):
        verify_quote(assistant, "e")


def test_a_rebuild_does_not_come_between(assistant: Assistant, docs: Path, index_path: Path) -> None:
    """What began on one generation ends on it."""
    still = assistant.still()
    (docs / "宁夏.md").unlink()
    build_index(docs, index_path)
    assert assistant.refresh()
    assert verify_quote(still, "宁夏有工会会员129万人。").places
    assert not verify_quote(assistant, "宁夏有工会会员129万人。").places


def test_only_documents_that_may_hold_it_are_read(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many, the database sifts them."""
    read: list[str] = []
    document = Assistant.documents_holding

    def noted(self: Assistant, parts: list[str]) -> object:
        for each in document(self, parts):
            read.append(each.source)
            yield each

    monkeypatch.setattr(Assistant, "documents_holding", noted)
    assert verify_quote(assistant, "工会会员129万人").places
    assert read == ["宁夏.md"]


@pytest.mark.slow
@pytest.mark.parametrize("claimed", ["a b " * 5000, "a b a a " * 300, "工" * 20_000])
def test_a_comparison_comes_to_an_end(claimed: str) -> None:
    """Also of texts that repeat themselves, on which plain alignments take hours."""
    assert nearest_run(claimed, "a b c工工 " * 40_000)
