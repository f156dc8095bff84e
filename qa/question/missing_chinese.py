"""Chinese words of a question that no document has: whole ones, and none that only says what is done."""

import re
from collections.abc import Sequence

from qa.question.answer_type import MEASURE
from qa.question.proper_names import FAMILY_NAMES, is_surely_name, reads_as_name
from qa.text.analyzer import normalise
from qa.text.scripts import KANA
from qa.text.segmenter import NAME_TAGS, Word, chinese_words, is_in_dictionary, tag_of
from qa.text.term_statistics import TermStatistics
from qa.types import Span

_EVERYWHERE = "的是在有了"  # characters of any Chinese text
_KANA = re.compile(f"[{KANA}]")
_THING_TAGS = ("n", "j")
_SUFFIX_TAGS = ("n", "k", "g", "b")
_PARTICLES = "uycp"  # 的, 了, 和, 在: they end no name
_DONE = ("了", "着", "过")  # what stands before is a verb: 圆了, 学过
_LEADING_TAGS = ("r", "d", "p", "c")
_MAY = frozenset("能会可要想该须")
_UP_OR_DOWN, _WITHIN = "上下", ("里", "裡")
_A_PAIR, _NAMED_CHARACTERS = 2, 4  # from which on a family name that leads another one belongs to no name: 那孟凡林
_COUNTED = re.compile(rf"(?<=多少)(?:{MEASURE})(?=[^\W\d])|(?<=[几幾])(?:{MEASURE})(?=[^\W\d])")
_FOREIGN = 0.5  # a question with more unknown characters than this share is in another language, not about other things


def missing_chinese(question: str, text: str, terms: TermStatistics) -> list[Word]:
    """Chinese words of which two neighbouring characters stand together in no document; names side by side as one.

    Args:
        question: The question.
        text: The same with what asks as blanks.
        terms: Those of the index.

    Returns:
        Words with their places in the question.
    """
    measured = [match.end() for match in _COUNTED.finditer(question)]
    words = [_behind(word, measured) for word in chinese_words(question) if text[slice(*word.span)] == word.text]
    words = [_without_lead(word) for word in words]
    if _KANA.search(question):  # its words are written with other characters than Chinese ones
        names = [word for word in words if is_surely_name(word.text) and not _stands_partly(word.text, terms)]
        return [word._replace(tag=NAME_TAGS[0]) for word in names]
    characters = [c for word in words for c in word.text]
    unknown = sum(not terms.holds(normalise(c)) for c in characters) > _FOREIGN * len(characters)
    if unknown and sum(map(terms.holds, _EVERYWHERE)) < 2:
        return []  # written in another language than the documents
    return _in_whole(words, question, terms)


def _in_whole(words: Sequence[Word], question: str, terms: TermStatistics) -> list[Word]:
    """Those of some words that stand nowhere, each with what belongs to it."""
    found: list[Word] = []
    for at, word in enumerate(words):
        beside = found[-1] if found and found[-1].span.end == word.span.start else None
        if beside and _is_suffix(word, question):  # 护理 and 假, 南山 and 区
            found[-1] = _together(beside, word)
        elif len(word.text) == 1 and word.tag[:1] not in _PARTICLES and at and _single_before(words[at - 1], word):
            pair = _together(words[at - 1], word)  # two characters that the dictionary knows no word for
            if not beside and not _stands(pair.text, terms) and is_surely_name(pair.text):
                found.append(pair._replace(tag=NAME_TAGS[0]))
        elif len(word.text) > 1 and _is_thing(word) and not _stands(word.text, terms):
            family = words[at - 1] if at and word.tag == words[at - 1].tag == "nr" else None
            if family and len(family.text) == 1 and family.span.end == word.span.start:  # 周 and 闻达
                word = _together(family, word)
            word = word._replace(tag=NAME_TAGS[0] if reads_as_name(word) else "n")
            of_one_name = beside and (beside.is_named or word.is_named)
            found[-1:] = [_together(beside, word)] if beside and of_one_name else [*found[-1:], word]
    return found


def _is_suffix(word: Word, question: str) -> bool:
    """Whether a single character ends the noun before it; 圆 in 寒门学子圆了 is a verb."""
    at_its_end = word.span.end
    return len(word.text) == 1 and word.tag.startswith(_SUFFIX_TAGS) and not question.startswith(_DONE, at_its_end)


def _single_before(word: Word, next_word: Word) -> bool:
    """Whether a word is a single character right before another."""
    return len(word.text) == 1 and word.span.end == next_word.span.start


def _behind(word: Word, measured: Sequence[int]) -> Word:
    """A word without the measure that the dictionary cut with it: 多少台车."""
    at = next((end for end in measured if word.span.start < end < word.span.end), word.span.start)
    return word._replace(text=word.text[at - word.span.start :], span=Span(at, word.span.end))


def _without_lead(word: Word) -> Word:
    """A word that no dictionary has without the pronoun, preposition or auxiliary that was cut with it: 那新冠, 能装."""
    first, rest = word.text[0], word.text[1:]
    leads = first in _MAY or tag_of(first).startswith(_LEADING_TAGS)
    of_name = first in FAMILY_NAMES and not (rest[:1] in FAMILY_NAMES and len(word.text) >= _NAMED_CHARACTERS)
    if not rest or not leads or of_name or is_in_dictionary(word.text):
        return word
    return Word(rest, Span(word.span.start + 1, word.span.end), word.tag if len(rest) > 1 else tag_of(rest))


def _is_thing(word: Word) -> bool:
    """Whether a word is a name, or a noun also by its characters: none that is done to something (交钱, 上楼), nor where (馆里)."""
    if reads_as_name(word):
        return True
    if not word.tag.startswith(_THING_TAGS) or word.text.endswith(_WITHIN):
        return False
    is_done = tag_of(word.text[0]).startswith("v") or word.text[0] in _UP_OR_DOWN
    return len(word.text) != _A_PAIR or not (is_done and tag_of(word.text[-1]) == "n")


def _together(first: Word, second: Word) -> Word:
    tag = next((each.tag for each in (first, second) if each.is_named), first.tag)
    return Word(first.text + second.text, Span(first.span.start, second.span.end), tag)


def _stands_partly(word: str, terms: TermStatistics) -> bool:
    folded = normalise(word)
    return any(terms.holds(folded[at : at + 2]) for at in range(len(folded) - 1))


def _stands(word: str, terms: TermStatistics) -> bool:
    folded = normalise(word)
    return all(terms.holds(folded[at : at + 2]) for at in range(len(folded) - 1))
