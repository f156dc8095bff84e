"""How styles of OpenDocument text look, as far as it changes what is read: struck out, hidden, raised or lowered."""

from collections.abc import Iterable
from typing import Any

from qa.documents.package import local_name, named_value

_DEEPEST = 20  # styles that take over from each other
_FAMILIES = {"p": "paragraph", "h": "paragraph"}


class Looks:
    """The looks of paragraphs and spans by the styles that they name."""

    def __init__(self, elements: Iterable[Any]) -> None:
        self._styles = {
            (named_value(e, "family") or "text", named_value(e, "name")): e
            for e in elements
            if local_name(e) == "style"
        }
        self._known: dict[tuple[str, str], tuple[bool, str]] = {}

    def of(self, element: Any) -> tuple[bool, str]:
        """Whether the words of an element are struck out or hidden, and whether they are `super` or `sub`."""
        key = (_FAMILIES.get(local_name(element), "text"), named_value(element, "style-name"))
        if key not in self._known:
            self._known[key] = self._look(*key)
        return self._known[key]

    def _look(self, family: str, name: str) -> tuple[bool, str]:
        told: dict[str, str] = {}
        style = self._styles.get((family, name))
        for _ in range(_DEEPEST):
            if style is None:
                break
            for properties in (e for e in style if local_name(e) == "text-properties"):
                told = {**{name.rpartition("}")[2]: value for name, value in properties.items()}, **told}
            style = self._styles.get((family, named_value(style, "parent-style-name")))
        line = told.get("text-line-through-style", told.get("text-line-through-type", "none"))
        position = told.get("text-position", "").split(" ")[0]
        height = {"super": "super", "sub": "sub"}.get(position, "")
        if position.endswith("%") and position.strip("-%").isdigit() and position.strip("-%") != "0":
            height = "sub" if position.startswith("-") else "super"
        return line != "none" or told.get("display") == "none", height
