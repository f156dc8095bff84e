"""Why a quote was chosen, in terms that a person can check: the words that question and source share."""

import re

from qa.question.answer_type import MEASURE, NUMBER, things_asked_for, without_interrogatives
from qa.text.analyzer import normalise, passage_tokens, tokens
from qa.text.scripts import HAN, HANGUL_SYLLABLES, KANA

_UNSPACED = re.compile(rf"[{KANA}{HAN}{HANGUL_SYLLABLES}]+")
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|[^\W\d_{KANA}{HAN}{HANGUL_SYLLABLES}]{{3,}}")
_UNIT_ASKED = re.compile(rf"(?:多少|几|幾)({MEASURE})")
_LONGEST_RUN_CHARACTERS = 12  # of a shared run
_MOST_WORDS = 8


def shared_words(question: str, text: str) -> tuple[str, ...]:
    """The words of a question that a text holds, as the question spells them, in its order.

    Of scripts without blanks the longest runs of two characters or more; of others words of three letters or more, in
    whatever inflection.

    Args:
        question: As it was read.
        text: A quote, with what stands over it.

    Returns:
        Words of the question.
    """
    rest = without_interrogatives(question)
    folded = normalise(text)
    found = [(at, run) for match in _UNSPACED.finditer(rest) for at, run in _runs(match.group(), match.start(), folded)]
    if words := [(word.start(), word.group()) for word in _WORD.finditer(rest)]:
        terms = set(passage_tokens(text))
        found += [(at, word) for at, word in words if terms.intersection(tokens(word))]
    return tuple(dict.fromkeys(word for _, word in sorted(found)))[:_MOST_WORDS]


def only_above(shared: tuple[str, ...], question: str, text: str) -> tuple[str, ...]:
    """Those of the shared words that the quote itself does not hold: they stand in its title or a heading.

    Args:
        shared: What quote and question share, with what stands above the quote.
        question: The question.
        text: The quote.

    Returns:
        Words of the question.
    """
    inside = shared_words(question, text)
    return tuple(word for word in shared if not any(word in other for other in inside))


def held(kind: str, marked: str, question: str) -> str:
    """What was asked for, if the marked words hold it: a date; a figure, in the unit that was asked for."""
    unit = _UNIT_ASKED.search(question)
    there = [marked[slice(*span)] for span in things_asked_for(kind, marked, question)]
    if kind == NUMBER and unit:
        there = [figure for figure in there if unit[1] in figure]
    return kind if there else ""


def _runs(run: str, start: int, folded: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    letters = [normalise(character) for character in run]
    at = 0
    while at < len(run) - 1:
        width = 1
        # What begins with a run that is nowhere is nowhere either, so the first width that fails is the last tried.
        while width < min(_LONGEST_RUN_CHARACTERS, len(run) - at) and "".join(letters[at : at + width + 1]) in folded:
            width += 1
        if width > 1:
            found.append((start + at, run[at : at + width]))
        at += width
    return found
