"""Dates and large figures of a question, written as the documents write them.

二〇二三年五月一日, 2023-05-01 and May 1, 2023 are one date; 3713000, 371.3万 and 3.713 million are one figure. What the
documents hold as it was typed is left alone.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from qa.text.analyzer import tokens
from qa.text.numbers import MONTH, MONTHS, SCALES, value_of
from qa.text.scripts import HAN
from qa.text.term_statistics import TermStatistics

_HAN = re.compile(f"[{HAN}]")
_DIGITS = "〇一二三四五六七八九"
_NUMERAL = "[〇零一二两三四五六七八九十]"
_MONTH = rf"(?<![a-z])(?P<month>{MONTH})\.?"
_YEAR = r"(?P<year>(?:1\d|20)\d\d)"
_DATES = (
    re.compile(
        rf"(?P<year>[〇零一二三四五六七八九]{{4}})\s?年(?:(?P<month>{_NUMERAL}{{1,2}})月(?:(?P<day>{_NUMERAL}{{1,3}})[日号號])?)?"
    ),
    re.compile(rf"(?<!\d){_YEAR}([-/.])(?P<month>\d{{1,2}})(?:\2(?P<day>\d{{1,2}}))?(?![\d.])"),
    re.compile(rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<![a-z\d])(?:(?P<day>\d{{1,2}})\s)?{_MONTH},? {_YEAR}(?!\d)", re.IGNORECASE),
)
_YEAR_IN_DIGITS = re.compile(r"(?<!\d)((?:1\d|20)\d\d)(?=\s?年)")
_LARGE = re.compile(
    r"(?<![\d.,])\d[\d,]*(?:\.\d+)?\s?(?:[百千]?[万萬亿億]|(?:thousand|million|billion|trillion)(?![a-z]))|(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.])"
    r"|(?<![\d.,])\d{5,}(?![\d.])|[一二两兩三四五六七八九十百千万萬亿億零〇]{4,}",
    re.IGNORECASE,
)
_LEAST = 10_000  # smaller figures are written in one way


def as_documents_write(question: str, terms: TermStatistics) -> str:
    """A question with its dates and large figures in the form that the documents hold; itself when they hold none.

    Args:
        question: The question.
        terms: Of the documents.

    Returns:
        The question, with other digits or words for the same date or figure.
    """
    chinese = bool(_HAN.search(question))
    for pattern in _DATES:
        question = pattern.sub(lambda match: _date(match, chinese, terms), question)
    question = _YEAR_IN_DIGITS.sub(lambda match: _first_held(match.group(), [_in_numerals(match[1])], terms), question)
    return _LARGE.sub(lambda match: _figure(match.group(), chinese, terms), question)


def _date(match: re.Match[str], chinese: bool, terms: TermStatistics) -> str:
    year, month, day = (_number(match[part]) for part in ("year", "month", "day"))
    if month and not (1 <= month <= 12 and 0 <= (day or 0) <= 31):
        return match.group()
    in_chinese = f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
    forms = [in_chinese]
    if month:
        name = MONTHS[month - 1].capitalize()
        english = [f"{name} {day}, {year}" if day else f"{name} {year}"]
        forms = [in_chinese, *english] if chinese else [*english, in_chinese]
    return next((form for form in forms if _held(form, terms)), match.group())


def _number(words: str | None) -> int | None:
    if words is None:
        return None
    if words.isdecimal():
        return int(words)
    if words[0].isascii():
        return next(at for at, name in enumerate(MONTHS, start=1) if name.startswith(words[:3].lower()))
    value = value_of(words)
    return None if value is None else int(value)


def _figure(typed: str, chinese: bool, terms: TermStatistics) -> str:
    value = value_of(typed)
    return typed if value is None or value < _LEAST else _first_held(typed, _figures(value, chinese), terms)


def _figures(value: Decimal, chinese: bool) -> list[str]:
    """A figure in digits and in each unit; those of the question's language first."""
    in_units = [
        (unit.isascii(), f"{(value / scale).normalize():f}{' ' if unit.isascii() else ''}{unit}")
        for unit, scale in SCALES.items()
        if value >= scale and unit not in "百千"
    ]
    digits = [str(int(value))] if value == int(value) else []
    own, other = ([form for english, form in in_units if english != each] for each in (chinese, not chinese))
    return [*own, *digits, *other] if chinese else [*digits, *own, *other]


def _first_held(typed: str, forms: Sequence[str], terms: TermStatistics) -> str:
    if _held(typed, terms):
        return typed
    return next((form for form in forms if _held(form, terms)), typed)


def _held(form: str, terms: TermStatistics) -> bool:
    return all(map(terms.holds, tokens(form)))


def _in_numerals(year: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in year)
