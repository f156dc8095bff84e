"""A character typed for another of the same sound: 劳动竟赛 for 劳动竞赛, 工会益站 for 工会驿站.

A character is exchanged where the documents have it with neither of its neighbours, and have one other character of its
sound, and only one, with both; with one of them as a word. What may be a name stays (张惠宇 is not 张慧宇), and so do
what is a word by itself and what stands in quotation marks.
"""

import re
from collections.abc import Iterator

from qa.question.answer_type import interrogative
from qa.question.proper_names import FAMILY_NAMES, is_name
from qa.text.analyzer import normalise
from qa.text.background import common
from qa.text.pinyin import by_first_reading, readings
from qa.text.scripts import HAN
from qa.text.term_statistics import TermStatistics

_HAN = re.compile(f"[{HAN}]+")
_QUOTED = re.compile(r"[“「『《\"][^”」』》\"]+[”」』》\"]")
_MOST_CHARACTERS = 3  # characters of a question that stand so; one with more is about something else
_LONGEST_QUESTION_CHARACTERS = 200  # a longer one was pasted
_PARTICLES = "的是有在了"  # stand in no name, and make no word of a character beside them
_LONGEST_NAME_CHARACTERS = 4
_A_NAME = 0.4  # chance of a name from which on nothing is touched
_OFTEN_ALONE = 0.2  # share of everyday passages from which on a character is taken for a word by itself
_LEAST, _SHARE = 3, 0.5  # passages that have a word, at least; and share of those that have its rarer character


def without_homophones(question: str, terms: TermStatistics) -> str:
    """A question with the characters put right that were typed for others of their sound; itself when there are none.

    Args:
        question: The question.
        terms: Of the documents.

    Returns:
        The question, as long as it was.
    """
    if len(question) > _LONGEST_QUESTION_CHARACTERS:
        return question
    text = "".join(one if len(one := normalise(character)) == 1 else character for character in question)
    places = list(_strangers(text, terms))
    if len(places) > _MOST_CHARACTERS:
        return question
    for at in places:
        if _is_word(text, at, terms) or _may_be_name(text, at, terms):
            continue
        if other := _other(text, at, terms):
            question = question[:at] + other + question[at + 1 :]
    return question


def _strangers(text: str, terms: TermStatistics) -> Iterator[int]:
    """Where a character stands between two others that no passage has it with."""
    apart = [*_QUOTED.finditer(text), *re.finditer(re.escape(interrogative(text)) or "$", text)]
    shown = list(text)
    for found in apart:
        shown[slice(*found.span())] = " " * len(found.group())
    for run in _HAN.finditer("".join(shown)):
        missing = [not terms.count(text[at : at + 2]) for at in range(run.start(), run.end() - 1)]
        yield from (run.start() + at + 1 for at in range(len(missing) - 1) if missing[at] and missing[at + 1])


def _is_word(text: str, at: int, terms: TermStatistics) -> bool:
    """Whether a character is a word of everyday text, by itself or with a neighbour."""
    pairs = (text[at - 1 : at + 1], text[at : at + 2])
    return common(text[at]) >= _OFTEN_ALONE or any(terms.knows(pair) or common(pair) for pair in pairs)


def _may_be_name(text: str, at: int, terms: TermStatistics) -> bool:
    """Whether a character may belong to a name: after a family name or for one, or in a stretch spelled like a name."""
    if text[at] in FAMILY_NAMES or not FAMILY_NAMES.isdisjoint(text[max(0, at - 2) : at]):
        return True
    # No name begins or ends inside a word beside it.
    first = at if _is_plain_word(text[max(0, at - 2) : at], terms) else max(0, at - _LONGEST_NAME_CHARACTERS + 1)
    last = at + 1 if _is_plain_word(text[at + 1 : at + 3], terms) else at + _LONGEST_NAME_CHARACTERS
    text = "".join(" " if character in _PARTICLES else character for character in text)
    windows = {text[start:end] for start in range(first, at + 1) for end in range(max(at + 1, start + 2), last + 1)}
    return any(
        is_name(window, _A_NAME)
        for window in windows
        if len(window) <= _LONGEST_NAME_CHARACTERS and _HAN.fullmatch(window)
    )


def _is_plain_word(pair: str, terms: TermStatistics) -> bool:
    return len(pair) == 2 and terms.knows(pair) and not is_name(pair, _A_NAME)


def _other(text: str, at: int, terms: TermStatistics) -> str:
    """The one character of the same sound that makes a word here; empty when there is none, or several."""
    found = [other for other in _same_sound(text[at]) if _makes_a_word(text[at - 1], other, text[at + 1], terms)]
    if len(found) == 1 and not _may_be_name(text[:at] + found[0] + text[at + 1 :], at, terms):
        return found[0]
    return ""


def _makes_a_word(before: str, character: str, behind: str, terms: TermStatistics) -> bool:
    pairs = (before + character, character + behind)
    if not all(map(terms.count, pairs)) or common(character) == 1:
        return False
    words = (pair for pair in pairs if pair[0] not in _PARTICLES and pair[1] not in _PARTICLES)
    return any(terms.knows(pair) or terms.count(pair) >= max(_LEAST, _SHARE * terms.count(character)) for pair in words)


def _same_sound(character: str) -> list[str]:
    return [other for other in by_first_reading().get(readings(character)[0], ()) if other != character]
