"""Automatic numbers of a DOCX: 第三条, 2.1, (a), as they are printed in front of a paragraph."""

from collections import defaultdict
from typing import Any

from qa.documents.docx_styles import Styles, child, value
from qa.documents.package import local_name

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LEVELS = 9
_MOST = 30_000  # a number beyond is none that was counted


class Numbers:
    """Counts the paragraphs of each list; ask for them in the order in which they stand."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        elements = [] if root is None else list(root)
        self._lists = {value(e, "abstractNumId"): e for e in elements if local_name(e) == "abstractNum"}
        self._numbers = {value(e, "numId"): e for e in elements if local_name(e) == "num"}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._begun: set[tuple[str, int]] = set()

    def of(self, properties: Any) -> str:
        """What is printed in front of a paragraph with these properties, with the blank behind it; mostly nothing."""
        number, level = self._numbered(properties)
        found = self._numbers.get(number)
        if found is None:
            return ""
        name = value(child(found, "abstractNumId"))
        levels = _levels(self._lists.get(name)) | _overridden(found)
        if level not in levels:
            return ""
        counts = self._counts[name]
        start = _start_override(found, level)
        if start is not None and (number, level) not in self._begun:
            counts[level] = start
        else:
            before = counts[level]
            counts[level] = _start(levels[level]) if before is None else min(before + 1, _MOST)
        self._begun.add((number, level))
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return _printed(levels, level, counts)

    def _numbered(self, properties: Any) -> tuple[str, int]:
        """Number and level of the list that a paragraph, or its style, is in."""
        styles = self._styles.line(value(child(properties, "pStyle")))
        number, level = "", ""
        for each in (properties, *(child(style, "pPr") for style in styles)):
            told = child(each, "numPr")
            level = level or value(child(told, "ilvl"))
            number = value(child(told, "numId"))
            if number:
                break
        return number, min(int(level or 0), _LEVELS - 1)


def _levels(abstract: Any) -> dict[int, Any]:
    levels = [] if abstract is None else [e for e in abstract if local_name(e) == "lvl"]
    return {int(value(e, "ilvl") or 0): e for e in levels}


def _overridden(number: Any) -> dict[int, Any]:
    overrides = [e for e in number if local_name(e) == "lvlOverride"]
    return {int(value(e, "ilvl") or 0): level for e in overrides if (level := child(e, "lvl")) is not None}


def _start_override(number: Any, level: int) -> int | None:
    for override in (e for e in number if local_name(e) == "lvlOverride"):
        start = value(child(override, "startOverride"))
        if int(value(override, "ilvl") or 0) == level and start:
            return int(start)
    return None


def _start(level: Any) -> int:
    return int(value(child(level, "start")) or 1)


def _printed(levels: dict[int, Any], level: int, counts: list[int | None]) -> str:
    here = levels[level]
    kind = value(child(here, "numFmt")) or "decimal"
    text = value(child(here, "lvlText"))
    if kind in ("bullet", "none") or not text:
        return ""
    as_figures = child(here, "isLgl") is not None
    for at in range(level + 1):
        if f"%{at + 1}" in text:
            told = value(child(levels.get(at), "numFmt")) or "decimal"
            count = counts[at]
            shown = count if count is not None else _start(levels.get(at))
            text = text.replace(f"%{at + 1}", number_text(shown, "decimal" if as_figures else told))
    return text if value(child(here, "suff")) == "nothing" else f"{text} "


def number_text(number: int, kind: str) -> str:
    """A number as a list of this format prints it; in figures where the format is not known."""
    if kind in ("upperRoman", "lowerRoman"):
        text = _roman(number)
        return text if kind == "upperRoman" else text.lower()
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else "0"
        return letter if kind == "upperLetter" else letter.lower()
    if kind.startswith(("chineseLegal", "ideographLegal")):
        return chinese(number, _LEGAL, "拾佰仟")
    if kind == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if kind.startswith(("chinese", "japanese", "taiwanese")):
        return chinese(number, _DIGITS, "十百千")
    for name, characters in (("ideographTraditional", _STEMS), ("ideographZodiac", _BRANCHES)):
        if kind == name and 0 < number <= len(characters):
            return characters[number - 1]
    if kind == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if kind == "decimalZero":
        return f"{number:02d}"
    return f"{number}{_ordinal(number)}" if kind == "ordinal" else str(number)


def chinese(number: int, digits: str, units: str) -> str:
    """A number below 10,000 in Chinese: 十二, 一百零三."""
    if not 0 < number < 10_000:
        return str(number) if number else digits[0]
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + (units[power - 1] if power else "")
        gap = (gap and not digit) or (not digit and bool(text))
    return text[1:] if text.startswith(digits[1] + "十") else text


def _roman(number: int) -> str:
    text = ""
    for size, letters in (*_ROMAN, *_ROMAN_SMALL):
        text += letters * (number // size)
        number %= size
    return text


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
