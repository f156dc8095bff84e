"""Names in another script than the documents': written as they write them, or left as they were typed."""

import re
from collections.abc import Sequence

import pytest

from qa.question.hanzi_to_pinyin import in_letters
from qa.question.pinyin_to_hanzi import in_characters
from qa.text.pinyin import by_any_reading, by_first_reading, readings
from tests.builders.assistants import AssistantOver
from tests.builders.terms import Terms

TEXT = "宁夏有会员129万人。张慧宇来到包头市调研。重庆市很大,厦门在陕西以南。北疆工惠很好。"


def written(question: str, text: str = TEXT, known: Sequence[str] = ()) -> str:
    """A question as documents that are this one text have it."""

    def around(run: str) -> list[str]:
        return re.findall(f"(?=(.{run}.))", f" {text} ")

    return in_characters(question, Terms(text.lower().count, known, around))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("How many members does Ningxia have?", "How many members does 宁夏 have?"),
        ("What is Ningxia's share?", "What is 宁夏's share?"),
        ("Combien de membres à Ningxia?", "Combien de membres à 宁夏?"),
        ("Ningxia有多少会员?", "宁夏有多少会员?"),
        ("Who is Zhang Huiyu?", "Who is 张慧宇?"),
        ("Who is Huiyu Zhang?", "Who is 张慧宇?"),
        ("Who is Zhang Hui-yu?", "Who is 张慧宇?"),
        ("Zhang Huiyu fue a Baotou?", "张慧宇 fue a 包头?"),
        ("Where are Chongqing and Xiamen?", "Where are 重庆 and 厦门?"),
        ("Where is Shaanxi?", "Where is 陕西?"),
        ("What is Beijiang Gonghui?", "What is 北疆工惠?"),
    ],
)
def test_a_name_in_pinyin_is_written_as_the_documents_write_it(typed: str, meant: str) -> None:
    """In any language, with the family name first or last; characters are read as they are in names."""
    assert written(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "How many members does Gansu have?",
        "Who is Wang Huiyu?",
        "Who is Zhang Huiming?",
        "Who is Huiyu?",
        "Where is Shanxi?",
        "Where is ningxia?",
        "Does Québec lie in Yemen or in Lima?",
        "",
    ],
)
def test_what_the_documents_do_not_have_stays(question: str) -> None:
    """Another family name is another person, 山西 is not 陕西, and what has no capital may be any word."""
    assert written(question) == question


def test_a_given_name_alone_stays_beside_another_family_name() -> None:
    """Half a name is no name, though the documents have its characters side by side."""
    assert written("Who is Zhao Huiyu?", "慧宇市,慧宇市") == "Who is Zhao Huiyu?"


def test_the_documents_must_have_one_name_alone_that_is_read_so() -> None:
    """Of two, neither is taken, unless it stands there five times as often."""
    assert written("Where is Fuzhou?", "福州市,抚州市。") == "Where is Fuzhou?"
    assert written("Where is Fuzhou?", "福州市," * 5 + "抚州市。") == "Where is 福州?"


def test_words_that_only_touch_are_no_name() -> None:
    """贵州山区 has no 州山, which would be Zhoushan."""
    assert written("Where is Zhoushan?", "贵州山区的人", known=("贵州",)) == "Where is Zhoushan?"


def test_characters_that_stand_together_once_by_chance_are_no_name() -> None:
    """Where 武 and 西 stand often, 武西 is no reason to take Wuxi for it."""
    assert written("Where is Wuxi?", "人从武西去") == "Where is 武西?"
    assert written("Where is Wuxi?", "人从武西去" + "东武,东西," * 9) == "Where is Wuxi?"


def test_a_capital_that_begins_a_sentence_says_less() -> None:
    """There the characters must be spelled like a name the more."""
    assert written("Where is Tianjin?", "人在天津很多") == "Where is 天津?"
    assert written("Tianjin is where?", "人在天津很多") == "Tianjin is where?"
    assert written("What is Jianshe?", "人在建设很多") == "What is Jianshe?"


def test_words_that_the_documents_or_the_model_have_stay() -> None:
    """The documents are then found by the word itself."""
    assert written("Where is Ningxia?", f"{TEXT}Ningxia") == "Where is Ningxia?"
    assert written("Where is Ningxia?", known=("ningxia",)) == "Where is Ningxia?"


ENGLISH = " zhang huiyu visited ningxia and xian; the manning family went to bolin and to luke in gansu. "


def spelled(question: str, text: str = ENGLISH, known: Sequence[str] = ("工会",)) -> str:
    """A question as English documents that are this one text have it."""
    return in_letters(question, Terms(text.count, known, lambda words: re.findall(f"(?=(.{words}.))", text)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("宁夏有多少会员?", "Ningxia有多少会员?"),
        ("2020年寧夏的會員有多少?", "2020年Ningxia的會員有多少?"),
        ("宁夏工会有多少会员?", "Ningxia工会有多少会员?"),
        ("甘肃省有多少会员?", "Gansu省有多少会员?"),
        ("张慧宇是谁?", "Zhang Huiyu是谁?"),
    ],
)
def test_a_name_in_characters_is_written_as_english_documents_write_it(typed: str, meant: str) -> None:
    """Of a person in two words, in the order of the documents."""
    assert spelled(typed) == meant
    assert spelled("张慧宇是谁?", " huiyu zhang came ") == "Huiyu Zhang是谁?"


@pytest.mark.parametrize(
    "question",
    [
        "青海有多少会员?",
        "张惠明是谁?",
        "布鲁克的书在哪里?",
        "鲁克林在哪里?",
        "卢克·坎克利是谁?",
        "柏林在哪里?",
        "我们有多少会员?",
    ],
)
def test_part_of_a_longer_or_foreign_name_stays(question: str) -> None:
    """鲁克 is no name in 布鲁克林, though the documents have a Luke; nor is what the documents spell otherwise."""
    assert spelled(question) == question


def test_what_the_documents_have_in_characters_too_stays() -> None:
    """And what the model knows in letters: it is then found as it is."""
    assert spelled("宁夏有多少会员?", f"{ENGLISH}宁夏 ") == "宁夏有多少会员?"
    assert spelled("宁夏有多少会员?", known=("ningxia",)) == "宁夏有多少会员?"
    assert spelled("张慧宇是谁?", " li zhang huiyuan ") == "张慧宇是谁?"
    pasted = "宁夏有多少会员?" * 30
    assert spelled(pasted) == pasted


def test_a_long_question_or_word_keeps_nobody_waiting() -> None:
    """What was pasted is not looked at."""
    pasted = "Where is Ningxia? " * 20
    assert written(pasted) == pasted
    assert written("Where are " + "Ningxia, " * 9) == "Where are " + "Ningxia, " * 9
    assert written("Where is " + "Xi" + "anan" * 40 + "?") == "Where is " + "Xi" + "anan" * 40 + "?"


def test_sounds_that_too_many_characters_have_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of hundreds of runs would be no evidence."""
    assert written("Where is Ningxia?") != "Where is Ningxia?"
    monkeypatch.setattr("qa.question.pinyin_to_hanzi._MOST_TRIED", 0)
    assert written("Where is Ningxia?") == "Where is Ningxia?"


def test_names_have_readings_of_their_own() -> None:
    """Those that the characters have elsewhere count too, and interjections are no syllables."""
    assert readings("重") == ("zhong", "chong")
    assert readings("総") == ("zong",)
    assert "重" in by_any_reading()["chong"] and "重" not in by_first_reading()["chong"]
    assert "ng" not in by_any_reading()


def test_what_was_understood_is_told_and_may_be_undone(assistant_over: AssistantOver) -> None:
    """As every other change of a question."""
    assistant = assistant_over({"宁夏.md": "# 工会年报\n\n宁夏有工会会员129万人。甘肅省另有會員。\n"})
    answer = assistant.ask("How many union members does Ningxia have?")
    assert (answer.question, answer.understood) == (
        "How many union members does Ningxia have?",
        "How many union members does 宁夏 have?",
    )
    assert assistant.ask("And Gansu Province?").understood == "And 甘肃 Province?"
