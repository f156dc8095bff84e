"""What a document, a section or a question is about: periods, names, kinds and numbers; and how two of them fit."""

from dataclasses import dataclass
from typing import NamedTuple


class Period(NamedTuple):
    """A year or a run of years, or a month or day of one: `Period(2016, 2016, 1, 26)`.

    `first` and `last` are 0 where a month or day is told without its year; `month` and `day` are 0 for whole years.
    """

    first: int
    last: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        if self.first != self.last:
            return f"{self.first}-{self.last}"
        year = str(self.first) if self.first else "*"
        return "-".join([year, *(f"{part:02}" for part in (self.month, self.day) if part)])

    @property
    def years(self) -> range:
        """The years that it covers; empty where none is told."""
        return range(self.first, self.last + 1) if self.first else range(0)


@dataclass(frozen=True, slots=True)
class Facets:
    """What a document or a question is about.

    Attributes:
        periods: The dates and years of a document itself (its date, the year in its title), not all that it mentions.
        spoken: Other years that much of it speaks of: a report of 2016 accounts for 2015.
        names: Places, organisations and persons whose document it is, as they are written there.
        kinds: What kind of document: `report`, `minutes`, `contract`, ...
        numbers: Versions, models, file and contract numbers, folded.
    """

    periods: tuple[Period, ...] = ()
    spoken: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year that the document counts "last year" from: the last one of its first period."""
        return next((period.last for period in self.periods if period.last), None)

    @property
    def shown(self) -> "FacetsJson":
        """What the JSON shows of it."""
        spoken = tuple(map(str, self.spoken))
        return FacetsJson(tuple(map(str, self.periods)), spoken, self.names, self.kinds, self.numbers)


@dataclass(frozen=True, slots=True)
class FacetsJson:
    """What a document is about.

    Attributes:
        periods: Its own dates and years: `2016-01-26`, `2011-2015`.
        spoken: Other years that much of it speaks of.
        names: Places, organisations and persons whose document it is.
        numbers: Versions, models, numbers of files and contracts.
    """

    periods: tuple[str, ...]
    spoken: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the documents that were found a filter admits.

    Attributes:
        condition: A filter, as `within` takes it.
        documents: How many.
    """

    condition: str
    documents: int


@dataclass(frozen=True, slots=True)
class FacetFit:
    """How a passage and its document fit what a question says of the document: each in [0, 1], None where nothing is asked.

    Attributes:
        year: Its document's own period against the question's.
        passage_year: The period that the passage itself speaks of (its own words, its section), against the question's.
        name: The names of the question (places, organisations, persons), or its models and file numbers, that its
            document bears.
        kind: The kind of document that the question names.
        lacks: The names of the question that its document does not bear, though another bears them with all the others.
    """

    year: float | None = None
    passage_year: float | None = None
    name: float | None = None
    kind: float | None = None
    lacks: tuple[str, ...] = ()


NO_FACETS = Facets()
NOTHING_ASKED = FacetFit()
