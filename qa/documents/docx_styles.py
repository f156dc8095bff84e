"""Styles of a DOCX: what a paragraph or a run takes over from the style that it names."""

import re
from typing import Any

from qa.documents.package import local_name

_HEADING = re.compile(r"(?:heading|标题|標題|überschrift|titre)\s*(\d)", re.IGNORECASE)
_TITLES = ("title", "标题", "標題")
_DEEPEST = 20  # styles that are based on each other


def child(element: Any, name: str) -> Any:
    """The first child of this name, or None; None has none."""
    return next((c for c in element if local_name(c) == name), None) if element is not None else None


def value(element: Any, name: str = "val") -> str:
    """An attribute in the namespace of its element; empty where there is none."""
    if element is None:
        return ""
    return str(element.get(f"{element.tag.rpartition('}')[0]}}}{name}") or "")


def is_on(element: Any) -> bool:
    """Whether a switch such as `strike` is there and not off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


class Styles:
    """The styles by their names in the file."""

    def __init__(self, root: Any) -> None:
        found = [] if root is None else [style for style in root if local_name(style) == "style"]
        self._styles = {value(style, "styleId"): style for style in found}

    def line(self, name: str) -> list[Any]:
        """A style and those that it is based on, itself first."""
        found: list[Any] = []
        style = self._styles.get(name)
        while style is not None and len(found) < _DEEPEST and style not in found:
            found.append(style)
            style = self._styles.get(value(child(style, "basedOn")))
        return found

    def level(self, properties: Any) -> int:
        """Title is level 1, the headings below it 2 and on; 0 for running text."""
        styles = self.line(value(child(properties, "pStyle")))
        for style in styles:
            names = (value(style, "styleId"), value(child(style, "name")))
            if any(name.lower() in _TITLES for name in names):
                return 1
            found = next((match for match in map(_HEADING.search, names) if match), None)
            if found:
                return int(found.group(1)) + 1
        outlines = [child(each, "outlineLvl") for each in (properties, *(child(style, "pPr") for style in styles))]
        told = next((value(outline) for outline in outlines if outline is not None), "9")
        return int(told) + 2 if told.isdigit() and int(told) < 9 else 0
