"""Years told by another one: "the year before" in a follow-up is the one before the year that was asked for."""

import re

from qa.question.frame import YEAR

# A year told by another one, which the turn before names; each with what is to be added to that.
_RELATIVE_YEARS = (
    (
        re.compile(
            r"(?:在|那)?(?:(?:它|其)?(?:(?<!以)之?前|(?<!以)上)(?:的)?一(?:个)?年(?:度)?|(?<!以)上年度?|前年度|前の年|전년도?|그?\s?전\s?해)"
            r"|\b(?:(?:in )?the (?:previous|preceding|prior) year|(?:in )?(?:the|a|one) year (?:before|earlier)(?: that)?(?=\W*$)"
            r"|l['’]année (?:précédente|d['’]avant)|im (?:Vorjahr|Jahr davor)|el año anterior|годом ранее|в предыдущем году)",
            re.IGNORECASE,
        ),
        -1,
    ),
    (
        re.compile(
            r"(?:在|那)?(?:(?:之?后|後|下)(?:的)?一(?:个|個)?年(?:度)?|第二年(?=\s?呢|\W*$)|次年|翌年|다음\s?해)"
            r"|\b(?:(?:in )?the (?:following|next) year|(?:in )?(?:the|a|one) year (?:after|later)(?: that)?(?=\W*$)"
            r"|l['’]année (?:suivante|d['’]après)|im (?:Folgejahr|Jahr danach)|el año siguiente|годом позже|в следующем году)",
            re.IGNORECASE,
        ),
        1,
    ),
)
_YEAR_IN_FRONT = re.compile(rf"(?:{YEAR.pattern})的?$")
_DIGITS = re.compile(r"\d{4}")


def without_relative_year(question: str, before: str) -> str:
    """A question with "the year before" and "the next year" as the year that they are.

    Args:
        question: The question; 2021年的前一年 counts from the year that stands there.
        before: The question before, from whose year is counted else.

    Returns:
        The question, with a year in figures where it is known from which one to count.
    """
    for pattern, step in _RELATIVE_YEARS:
        match = pattern.search(question)
        if not match:
            continue
        words, head, rest = match.group(), question[: match.start()], question[match.end() :]
        own = _YEAR_IN_FRONT.search(head)
        told = set(_DIGITS.findall(own.group() if own else "" if YEAR.search(question) else " ".join(_years(before))))
        if len(told) == 1:
            head = head[: own.start()] if own else head
            return f"{head}{int(told.pop()) + step}{'年' * ('年' in words)}{rest}"
    return question


def _years(text: str) -> list[str]:
    return [match.group() for match in YEAR.finditer(text)]
