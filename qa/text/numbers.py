"""The numbers of a text, whether in digits or in numerals: 12 and 十二 are one, and so are 371.3万 and 3.713 million."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from qa.text.analyzer import normalise

SCALES = {
    **{"万": 10_000, "亿": 100_000_000, "百": 100, "千": 1000},
    **{"million": 10**6, "billion": 10**9, "thousand": 1000, "trillion": 10**12},
}
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_FIGURE = re.compile(
    r"(?P<digits>\d+(?:[.,]\d+)*)(?P<scale>\s?[百千]?[万亿]{1,2}|[百千]|\s?(?:thousand|million|billion|trillion)(?![a-z]))?"
)
MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r"|sept)(?![a-z])"  # also in short
_MONTH_BY_NUMBER = re.compile(rf"(?<![a-z]){MONTH}(?=[.,]*\s\d)|(?<=\d ){MONTH}")
_VALUES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_NUMERAL = re.compile(f"[{''.join(_VALUES)}{''.join(_UNITS)}]+")
_LONGEST_NUMBER_CHARACTERS = 20  # numerals or digits of a number; a longer run is none


@lru_cache(maxsize=4096)
def numbers(text: str) -> frozenset[str]:
    """Every number of `text`, in digits without separators of thousands; one with a unit (万, million) also in full."""
    return frozenset().union(*figures(text))


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[frozenset[str], ...]:
    """Each number of `text`, as the one or two numbers that it may be compared by: 371.3万 by 371.3 and 3713000."""
    folded = normalise(text)
    found = {frozenset(_forms(match)): None for match in _FIGURE.finditer(folded)}
    found |= {frozenset((str(value),)): None for value in _in_words(folded)}
    return tuple(found)


def value_of(figure: str) -> Decimal | None:
    """The value of one figure, in digits with or without a unit or in Chinese numerals; None if it is no number."""
    folded = normalise(figure).strip()
    if match := _FIGURE.fullmatch(folded):
        return _scaled(match)
    value = _value(folded) if _NUMERAL.fullmatch(folded) else None
    return None if value is None else Decimal(value)


def _forms(match: re.Match[str]) -> Iterator[str]:
    yield _latin(match["digits"].replace(",", ""))
    value = _scaled(match) if match["scale"] else None
    if value is not None:
        yield f"{value.normalize():f}"


def _scaled(match: re.Match[str]) -> Decimal | None:
    digits = _latin(match["digits"].replace(",", ""))
    if digits.count(".") > 1 or len(digits) > _LONGEST_NUMBER_CHARACTERS:
        return None
    value, unit = Decimal(digits), (match["scale"] or "").strip()
    for part in [unit] if unit in SCALES else unit:
        value *= SCALES[part]
    return value


def _in_words(folded: str) -> Iterator[int]:
    for numeral in _NUMERAL.findall(folded):
        if (value := _value(numeral)) is not None:
            yield value
    for match in _MONTH_BY_NUMBER.finditer(folded):
        yield next(at for at, name in enumerate(MONTHS, start=1) if name.startswith(match.group()[:3]))


def _latin(digits: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in digits)


def _value(numeral: str) -> int | None:
    """The value of a Chinese numeral: 十二 is 12, 二〇二四 is 2024; None for a unit alone or no number at all."""
    if len(numeral) > _LONGEST_NUMBER_CHARACTERS or all(
        character in _UNITS for character in numeral if character != "十"
    ):
        return 10 if numeral == "十" else None
    if all(character in _VALUES for character in numeral):
        return int("".join(str(_VALUES[character]) for character in numeral))
    total = section = digit = 0
    for character in numeral:
        if character in _VALUES:
            digit = _VALUES[character]
            continue
        unit = _UNITS[character]
        if unit == _UNITS["亿"]:
            total, section, digit = (total + section + digit) * unit, 0, 0
        elif unit == _UNITS["万"]:
            total, section, digit = total + (section + digit) * unit, 0, 0
        else:
            section, digit = section + (digit or 1) * unit, 0
    return total + section + digit
