"""Dates, years and runs of years in a text, however they are written: 2016-01-26, 二〇一六年, FY2015, "十二五", past five years."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from qa.text.scripts import CYRILLIC, HAN, LATIN
from qa.types import Period, Span

_FOLDED = str.maketrans("０１２３４５６７８９○Ｏ—–－～〜―", "0123456789〇〇------")
_OTHERWISE_WRITTEN = re.compile(f"[{''.join(map(chr, _FOLDED))}]")
_DIGITS = "〇一二三四五六七八九"
_NUMERALS = "〇零一二三四五六七八九十两"
_MONTHS = (
    "jan|ene|gen|янв",
    "feb|fév|fev|fevr|фев",
    "mar|mär|maerz|мар",
    "apr|avr|abr|апр",
    "may|mai|mayo|mag|мая|май",
    "jun|juin|giu|июн",
    "jul|juil|lug|июл",
    "aug|août|aout|ago|авг",
    "sep|set|сен",
    "oct|okt|ott|out|окт",
    "nov|ноя",
    "dec|dez|déc|dic|дек",
)
_ENDINGS = r"[a-zà-ÿа-я]{0,8}\.?"
_MONTH = rf"(?<![^\W\d_])(?P<name>{'|'.join(_MONTHS)}){_ENDINGS}(?![^\W\d_])"
_YEAR = r"(?:1[0-9]|20)\d\d"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民国": 1911, "民國": 1911}
_PLAN_BEGAN = 1951  # the first year of the n-th five-year plan is this and five times n: the twelfth began in 2011
_FIRST, _LAST = 1000, 2100  # years
_THAI_YEARS_AHEAD = 543
_SPOKEN = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_SPOKEN |= {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_COUNT = rf"(?P<count>\d{{1,2}}|[{''.join(k for k in _SPOKEN if not k.isascii())}]|{'|'.join(k for k in _SPOKEN if k.isascii())})"


class Mention(NamedTuple):
    """A period that a text names, where, and whether it is told from the writer's own year ("last year")."""

    period: Period
    span: Span
    relative: bool = False


Reads = Callable[[re.Match[str], int], Period | None]


def mentions(text: str, year: int | None = None) -> list[Mention]:
    """The periods of a text, in order; of those that overlap the one that begins first, and says most.

    Args:
        text: Any text.
        year: The writer's own year, from which "last year" and "the past five years" count; without it they are left out.

    Returns:
        Periods with the places of their words.
    """
    folded = text.translate(_FOLDED) if _OTHERWISE_WRITTEN.search(text) else text
    held = "".join([each for each, pattern in _NEEDS.items() if pattern.search(folded)])
    found: list[Mention] = []
    taken = 0
    candidates = [
        Mention(period, Span(*match.span()), relative=relative)
        for pattern, read, relative in _tried(held)
        if not relative or year
        for match in pattern.finditer(folded)
        if (period := read(match, year or 0))
    ]
    for mention in sorted(candidates, key=lambda each: (each.span.start, -each.span.end)):
        if mention.span.start >= taken:
            found.append(mention)
            taken = mention.span.end
    return found


def periods(text: str, year: int | None = None) -> list[Period]:
    """The periods of a text without repetitions, in order."""
    return list(dict.fromkeys(mention.period for mention in mentions(text, year)))


def without_periods(text: str) -> str:
    """A text with its periods as blanks; the rest stays where it stands."""
    for mention in mentions(text):
        start, end = mention.span
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@cache
def _tried(held: str) -> tuple[tuple[re.Pattern[str], Reads, bool], ...]:
    """The patterns that may be found where these needs are met."""
    return tuple((pattern, read, relative) for needs, pattern, read, relative in _PATTERNS if set(needs) <= set(held))


def _date(match: re.Match[str], _: int) -> Period | None:
    return _checked(int(match["year"]), _number(match["month"]), _number(match["day"] or ""))


def _numeral_date(match: re.Match[str], _: int) -> Period | None:
    digits = "".join(str(_DIGITS.index(each)) for each in match["year"].replace("零", "〇"))
    return _checked(int(digits), _number(match["month"] or ""), _number(match["day"] or ""))


def _named_month(match: re.Match[str], _: int) -> Period | None:
    name, parts = match["name"].casefold(), match.groupdict()  # ſep too
    month = next((at for at, names in enumerate(_MONTHS, start=1) if name in names.split("|")), 0)
    return _checked(int(parts.get("year") or 0), month, int(parts.get("day") or 0)) if month else None


def _month_and_day(match: re.Match[str], _: int) -> Period | None:
    return _checked(0, _number(match["month"]), _number(match.groupdict().get("day") or ""))


def _range(match: re.Match[str], _: int) -> Period | None:
    first, last = int(match["year"]), match["last"]
    if len(last) == 2:  # 2015/16
        last = match["year"][:2] + last
    return Period(first, int(last)) if first < int(last) <= first + 50 else None


def _era(match: re.Match[str], _: int) -> Period | None:
    years = 1 if match["count"] == "元" else _number(match["count"])
    parts = match.groupdict()
    return (
        _checked(_ERAS[match["era"]] + years, _number(parts["month"] or ""), _number(parts["day"] or ""))
        if years
        else None
    )


def _plan(match: re.Match[str], _: int) -> Period | None:
    first = _PLAN_BEGAN + 5 * _number(match["plan"])
    return Period(first, first + 4)


def _year(match: re.Match[str], _: int) -> Period | None:
    year = match["year"]
    if len(year) == 2:  # FY15
        year = f"20{year}"
    return _checked(int(year), 0, 0)


def _thai_year(match: re.Match[str], _: int) -> Period | None:
    return _checked(int(match["year"]) - _THAI_YEARS_AHEAD, 0, 0)


def _ago(years: int) -> Callable[[re.Match[str], int], Period]:
    return lambda _, now: Period(now + years, now + years)


def _past(match: re.Match[str], now: int) -> Period | None:
    count = match["count"].casefold()
    years = int(count) if count.isdecimal() else _SPOKEN.get(count, 0)
    return Period(now - max(years, 1), now - 1) if count.isdecimal() or years else None


def _checked(year: int, month: int, day: int) -> Period | None:
    if (year and not _FIRST <= year <= _LAST) or month > 12 or day > 31 or not (year or month):
        return None
    return Period(year, year, month, day)


def _number(digits: str) -> int:
    """A small number in digits or Chinese numerals; 0 of nothing."""
    if not digits or digits.isdecimal():
        return int(digits or 0)
    tens, ten, ones = digits.replace("零", "〇").rpartition("十")
    values = [_SPOKEN.get(each, 0) for each in (tens, ones)]
    return (values[0] or 1) * 10 + values[1] if ten else values[1]


_NUMERAL = rf"[{_NUMERALS}]{{1,3}}"
_DAY = r"(?P<day>\d{1,2})"
_ENGLISH_DAY = rf"(?<![\d.]){_DAY}(?:st|nd|rd|th|er|\.)?(?: of| de)?"
_BEHIND = rf"{_DAY}(?:st|nd|rd|th)?"
# What is only compared with the year before says nothing of it: "214 members, nine fewer than last year".
_COMPARED = "同期|より|比|に比|と比|並み|水平|水準"
_THAN = "".join(
    f"(?<!{word} )(?<!{word} the )" for word in ("than", "over", "on", "from", "to", "with", "als", "que", "чем в", "с")
)
_LAST_YEAR = rf"(?<![比较較])(?:去年|上一?年(?!代)|昨年|前年度)度?+(?!{_COMPARED})"
_LAST_YEAR_SPACED = (
    rf"\b{_THAN}(?:the )?(?:last|previous|past) year\b|{_THAN}l['’]an(?:née)? derni[eè]re?"
    rf"|{_THAN}letztes jahr|{_THAN}прошл\w+ год\w*|{_THAN}el año pasado"
)
# What stands before a year is looked at behind it: so the first digit is searched for, which is much faster.
_LONE_YEAR = rf"(?P<year>{_YEAR})(?<![\d.].{{4}})"
_RUN_OF_YEARS = (
    rf"{_LONE_YEAR}\s?年?度?\s?(?:-|~|/|至|到|to|bis|until)\s?(?P<last>{_YEAR}|(?<=/)\d\d)(?!\d)\s?(?:学年|學年|年度?)?"
)
_PLAN = (
    r"(?<![一二三四五六七八九十])[“\"「]?(?P<plan>十[一二三四五六七八九]?|[一二三四五六七八九])五[”\"」]?"
    r"(?=时期|時期|计划|計劃|规划|規劃|期间|期間|以来|以來|末|[”\"」])"
)
_THIS_YEAR = r"今年|本年度?|当年|今年度"
_THIS_YEAR_SPACED = r"\bthis year\b|cette année|dieses jahr|este año|этом году"
_PAST_YEARS = rf"(?:过去|過去|近|最近|之前|此前)的?{_COUNT}年"
_YEARS_SINCE = rf"(?<![第十\d年月]){_COUNT}年(?:来|來|间|間)"
_ERA = rf"(?P<era>{'|'.join(_ERAS)})(?P<count>元|\d{{1,3}}|{_NUMERAL})年度?(?:(?P<month>\d{{1,2}})月(?:{_DAY}日)?)?"
_IN_NUMERALS = (
    rf"(?P<year>[一二][〇零一二三四五六七八九]{{3}})(?<![{_NUMERALS}].{{4}})\s?年"
    rf"(?:\s?(?P<month>{_NUMERAL})\s?月(?:\s?(?P<day>{_NUMERAL})\s?[日号號])?)?"
)
_WITH_MARKS = rf"{_LONE_YEAR}(?P<part>[-./])(?P<month>\d{{1,2}})(?P=part){_DAY}(?![\d.]\d)"
_ALONE = rf"(?P<year>19\d\d|20\d\d)(?<![\d.,/$€£¥+-].{{4}})(?!\s?[%％年\d]|[.,/:]\d|-\d|\s?[{HAN}])"
# What a text must hold for a pattern to be tried at all: most texts hold little of it, and this saves most of the time. Each begins
# with characters that are found at once.
_LETTER = f"[{LATIN}{CYRILLIC}\u212a]"
_NEEDS = {
    each: re.compile(pattern)
    for each, pattern in {
        "4": rf"{_YEAR}",
        "w": _LETTER * 3,
        "d": r"\d",
        "f": "[Ff][Yy]",
        "ป": "ปี|พ\\.?\\s?ศ",
        "年": "年",
        "月": "月",
        "n": "[一二][〇零一二三四五六七八九]{3}",
        "五": '五(?=[”"」]|时期|時期|计划|計劃|规划|規劃|期间|期間|以来|以來|末)',
        "e": "|".join(_ERAS),
        "r": "年(?<=[去上一昨前今本当明来]年)",
        "c": "年(?=[来來间間])",
        "p": "过去|過去|近|之前|此前",
    }.items()
}
# What a text must hold, the pattern, how it is read, and whether it counts from the writer's year.
_TABLE: tuple[tuple[str, str, Reads, bool], ...] = (
    ("4年", rf"{_LONE_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?:{_DAY}\s?[日号號])?", _date, False),
    ("4", _WITH_MARKS, _date, False),
    ("4", rf"(?P<year>{_YEAR})(?<![\d.-].{{4}})[-.](?P<month>0[1-9]|1[0-2])(?P<day>)(?![\d.-]*\d)", _date, False),
    ("4", r"(?P<year>20\d\d|19\d\d)(?<!\d.{4})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?!\d)", _date, False),
    ("n", _IN_NUMERALS, _numeral_date, False),
    ("4w", rf"{_ENGLISH_DAY} {_MONTH}(?: de)?,? (?P<year>{_YEAR})(?!\d)", _named_month, False),
    ("4w", rf"{_MONTH} {_BEHIND},? (?P<year>{_YEAR})(?!\d)", _named_month, False),
    ("4w", rf"{_MONTH}(?: de| of)?,? (?P<year>{_YEAR})(?!\d)", _named_month, False),
    ("dw", rf"{_ENGLISH_DAY} {_MONTH}", _named_month, False),
    ("dw", rf"{_MONTH} {_BEHIND}(?![\d%])", _named_month, False),
    ("w", rf"\b(?:in|of|for|im|en|в) {_MONTH}(?:,? (?P<year>{_YEAR})(?!\d))?", _named_month, False),
    ("d月", rf"(?<!\d)(?P<month>\d{{1,2}})\s?月\s?{_DAY}\s?[日号號]", _month_and_day, False),
    ("月", rf"(?<![{_NUMERALS}])(?P<month>{_NUMERAL})月(?P<day>{_NUMERAL})[日号號]", _month_and_day, False),
    ("月", rf"(?<![\d{_NUMERALS}])(?P<month>\d{{1,2}}|{_NUMERAL})月份?", _month_and_day, False),
    ("4", _RUN_OF_YEARS, _range, False),
    ("e", _ERA, _era, False),
    ("五", _PLAN, _plan, False),
    ("f", rf"\bfy\s?['’]?(?P<year>{_YEAR}|\d\d)(?!\d)", _year, False),
    ("ป", r"(?:ปี(?:งบประมาณ)?\s?(?:พ\.?\s?ศ\.?\s?)?|พ\.?\s?ศ\.?\s?)(?P<year>2[45]\d\d)(?!\d)", _thai_year, False),
    ("4年", rf"{_LONE_YEAR}\s?年(?![代來来级級])度?", _year, False),
    ("4", _ALONE, _year, False),
    ("年p", _PAST_YEARS, _past, True),
    ("c", _YEARS_SINCE, _past, True),
    ("w", rf"\b(?:the )?(?:last|past) {_COUNT} years\b", _past, True),
    ("r", _LAST_YEAR, _ago(-1), True),
    ("w", _LAST_YEAR_SPACED, _ago(-1), True),
    ("r", r"前年(?!度)|一昨年", _ago(-2), True),
    ("w", r"\bthe year before last\b", _ago(-2), True),
    ("r", _THIS_YEAR, _ago(0), True),
    ("w", _THIS_YEAR_SPACED, _ago(0), True),
    ("r", r"明年|来年", _ago(1), True),
    ("w", r"\bnext year\b", _ago(1), True),
)
_PATTERNS = tuple(
    (needs, re.compile(pattern, re.IGNORECASE), read, relative) for needs, pattern, read, relative in _TABLE
)
