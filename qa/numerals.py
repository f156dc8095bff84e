"""The numbers of a text, whether in digits or in Chinese numerals, so that 12 and 十二 are one."""

import re
import unicodedata
from functools import lru_cache

from qa.analysis import normalise

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_VALUES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_NUMERAL = re.compile(f"[{''.join(_VALUES)}{''.join(_UNITS)}]+")
_LONGEST = 20  # numerals of a number; a longer run is none


@lru_cache(maxsize=4096)
def numbers(text: str) -> frozenset[str]:
    """Every number of `text`, in digits without separators of thousands."""
    folded = normalise(text)
    digits = {_latin(match.replace(",", "")) for match in _DIGITS.findall(folded)}
    words = (value for match in _NUMERAL.findall(folded) if (value := _value(match)) is not None)
    return frozenset(digits | {str(value) for value in words})


def _latin(digits: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in digits)


def _value(numeral: str) -> int | None:
    """The value of a Chinese numeral: 十二 is 12, 二〇二四 is 2024; None for a unit alone or no number at all."""
    if len(numeral) > _LONGEST or all(character in _UNITS for character in numeral if character != "十"):
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
