"""Numbers of the items of lists on a page, as they are printed: where they start, which way they run, in which signs."""

import re

from lxml import etree

from qa.documents.list_numbers import number_text

_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    **dict.fromkeys(("lower-alpha", "lower-latin"), "lowerLetter"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "upperLetter"),
    **{"lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal": "decimal"},
    **{"decimal-leading-zero": "decimalZero", "cjk-heavenly-stem": "ideographTraditional"},
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), "chineseCounting"),
    **dict.fromkeys(("none", "disc", "circle", "square"), ""),
}
_STYLE = re.compile(r"list-style(?:-type)?\s{0,5}:\s{0,5}([^;]{1,60})", re.IGNORECASE)


class Lists:
    """The lists that are open, innermost last."""

    def __init__(self) -> None:
        self._next: list[int] = []
        self._steps: list[int] = []  # 0: bullets
        self._kinds: list[str] = []

    def open(self, element: etree._Element) -> None:
        """A list begins."""
        kind = _kind(element) if element.tag == "ol" else ""
        backwards = element.get("reversed") is not None
        first = sum(child.tag == "li" for child in element) if backwards else 1
        self._next.append(_number(element.get("start"), first))
        self._steps.append((-1 if backwards else 1) if kind else 0)
        self._kinds.append(kind)

    def close(self) -> None:
        """The innermost list ends."""
        if self._kinds:
            for each in (self._next, self._steps, self._kinds):
                each.pop()

    def mark(self, item: etree._Element) -> str:
        """The number that is printed before an item."""
        if not self._kinds or not self._steps[-1]:
            return ""
        number = _number(item.get("value"), self._next[-1])
        self._next[-1] = number + self._steps[-1]
        ends = "、" if self._kinds[-1].startswith(("chinese", "ideograph")) else "."
        return f"{number_text(number, self._kinds[-1])}{ends}"


def _kind(element: etree._Element) -> str:
    """In which signs a list counts; empty where none are printed."""
    told = _STYLE.search((element.get("style") or "")[:2000])
    for word in told[1].lower().split() if told else ():
        if word in _STYLES:
            return _STYLES[word]
    return _TYPES.get((element.get("type") or "")[:1], "decimal")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 6 else otherwise
