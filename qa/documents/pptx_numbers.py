"""Automatic numbers of paragraphs on a slide: 1., (b), 三., ②, as they are printed."""

import re
from typing import Any

from qa.documents.list_numbers import number_text
from qa.documents.package import local_name

_KINDS = (
    ("arabic", "decimal"),
    ("alphaLc", "lowerLetter"),
    ("alphaUc", "upperLetter"),
    ("romanLc", "lowerRoman"),
    ("romanUc", "upperRoman"),
    ("circleNum", "decimalEnclosedCircle"),
    ("ea1", "chineseCounting"),
)
_SIDES = {"Period": ("", "."), "ParenR": ("", ")"), "ParenBoth": ("(", ")"), "Minus": ("", "-"), "Plain": ("", "")}
_ENDS = re.compile(r"Period|ParenR|ParenBoth|Minus|Plain")
_LEVELS = 9


class Numbers:
    """Counts the paragraphs of one text; ask for them in their order."""

    def __init__(self) -> None:
        self._counts: list[tuple[str, int]] = [("", 0)] * _LEVELS  # format and number, by level

    def of(self, paragraph: Any) -> str:
        """What is printed before a paragraph; mostly nothing."""
        properties = next((e for e in paragraph if local_name(e) == "pPr"), None)
        told = properties.get("lvl") if properties is not None else ""
        level = min(int(told), _LEVELS - 1) if told and told.isdecimal() else 0
        found = next((e for e in properties if local_name(e) == "buAutoNum"), None) if properties is not None else None
        self._counts[level + 1 :] = [("", 0)] * (_LEVELS - level - 1)
        if found is None:
            self._counts[level] = ("", 0)
            return ""
        kind, start = found.get("type") or "", found.get("startAt") or "1"
        before, number = self._counts[level]
        same = before == f"{kind} {start}"
        number = number + 1 if same else int(start) if start.isdecimal() and len(start) < 6 else 1
        self._counts[level] = (f"{kind} {start}", number)
        return _printed(number, kind)


def _printed(number: int, kind: str) -> str:
    ends = _ENDS.search(kind)
    before, behind = _SIDES[ends.group()] if ends else ("", ".")
    return f"{before}{number_text(number, next((name for start, name in _KINDS if kind.startswith(start)), 'decimal'))}{behind}"
