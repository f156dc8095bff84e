"""What is said to be missing is a name or a thing in whole words; no piece of two words, no verb, nothing that another language calls otherwise."""

import pytest

from qa.question.missing_words import missing_names
from tests.builders.terms import Terms

CHINESE = dict.fromkeys([*"的是在有了人大楼交钱买票上能装新馆里学子圆去过多少号线", "车主"], 1)
ENGLISH = dict.fromkeys(["the", "of", "library", "books", "library*"], 1)


@pytest.mark.parametrize("question", ["补办要交钱吗?", "在哪里买票?", "老人怎么上楼?", "车主能装吗?", "馆里有人吗?"])
def test_what_is_done_and_where_is_no_thing(question: str) -> None:
    """The dictionary takes a verb with its object, an auxiliary with its verb and a place within for nouns."""
    terms = Terms(CHINESE | dict.fromkeys(["补办", "老人", "有人"], 1))
    assert missing_names(question, terms) == ([], [])


@pytest.mark.parametrize(
    ("question", "names", "things"),
    [
        ("那新冠疫苗呢?", [], ["新冠", "疫苗"]),
        ("寒门学子圆了去大学的梦吗?", [], ["寒门", "学子", "大学"]),
        ("一号线全长是多少?", [], ["一号线", "全长"]),
        ("那孟凡林去过吗?", ["孟凡林"], []),
        ("上海有多少人?", ["上海"], []),
        ("护理假可以请几天?", [], ["护理假"]),
    ],
)
def test_chinese_words_are_named_whole_and_by_themselves(question: str, names: list[str], things: list[str]) -> None:
    """Without the pronoun before them, and two words as two."""
    assert missing_names(question, Terms(CHINESE)) == (names, things)


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Who teaches at the library?", []),
        ("When was the library founded?", []),
        ("When can bonfires be lit at the library?", []),
        ("Who is the architect of the library?", ["architect"]),
        ("How many chairs does the library have?", ["chairs"]),
        ("Which library of the books has the theatre?", ["theatre"]),
    ],
)
def test_english_things_are_told_by_what_stands_before_them(question: str, things: list[str]) -> None:
    """An article, a preposition, how many; a verb has none of these."""
    assert missing_names(question, Terms(ENGLISH)) == ([], things)


def all_but(beginning: str) -> Terms:
    """Documents that hold any word that does not begin so."""
    return Terms(lambda term: not term.startswith(beginning))


def test_a_thing_is_not_missing_where_the_nearest_passage_is_in_another_language() -> None:
    """It may stand there as the pump."""
    question, terms = "Combien coûte la pompe double KP-35 ?", all_but("pomp")
    assert missing_names(question, terms, "The double pump KP-35 costs 90 euros.")[1] == []
    assert missing_names(question, terms, "Le modèle KP-35 coûte 90 euros, la livraison 8.")[1] == ["pompe"]


def test_what_is_elided_before_a_word_and_the_owners_ending_are_no_part_of_it() -> None:
    """L'architecte, the library's."""
    assert missing_names("Qui est l'architecte de la bibliothèque?", all_but("arch"))[1] == ["architecte"]
    assert missing_names("Who is the library's director?", Terms(ENGLISH | {"director": 1})) == ([], [])


@pytest.mark.parametrize("question", ["도서관은 몇 시에 열어요?", "책은 도서관에 있나요?", "누가 도서관을 이끕니까?"])
def test_a_korean_verb_and_a_particle_are_no_words(question: str) -> None:
    """열어요, 있나요, 누가, 책은."""
    assert missing_names(question, Terms(dict.fromkeys(["도서", "서관"], 1))) == ([], [])


@pytest.mark.parametrize(
    ("question", "held", "names"),
    [
        ("When does the Thornbury library open?", ["library", "thor*", "thorough"], ["Thornbury"]),
        ("When does the Thornbury library open?", ["library", "thornb*"], []),
        ("Is there a library in Lisbon?", ["library", "lisb*"], []),  # a short name is often spelled a little otherwise
        ("When does the Velk-Lannec library open?", ["library", "lannec"], ["Velk-Lannec"]),
        ("When does the Velk-Lannec library open?", ["library", "lannec", "velk"], []),
    ],
)
def test_a_name_is_not_known_by_another_word_that_begins_alike(
    question: str, held: list[str], names: list[str]
) -> None:
    """Nor is one of two parts by one of them."""
    everyday = dict.fromkeys(["when", "does", "the", "open", "is", "there", "in"], 9)
    assert missing_names(question, Terms(everyday | dict.fromkeys(held, 1)))[0] == names
