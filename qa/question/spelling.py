"""Slips of the pen: a word of a question that no document has, and that one of theirs differs from by a single slip.

Two neighbouring characters changed places, in Chinese; in scripts that write letters also a letter left out, doubled or
hit wrongly. Names are never touched: a name that no document has is what makes a question unanswerable. Nor are numbers.
"""

import re
from collections.abc import Iterator

from qa.question.answer_type import without_interrogatives
from qa.text.analyzer import normalise, tokens
from qa.text.scripts import HAN, HANGUL, KANA, THAI
from qa.text.term_statistics import TermStatistics

_HAN_RUN = re.compile(f"[{HAN}]{{3,}}")
_WORD = re.compile(rf"[^\W\d_{THAI}{KANA}{HAN}{HANGUL}]{{5,}}")
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя")
_PAIRS_MENDED = 2  # that no document has, at least: one alone may be how this question puts it
_MOST_WORDS = 3  # words; a question with more of them is about other things, or in another language
_ENDING = 2  # letters at the end of a word that change with its form
_LONGEST_WORD_LETTERS = 20
_LONGEST_QUESTION_CHARACTERS = 200  # a longer one was pasted, and says enough without being mended


def without_slips(question: str, terms: TermStatistics) -> str:
    """A question with its slips mended; itself when there are none.

    Args:
        question: The question.
        terms: Of the documents.

    Returns:
        The question, with words of the documents.
    """
    if len(question) > _LONGEST_QUESTION_CHARACTERS:
        return question
    question = _HAN_RUN.sub(lambda run: _in_place(run.group(), terms), question)
    words = [word for word in _WORD.finditer(question) if _may_be_slip(question, word, terms)]
    if len(words) > _MOST_WORDS:
        return question
    for word in reversed(words):
        mended = min(
            filter(terms.holds, _one_slip_away(word.group(), terms)),
            key=lambda other: (terms.idf(other), other),
            default="",
        )
        if mended:
            question = question[: word.start()] + mended + question[word.end() :]
    return question


def _in_place(run: str, terms: TermStatistics) -> str:
    """A run of Chinese characters with those put back that changed places, the surest first."""
    for _ in range(_MOST_WORDS):
        gain, mended = max(
            ((_gain(run, at, terms), _swapped(run, at)) for at in range(len(run) - 1)), key=lambda m: m[0]
        )
        if gain < _PAIRS_MENDED:
            break
        run = mended
    return run


def _gain(run: str, at: int, terms: TermStatistics) -> int:
    """How many more of the pairs around a place the documents have when its two characters change places."""
    if terms.holds(normalise(run[at : at + 2])) or not terms.holds(normalise(run[at + 1] + run[at])):
        return 0
    around = range(max(0, at - 1), min(at + 2, len(run) - 1))
    return _missing(run, around, terms) - _missing(_swapped(run, at), around, terms)


def _swapped(run: str, at: int) -> str:
    return run[:at] + run[at + 1] + run[at] + run[at + 2 :]


def _missing(run: str, places: range, terms: TermStatistics) -> int:
    return sum(not terms.holds(normalise(run[at : at + 2])) for at in places)


def _may_be_slip(question: str, word: re.Match[str], terms: TermStatistics) -> bool:
    """Whether no document has a word, and nothing says that it is a name."""
    text = word.group()
    if len(text) > _LONGEST_WORD_LETTERS or not text.islower() or not without_interrogatives(text).strip():
        return False
    return text not in _told_apart(question) and not terms.holds(normalise(text))


def _told_apart(question: str) -> set[str]:
    """Words in quotation marks: they are meant as they stand."""
    quoted = re.findall(r"[“\"«„「]([^”\"»“」]{2,})[”\"»“」]", question)
    return {word.group() for text in quoted for word in _WORD.finditer(text)}


def _one_slip_away(word: str, terms: TermStatistics) -> Iterator[str]:
    """Every spelling that a single slip may have made the word from; the first letter is seldom wrong.

    Where the documents have words with the same beginning, the last letters may be another form of one: they stay.

    Yields:
        A spelling each.
    """
    letters = next((each for each in _ALPHABETS if word[1] in each), "")
    known = any(map(terms.holds, tokens(word)))
    for at in range(1, len(word) - (_ENDING if known else 0)):
        head, tail = word[:at], word[at:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield head + tail[1:]
        for letter in letters:
            yield head + letter + tail[1:]
            yield head + letter + tail
    if not known:
        yield from (word + letter for letter in letters)
