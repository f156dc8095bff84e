"""Spellings of one word become one term; text becomes sentences, in linear time."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import qa
from qa.text.analyzer import normalise, passage_tokens, tokens
from qa.text.many_terms import joined_terms
from qa.text.scripts import CYRILLIC, DEVANAGARI, GREEK, HAN, HANGUL, HEBREW, KANA, THAI, UNSPACED, script_of
from qa.text.sentences import LONGEST_SENTENCE_CHARACTERS, sentence_spans
from tests.steps import assert_linear


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("內蒙古總工會", "内蒙古总工会"),
        ("ＡＰＰ３７１", "app371"),
        ("Café Ñandú", "cafe nandu"),
        ("العَرَبِيَّة", "العربيه"),
        ("1,234 members", "1234 members"),
    ],
)
def test_spellings_of_one_word_are_one_term(one: str, other: str) -> None:
    """Traditional characters, width, accents, vowel signs and thousands separators make no difference."""
    assert tokens(one) == tokens(other)


def test_chinese_gives_characters_and_pairs() -> None:
    """No dictionary of words is needed."""
    assert tokens("工会员") == ["工", "工会", "会", "会员", "员"]


def test_inflected_words_share_a_beginning() -> None:
    """A question in another case or number finds the word."""
    assert set(tokens("профсоюзов")) & set(tokens("профсоюзами"))
    assert set(tokens("والمدينة")) & set(tokens("المدينة"))


def test_vietnamese_tones_tell_words_apart_but_may_be_left_out() -> None:
    """A question in full spelling wants its own tones, and words of two syllables; a bare one finds the passage too."""
    passage = set(passage_tokens("Công đoàn Hà Nội có một triệu đoàn viên"))
    assert {"hà", "nội", "hà_nội", "công_đoàn"} <= passage
    assert set(tokens("doan vien Ha Noi")) - {"ha", "noi", "vien"} == {"doan"}
    assert {"ha", "noi", "vien"} <= passage
    assert not set(tokens("hạ nợi")) & passage
    assert tokens(unicodedata.normalize("NFD", "Hà Nội")) == tokens("Hà Nội")


def test_numbers_stay_whole() -> None:
    """371.3 is not 371 and 3."""
    assert "371.3" in tokens("会员371.3万人")


@given(st.text())
def test_a_passage_has_every_term_of_a_question_that_is_spelled_like_it(text: str) -> None:
    """Whatever is asked in the words of a document finds it."""
    assert set(passage_tokens(text)) >= set(tokens(text))


@given(st.text())
@example("\ufe70")  # a vowel sign of Arabic on a blank
@example("藴")  # what it becomes is simplified again
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Documents and questions may be normalised wherever it is convenient."""
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("会员371.3万人。驿站2627个!", ["会员371.3万人。", "驿站2627个!"]),
        ("他说:“来了。好。”", ["他说:“来了。好。”"]),
        ("Dr. Smith paid 3.5 dollars. He left.", ["Dr. Smith paid 3.5 dollars.", "He left."]),
        (
            "Der Umzug ist am 3. Juni. Dann ist die 2. Sitzung.",
            ["Der Umzug ist am 3. Juni.", "Dann ist die 2. Sitzung."],
        ),
        ("See Fig. 3 (p. 4). Then go.", ["See Fig. 3 (p. 4).", "Then go."]),
        ("यह पहला है। यह दूसरा है।", ["यह पहला है।", "यह दूसरा है।"]),
        ("“没有右引号。下一句。", ["“没有右引号。", "下一句。"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    """A full stop ends a sentence, unless it belongs to a number, an abbreviation or a short quotation."""
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(st.text(alphabet="字a。.!?“”「」()\n ", max_size=200))
def test_sentences_leave_out_only_blanks(text: str) -> None:
    """Together the sentences are the text."""
    spans = sentence_spans(text)
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(spans))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit", ["字", "a", " ", "“", "(", "。", pytest.param("字。", marks=pytest.mark.slow), "1.", "a. ", "”“", "́"]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """In steps; and a search within one step that were quadratic would not end on a text this long."""

    def work(times: int) -> None:
        sentence_spans(unit * times)
        tokens(unit * times)

    assert_linear(work)
    work(200_000)


SCRIPTS_AND_MARKS = st.text(alphabet="工会發々〇abéZ019٣๓กำ가ｱﾞ ,.;_…½①ﬀ\u0301اوللơđč\0😀", max_size=20)


@given(st.lists(st.one_of(st.text(), SCRIPTS_AND_MARKS), max_size=4))
def test_many_passages_at_once_have_the_terms_of_each(texts: list[str]) -> None:
    """BM25 counts terms, so their order does not matter; one that no word can be is left out."""
    texts.append("工" + "a" * 30 + "," + "1" * 30)
    found = [sorted(line.split()) for line in joined_terms(texts, longest=20)]
    assert found == [sorted(term for term in passage_tokens(text) if len(term) <= 20) for text in texts]


def test_endless_text_is_cut() -> None:
    """A paragraph without a full stop still gives sentences of a readable length."""
    spans = sentence_spans("字" * 100_000)
    assert max(end - start for start, end in spans) <= LONGEST_SENTENCE_CHARACTERS


def test_the_script_of_a_text_is_that_of_most_of_its_letters() -> None:
    """Figures and a foreign name in it do not count; Japanese shares its script with Chinese."""
    assert script_of("2024年APP用户") == script_of("フフホトの企業") == "han"
    assert script_of("How many users does 北疆工惠 have?") == "latin"
    assert script_of("Сколько членов") != script_of("몇 명입니까") != ""
    assert script_of("12351") == ""


SCRIPTS = {
    "CJK UNIFIED IDEOGRAPH": HAN,
    "CJK COMPATIBILITY IDEOGRAPH": HAN,
    "HIRAGANA LETTER": KANA,
    "KATAKANA LETTER": KANA,
    "HANGUL": HANGUL,
    "THAI": THAI,
    "LAO": UNSPACED,
    "MYANMAR": UNSPACED,
    "KHMER": UNSPACED,
    "DEVANAGARI": DEVANAGARI,
    "HEBREW LETTER": HEBREW,
    "CYRILLIC CAPITAL": CYRILLIC,
    "CYRILLIC SMALL": CYRILLIC,
    "GREEK CAPITAL": GREEK,
    "GREEK SMALL": GREEK,
}


def test_scripts_have_all_their_blocks() -> None:
    """Every letter that Unicode names after a script belongs to it, in whichever extension it stands."""
    letters = [chr(code) for code in range(0x40000) if chr(code).isalpha()]
    named = [(unicodedata.name(letter, ""), letter) for letter in letters]
    for beginning, ranges in SCRIPTS.items():
        belong = re.compile(f"[{ranges}]")
        own = [letter for name, letter in named if name.startswith(beginning)]
        assert own, beginning
        assert [hex(ord(letter)) for letter in own if not belong.match(letter)] == [], beginning


def test_ranges_of_scripts_are_written_once() -> None:
    """Two regular expressions for one script part sooner or later."""
    room = Path(qa.__file__).parent
    written = re.compile(r"\\u(?:3400|4e00|9fff|ac00|d7a3|0e7f)")
    files = {
        path.relative_to(room).as_posix() for path in room.rglob("*.py") if written.search(path.read_text("utf-8"))
    }
    assert files == {"text/scripts.py"}
