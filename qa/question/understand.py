"""A question as the documents would put it: steps with a name each, of which every one may change a little or nothing."""

from collections.abc import Callable
from typing import NamedTuple

from qa.question.hanzi_to_pinyin import in_letters
from qa.question.homophones import without_homophones
from qa.question.pinyin_to_hanzi import in_characters
from qa.question.spelling import without_slips
from qa.question.written_forms import as_documents_write
from qa.text.term_statistics import TermStatistics


class Step(NamedTuple):
    """A step that changed the question, and the question behind it."""

    name: str
    question: str


STEPS: tuple[tuple[str, Callable[[str, TermStatistics], str]], ...] = (
    ("pinyin to hanzi", in_characters),
    ("hanzi to pinyin", in_letters),
    ("dates and figures", as_documents_write),
    ("slips", without_slips),
    ("homophones", without_homophones),
)


def understood_by_steps(question: str, terms: TermStatistics) -> list[Step]:
    """What each step makes of a question.

    Args:
        question: As it was typed, or completed from the conversation.
        terms: Of the documents.

    Returns:
        The steps that changed it, in order; none where it stands as the documents would put it.
    """
    effects: list[Step] = []
    for name, step in STEPS:
        changed = step(question, terms)
        if changed != question:
            effects.append(Step(name, changed))
        question = changed
    return effects
