"""Readings compete: the surest answer wins; of equals what was typed."""

from dataclasses import replace

from qa import Assistant
from qa.question.readings import COMPLETED, MARGINS, MENDED, TYPED, Taken, may_win, surest
from qa.types import Answer, IndexInfo, Quote

DOCS = {"board.md": "# Board\n\nThe RWB has eleven members.\n"}


def answered(confidence: float, quotes: tuple[Quote, ...] = ()) -> Answer:
    return Answer("", True, confidence, quotes, (), IndexInfo("", "", 0), 0.0)


def test_the_surest_reading_wins_and_a_tie_is_for_what_was_typed() -> None:
    """A mended reading must be surer, one behind others by its margin."""
    typed, mended = Taken(TYPED, "a"), Taken(MENDED, "b")
    assert surest([(typed, answered(0.5)), (mended, answered(0.5))]) == 0
    assert surest([(typed, answered(0.5)), (mended, answered(0.6))]) == 1
    completed = Taken(COMPLETED, "c")
    assert completed.margin == MARGINS[COMPLETED]
    assert surest([(typed, answered(0.2)), (completed, answered(0.9))]) == 1
    assert surest([(typed, answered(0.9)), (completed, answered(0.2))]) == 0


def test_what_no_document_has_is_not_answered_from_what_was_spoken_of() -> None:
    """ "Who founded Ostby?" behind a question on Ningxia asks nothing of Ningxia."""
    typed, completed = Taken(TYPED, "a"), Taken(COMPLETED, "c", names_another=True)
    assert surest([(typed, answered(0.1)), (completed, answered(0.6))]) == 0


def test_of_readings_that_bring_one_quote_the_one_that_answers_is_taken(assistant: Assistant) -> None:
    """Whatever its margin; another quote needs its margin still."""
    told = assistant.ask("How many members does the RWB have?")
    unsure = replace(answered(0.7), found=False, quotes=(), nearest=told.quotes)
    typed, completed = Taken(TYPED, "members?"), Taken(COMPLETED, "RWB members?")
    assert surest([(typed, unsure), (completed, answered(0.3, told.quotes))]) == 1
    assert surest([(typed, unsure), (completed, answered(0.3))]) == 0


def test_a_reading_that_cannot_win_is_not_read() -> None:
    """The surer the question as typed is answered."""
    taken = Taken(COMPLETED, "b")
    assert may_win(taken, answered(0.2))
    assert not may_win(taken, answered(0.999))
