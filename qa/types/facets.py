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

    def to_json(self) -> dict[str, list[str]]:
        """The `facets` object of the JSON contract."""
        return {
            "periods": list(map(str, self.periods)),
            "spoken": list(map(str, self.spoken)),
            "names": list(self.names),
            "kinds": list(self.kinds),
            "numbers": list(self.numbers),
        }


class FacetCount(NamedTuple):
    """How many of the documents that were found bear a facet: a filter that admits them, and their number."""

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
    """

    year: float | None = None
    passage_year: float | None = None
    name: float | None = None
    kind: float | None = None


NO_FACETS = Facets()
NOTHING_ASKED = FacetFit()
