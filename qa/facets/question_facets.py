"""What of a question is about the document that answers it: its periods, and whether they are the document's or the fact's."""

import re
from collections.abc import Callable
from typing import NamedTuple

from qa.facets.kinds import kind_places
from qa.facets.periods import mentions
from qa.types import Period, Span

_NEAR = 12  # characters between a year and the kind of document that it is of: "2016年的政府工作报告"
_OF = re.compile(
    r"s?(?: (?:of|for|from|de|du|des|von|vom|за)(?: the)?(?: year)?)? ?[(（]?$|の?$"
)  # the other way round: "the report of 2016"


class AskedPeriod(NamedTuple):
    """A period that a question names, where, and whether it is of the document ("the report of 2016") or of the fact."""

    period: Period
    span: Span
    of_document: bool


def asked_periods(question: str) -> list[AskedPeriod]:
    """The periods of a question; what is told from today on ("last year") is left out."""
    found = mentions(question)
    places = kind_places(question)
    asked: list[AskedPeriod] = []
    for at, (period, span, _) in enumerate(found):
        following = found[at + 1].span.start if at + 1 < len(found) else len(question)
        # One character may belong to both: 2016年 and 年报.
        behind = any(-1 <= place.start - span.end <= _NEAR and place.start < following for place in places)
        before = any(_OF.match(question, place.end, span.start) for place in places if place.end <= span.start)
        asked.append(AskedPeriod(period, span, of_document=behind or before))
    return asked


def year_fit(asked: AskedPeriod, own: tuple[Period, ...], section: tuple[Period, ...]) -> float:
    """How a passage that names `own` periods, under a heading that sets `section`, speaks of the asked one, in [0, 1].

    Args:
        asked: The period of the question.
        own: Periods that the passage names.
        section: Periods that the heading above it sets.

    Returns:
        1 where the passage or its section names the period, less where it is only covered or another one is named, 0 where the section's is another.
    """
    if not own and not section:
        return NOTHING_TOLD
    if _names(own, asked.period):
        return 1.0
    if _names(section, asked.period):
        return 0.8 if own else 1.0
    if _covers((*own, *section), asked.period):
        return COVERED
    return OTHER_SECTION if section else OTHER_TOLD


NOTHING_TOLD, COVERED, OTHER_TOLD, OTHER_SECTION = 0.2, 0.5, 0.2, 0.0


def _names(told: tuple[Period, ...], asked: Period) -> bool:
    if asked.first:
        return any(each.first == each.last == asked.last for each in told) or asked[:2] in [each[:2] for each in told]
    return any(each.month == asked.month and asked.day in (0, each.day) for each in told)


def _covers(told: tuple[Period, ...], asked: Period) -> bool:
    return bool(asked.first) and any(each.first <= asked.last and asked.first <= each.last for each in told)


def with_years(question: str, today: int, known: Callable[[int], bool]) -> str:
    """A question whose "last year" is told in figures, counted from `today`'s year, where documents know that year.

    Args:
        question: The question.
        today: The year that "last year" counts from.
        known: Whether any document has a year.

    Returns:
        The question, or itself where nothing is told so.
    """
    for period, span, relative in reversed(mentions(question, today)):
        if relative and period.first == period.last and known(period.first):
            words = question[span.start : span.end]
            year = str(period.first) if words[0].isascii() else f"{period.first}年"
            question = question[: span.start] + year + question[span.end :]
    return question
