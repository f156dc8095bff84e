"""Numbers of lists and headings in OpenDocument text, as they are printed: 3., (a), 第二章."""

from collections.abc import Iterable, Iterator
from typing import Any

from qa.documents.list_numbers import number_text
from qa.documents.package import local_name, named_value

_FORMATS = {
    "1": "decimal",
    "I": "upperRoman",
    "i": "lowerRoman",
    "A": "upperLetter",
    "a": "lowerLetter",
    "一, 二, 三, ...": "chinese",
    "壹, 贰, 叁, ...": "chineseLegal",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "①, ②, ③, ...": "decimalEnclosedCircle",
}
_LEVELS = 10


class Numbers:
    """Counts items and headings; ask in the order in which they stand."""

    def __init__(self, elements: Iterable[Any]) -> None:
        self._levels: dict[str, dict[str, Any]] = {}
        self._outline: dict[str, Any] = {}
        for each in elements:
            if local_name(each) == "list-style":
                self._levels[named_value(each, "name")] = _by_level(each)
            elif local_name(each) == "outline-style":
                self._outline = _by_level(each)
        self._headings: list[int] = [0] * (_LEVELS + 1)
        self._ended: dict[tuple[str, int], int] = {}  # the last number of each list, by its name or its style

    def items(
        self, element: Any, style: str = "", depth: int = 1, above: tuple[int, ...] = ()
    ) -> Iterator[tuple[Any, str, bool]]:
        """What stands in a list, and in those inside it.

        Args:
            element: The list.
            style: The style of the list around it, which holds where it names none.
            depth: How deep it lies, from 1.
            above: The numbers of the items around it, the outermost first.

        Yields:
            Each element, the number printed before it, and whether it begins an item.
        """
        style = named_value(element, "style-name") or style
        number = self._begins(element, style, depth)
        for item in element:
            if local_name(item) not in ("list-item", "list-header"):
                continue
            is_item = local_name(item) == "list-item"
            told = named_value(item, "start-value")
            # One that holds another list and nothing of its own is not counted.
            counts = is_item and local_name(next(iter(item), None)) != "list"
            number = int(told) if told.isdigit() else number + counts
            here = (*above, max(number, 1))
            first = is_item
            for child in item:
                if local_name(child) == "list":
                    yield from self.items(child, style, depth + 1, here)
                else:
                    mark = _printed(self._levels.get(style, {}), depth, here) if first else ""
                    yield child, mark, first
                    first = False
        self._ended[style, depth] = number
        own = next((value for name, value in element.items() if name.endswith("}id")), "")
        if own:
            self._ended[f"#{own}", depth] = number

    def heading(self, element: Any, level: int) -> str:
        """The number printed before a heading."""
        if named_value(element, "is-list-header") == "true" or str(level) not in self._outline or level > _LEVELS:
            return ""
        told = named_value(element, "start-value")
        first = _start(self._outline[str(level)])
        before = self._headings[level]
        restarts = named_value(element, "restart-numbering") == "true" and told.isdigit()
        self._headings[level] = int(told) if restarts else before + 1 if before else first
        self._headings[level + 1 :] = [0] * (_LEVELS - level)
        return _printed(self._outline, level, tuple(max(each, 1) for each in self._headings[1 : level + 1]))

    def _begins(self, element: Any, style: str, depth: int) -> int:
        """The number before the first one of a list: of the list that it goes on with, if it does."""
        continued = named_value(element, "continue-list")
        if continued and (f"#{continued}", depth) in self._ended:
            return self._ended[f"#{continued}", depth]
        if named_value(element, "continue-numbering") == "true":
            return self._ended.get((style, depth), 0)
        return _start(self._levels.get(style, {}).get(str(depth))) - 1


def _by_level(style: Any) -> dict[str, Any]:
    return {named_value(level, "level"): level for level in style if local_name(level)}


def _start(level: Any) -> int:
    told = named_value(level, "start-value") if level is not None else ""
    return int(told) if told.isdigit() else 1


def _printed(levels: dict[str, Any], depth: int, numbers: tuple[int, ...]) -> str:
    """The printed number of an item; nothing for bullets, or where the style is not known."""
    level = levels.get(str(depth))
    if level is None or local_name(level) not in ("list-level-style-number", "outline-level-style"):
        return ""
    kind = named_value(level, "num-format")
    if not kind:
        return ""
    shown = int(named_value(level, "display-levels") or "1")
    parts = []
    for at, number in list(enumerate(numbers, start=1))[-shown:]:
        own = levels.get(str(at))
        told = (named_value(own, "num-format") if own is not None else "") or kind
        parts.append(number_text(number, _FORMATS.get(told, "decimal")))
    return f"{named_value(level, 'num-prefix')}{'.'.join(parts)}{named_value(level, 'num-suffix')}".strip()
