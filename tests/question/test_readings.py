"""Readings compete: the surest answer wins, and what was typed the more surely the more it stands alone."""

from dataclasses import replace

import pytest

from qa import Assistant
from qa.question.follow_up import Signs, signs
from qa.question.readings import COMPLETED, COMPLETED_MARGIN, MENDED, TYPED, Taken, may_win, surest
from qa.question.title_words import Titles
from qa.types import Answer, IndexInfo, Quote

DOCS = {"board.md": "# Board\n\nThe RWB has eleven members.\n"}


def signs_of(question: str, taken_over: str = "") -> Signs:
    return signs(question, f"{taken_over} {question}", Titles(["宁夏工会", "内蒙古工会"]))


def answered(confidence: float, quotes: tuple[Quote, ...] = ()) -> Answer:
    return Answer("", True, confidence, quotes, (), IndexInfo("", "", 0), 0.0)


def test_the_surest_reading_wins_and_a_tie_is_for_what_was_typed() -> None:
    """A mended reading must be surer, a completed one by its margin."""
    typed, mended = Taken(TYPED, "a"), Taken(MENDED, "b")
    completed = Taken(COMPLETED, "c", signs_of("How long does it take to build?"))
    assert 0 < completed.margin <= COMPLETED_MARGIN
    for other, sure, wins in ((mended, 0.5, 0), (mended, 0.6, 1), (completed, 0.51, 0), (completed, 0.9, 1)):
        assert surest([(typed, answered(0.5)), (other, answered(sure))]) == wins


def test_what_stands_alone_is_not_completed_lightly() -> None:
    """What points to nothing before it, names its own subject, or is a mere phrase needs a surer answer than "and that?".

    What says by itself that it goes on needs none: it has its year or its subject from the turn before.
    """
    questions = ("那呢?", "这里收费吗?", "访客停车收费吗?", "宁夏的会员多吗?", "停车")
    margins = [Taken(COMPLETED, "", signs_of(text)).margin for text in questions]
    assert margins == sorted(set(margins))
    assert margins[1] == COMPLETED_MARGIN


@pytest.mark.parametrize(
    "question",
    [
        "When?",
        "How much is it?",
        "Who paid for it?",
        "What do they pay?",
        "花了多少钱?",
        "2023年呢?",
        "他的电话是多少?",
    ],
)
def test_a_question_that_can_not_be_answered_alone_is_hardly_ever_taken_as_typed(question: str) -> None:
    """It has no subject: whatever is found for it is of something else."""
    typed, completed = Taken(TYPED, question), Taken(COMPLETED, "b", signs_of(question))
    assert surest([(typed, answered(0.8)), (completed, answered(0.3))]) == 1


@pytest.mark.parametrize(
    "question", ["押金多少钱?", "职工可以带他的孩子吗?", "How long does it take to get a permit?", "May a member bring his dog?", "C-1234呢?"]
)  # fmt: skip
def test_a_question_with_a_subject_of_its_own_is_taken_as_typed(question: str) -> None:
    """Its pronoun, if any, is that subject's, or stands for nothing."""
    typed, completed = Taken(TYPED, question), Taken(COMPLETED, "b", signs_of(question))
    assert surest([(typed, answered(0.8)), (completed, answered(0.3))]) == 0


def test_what_was_said_in_another_script_is_not_taken_over_unasked() -> None:
    """ "Who chaired the meeting?" says by itself what it asks; "who chaired it?" does not."""
    margins = [
        Taken(COMPLETED, "", signs_of(question, before)).margin
        for question, before in (
            ("Who chaired the meeting?", "parking rules"),
            ("Who chaired the meeting?", "原来的规定"),
            ("Who chaired it?", "原来的规定"),
        )
    ]
    assert margins[2] < margins[0] < margins[1]


def test_a_completion_that_brings_the_quote_of_the_turn_before_answers_the_turn_before(assistant: Assistant) -> None:
    """It must be much surer than one that brings something new, unless the question points back to that."""
    told = assistant.ask("How many members does the RWB have?")
    quoted = told.quotes[0].text
    for question, wins in (("Who was absent?", 0), ("And were they absent?", 1)):
        typed = (Taken(TYPED, question), answered(0.5))
        completed = (Taken(COMPLETED, "b", signs_of(question, "RWB members")), answered(0.8, told.quotes))
        assert surest([typed, completed], quoted) == wins
        assert surest([typed, completed], "something else") == 1


def test_why_may_be_answered_by_what_was_quoted_before(assistant: Assistant) -> None:
    """A question without a word of its own asks on about that very quote."""
    told = assistant.ask("How many members does the RWB have?")
    typed = (Taken(TYPED, "Why?"), answered(0.5))
    completed = (Taken(COMPLETED, "RWB members Why?", signs_of("Why?", "RWB members")), answered(0.8, told.quotes))
    assert surest([typed, completed], told.quotes[0].text) == 1


def test_of_readings_that_bring_one_quote_the_one_that_answers_is_taken(assistant: Assistant) -> None:
    """Whatever its margin; another quote needs its margin still."""
    told = assistant.ask("How many members does the RWB have?")
    unsure = replace(answered(0.4), found=False, quotes=(), nearest=told.quotes)
    typed, completed = Taken(TYPED, "members?"), Taken(COMPLETED, "RWB members?", signs_of("RWB members?"))
    assert surest([(typed, unsure), (completed, answered(0.5, told.quotes))]) == 1
    assert surest([(typed, unsure), (completed, answered(0.5))]) == 0


def test_a_reading_that_cannot_win_is_not_read() -> None:
    """The surer the question as typed is answered, and the more it stands alone."""
    taken = Taken(COMPLETED, "b", signs_of("访客停车收费吗?", "Who chaired the meeting"))
    assert [may_win(taken, answered(sure)) for sure in (0.2, 0.9)] == [True, False]
    assert may_win(Taken(COMPLETED, "b", signs_of("那呢?")), answered(0.9))
