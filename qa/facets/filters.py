"""Filters by facets, as one types them: `year:2016 place:宁夏 kind:report`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from qa.errors import QuestionError
from qa.facets.periods import periods
from qa.text.analyzer import normalise
from qa.types import Facets

_CONDITION = re.compile(r"(?P<key>[a-z]+):(?:\"(?P<quoted>[^\"]+)\"|(?P<value>\S+))")
_KEYS = {
    **{"year": "year", "date": "year", "place": "name", "name": "name", "party": "name", "author": "name"},
    **{"kind": "kind", "number": "number", "version": "number", "source": "source"},
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that a document must all meet; several of one key are alternatives."""

    conditions: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, text: str) -> "Filter":
        """Read conditions parted by blanks.

        Args:
            text: Like `year:2016 place:宁夏`.

        Returns:
            The filter.

        Raises:
            QuestionError: A condition has no known key, or no value.
        """
        rest = _CONDITION.sub("", text).strip()
        found = [(match["key"], match["quoted"] or match["value"]) for match in _CONDITION.finditer(text)]
        unknown = [key for key, _ in found if key not in _KEYS]
        if rest or unknown or not found:
            wrong = rest or next(iter(unknown), text)
            raise QuestionError(f"the filter {wrong!r} is none; write for example year:2016 place:宁夏 kind:report")
        return cls(tuple((_KEYS[key], value) for key, value in found))

    def admits(self, source: str, title: str, facets: Facets) -> bool:
        """Whether a document meets them.

        Args:
            source: Of the document.
            title: Of the document.
            facets: What it is about.

        Returns:
            True where of each key that is named one value fits.
        """
        keys = {key for key, _ in self.conditions}
        return all(
            any(_TESTS[key](value, source, title, facets) for each, value in self.conditions if each == key)
            for key in keys
        )


def is_of(source: str, wanted: str) -> bool:
    """Whether a source is the one named, in the folder named, or of the pattern."""
    return source == wanted or source.startswith(f"{wanted.rstrip('/')}/") or fnmatchcase(source, wanted)


def _year(value: str, _source: str, _title: str, facets: Facets) -> bool:
    """Its own period is the one asked for, or lies in it."""
    asked = periods(value) or periods(f"{value}年")
    return any(
        own.first <= wanted.last
        and wanted.first <= own.last
        and (not wanted.month or wanted.month == own.month)
        and (not wanted.day or wanted.day == own.day)
        for wanted in asked
        for own in facets.periods
    )


def _name(value: str, source: str, title: str, facets: Facets) -> bool:
    wanted = normalise(value)
    return any(wanted in normalise(each) for each in (*facets.names, title, source))


def _kind(value: str, _source: str, _title: str, facets: Facets) -> bool:
    return value.lower() in facets.kinds


def _number(value: str, _source: str, _title: str, facets: Facets) -> bool:
    return normalise(value) in facets.numbers


def _source(value: str, source: str, _title: str, _facets: Facets) -> bool:
    return fnmatchcase(source, value)


_TESTS: dict[str, Callable[[str, str, str, Facets], bool]] = {
    **{"year": _year, "name": _name, "kind": _kind, "number": _number, "source": _source},
}
