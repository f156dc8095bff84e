"""Automatic numbers of a DOCX: 第三条, 2.1, (a), as they are printed in front of a paragraph."""

from collections import defaultdict
from typing import Any

from qa.documents.docx_styles import Styles, child, value
from qa.documents.list_numbers import number_text
from qa.documents.package import local_name

_LEVELS = 9
_LARGEST_NUMBER = 30_000  # a number beyond is none that was counted


class Numbers:
    """Counts the paragraphs of each list; ask for them in the order in which they stand."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        elements = [] if root is None else list(root)
        self._lists = {value(e, "abstractNumId"): e for e in elements if local_name(e) == "abstractNum"}
        # A list that is defined by a style of lists is the one that bears this style.
        of_style = {
            value(child(e, "styleLink")): name for name, e in self._lists.items() if child(e, "styleLink") is not None
        }
        self._same = {
            name: of_style[linked]
            for name, e in self._lists.items()
            if (linked := value(child(e, "numStyleLink"))) in of_style
        }
        self._numbers = {value(e, "numId"): e for e in elements if local_name(e) == "num"}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._begun: set[tuple[str, int]] = set()

    def of(self, properties: Any) -> str:
        """What is printed in front of a paragraph with these properties, with the blank behind it; mostly nothing."""
        number, level = self._numbered(properties)
        found = self._numbers.get(number)
        if found is None:
            return ""
        name = self._name(found)
        levels = _levels(self._lists.get(name)) | _overridden(found)
        if level not in levels:
            return ""
        counts = self._counts[name]
        start = _start_override(found, level)
        if start is not None and (number, level) not in self._begun:
            counts[level] = start
        else:
            before = counts[level]
            counts[level] = _start(levels[level]) if before is None else min(before + 1, _LARGEST_NUMBER)
        self._begun.add((number, level))
        for below in range(level + 1, _LEVELS):
            if level < _restarts_below(levels.get(below), below):
                counts[below] = None
        return _printed(levels, level, counts)

    def is_bullet(self, properties: Any) -> bool:
        """Whether a paragraph is an item with a bullet before it."""
        number, level = self._numbered(properties)
        found = self._numbers.get(number)
        if found is None:
            return False
        levels = _levels(self._lists.get(self._name(found))) | _overridden(found)
        return level in levels and value(child(levels[level], "numFmt")) == "bullet"

    def _name(self, number: Any) -> str:
        name = value(child(number, "abstractNumId"))
        return self._same.get(name, name)

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


def _restarts_below(level: Any, at: int) -> int:
    """A level begins anew behind every level above this one; 0: it runs on through the document, as articles do."""
    told = value(child(level, "lvlRestart"))
    return min(int(told), at) if told.isdigit() else at


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
