"""Follow-ups: a question that goes on from others is read behind them.

"And in Ningxia?" says nothing by itself. It is read with the question that its conversation began with and the two before it, in any
language, as the reader has learnt to (`embeddings/training/reader/talks.py`).
"""

from collections.abc import Callable, Sequence

from qa.question.relative_years import without_relative_year
from qa.types import Turn

GOES_ON = " → "
_BEFORE = 2  # questions right before the last one that it is read with
_LEAST = 2  # letters and digits of an earlier question that says something: of 榕屿呢? 呢 is left, where another one is meant now


def going_on(question: str, history: Sequence[Turn], without_exchanged: Callable[[str, str], str]) -> str:
    """A question behind those that it goes on from; itself where nothing went before.

    Args:
        question: As it was typed.
        history: The turns before, oldest first, each as it was understood.
        without_exchanged: An earlier question without what the new one names in its place: another year, whose documents are meant.

    Returns:
        Questions with `GOES_ON` between them, the last of which is asked.
    """
    if not history or not question.strip():
        return question
    before = history[-1].question.split(GOES_ON)
    question = without_relative_year(question, " ".join(before))
    begun = dict.fromkeys((before[0], *before[-_BEFORE:]))
    earlier = [without_exchanged(each, question).strip() for each in begun]
    return GOES_ON.join([*(each for each in earlier if sum(map(str.isalnum, each)) >= _LEAST), question])


def right_behind(before: str, question: str) -> str:
    """A question behind another one."""
    return f"{before}{GOES_ON}{question}"


def asked_last(question: str) -> str:
    """The question that is asked behind others; any other question as it is."""
    return question.rpartition(GOES_ON)[2]


def in_its_place(question: str, asked: str) -> str:
    """Another question in the place of the one that is asked, behind the same others."""
    before, goes_on, _ = question.rpartition(GOES_ON)
    return f"{before}{goes_on}{asked}"
