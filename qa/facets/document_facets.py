"""The facets of a document, from its path, title, head and front matter; and of its passages."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from qa.facets.heads import front_matter, head, path_parts
from qa.facets.kinds import kinds
from qa.facets.names import file_numbers, names
from qa.facets.periods import periods
from qa.facets.sections import passage_periods
from qa.types import Document, Facets, Passage, Period

# The fields by which a front matter or a sidecar file sets facets, instead of what would be found.
_PERIODS = ("period", "date", "year", "fiscal_year", "日期", "年份")
_NAMES = (
    "name",
    "names",
    "place",
    "region",
    "organisation",
    "organization",
    "company",
    "party",
    "地区",
    "单位",
)
_KINDS = ("kind", "type", "种类")
_NUMBERS = ("number", "version", "model", "编号", "版本")
_MUCH = 0.1  # share of a document's passages that speak of a year it accounts for
_SEVERAL = 2  # passages of one with years of its own that do: one may only compare ("2019: 6.0 million")


def document_facets(document: Document, given: Mapping[str, str] | None = None) -> Facets:
    """What a document is about.

    Args:
        document: As read.
        given: Fields of a sidecar file, which count before those of a front matter.

    Returns:
        Periods, names, kinds and numbers.
    """
    fields, _ = front_matter(document.text)
    fields = {**fields, **(given or {})}
    parts, top = path_parts(document.source), head(document.text)
    told = _told(fields, _PERIODS)
    return Facets(
        periods=tuple(periods(told)) or _periods(parts, document.title, top),
        names=_listed(_told(fields, _NAMES)) or names(parts, document.title, top),
        kinds=_listed(_told(fields, _KINDS)) or kinds("\n".join((*parts, document.title, *top[:1])), document.format),
        numbers=_listed(_told(fields, _NUMBERS).lower()) or file_numbers("\n".join((*parts, document.title, *top))),
    )


def described(
    document: Document, passages: Sequence[Passage], given: Mapping[str, str] | None = None
) -> tuple[Facets, list[Passage]]:
    """The facets of a document, and its passages, in reading order, with the periods that they speak of."""
    facets = document_facets(document, given)
    told = passage_periods(passages, facets.year)
    dated = [replace(p, periods=own, section=section) for p, (own, section) in zip(passages, told, strict=True)]
    spoken = _spoken(facets, dated)
    if facets.periods and not spoken:  # it speaks of its own time wherever it says nothing else
        dated = [each if each.periods or each.section else replace(each, section=facets.periods) for each in dated]
    return replace(facets, spoken=spoken), dated


def identity(document: Document, facets: Facets) -> list[str]:
    """The texts that say which document it is."""
    return list(dict.fromkeys((*path_parts(document.source), document.title, *head(document.text), *facets.names)))


def _periods(parts: Sequence[str], title: str, top: Iterable[str]) -> tuple[Period, ...]:
    """Dates of the head first, since they are the document's own; then years of title and path; else years of the head."""
    above = periods("\n".join(top))
    dates = [period for period in above if period.first and period.month]
    named = [period for text in (title, *reversed(parts)) for period in periods(text)]
    own = [*dates, *(period for period in named if period.first)] or above
    return tuple(dict.fromkeys(own))


def _spoken(facets: Facets, passages: Sequence[Passage]) -> tuple[int, ...]:
    """The years, none of the document's own, that a good part of its passages speak of, by themselves or by their section."""
    own = {year for period in facets.periods for year in period.years}
    counted = Counter(year for each in passages for year in _years(each.periods or each.section))
    headed = {year for each in passages for year in _years(each.section)}
    enough, several = _MUCH * len(passages), min(_SEVERAL, len(passages)) if own else 0
    spoken = {year for year, often in counted.items() if often >= enough and (often >= several or year in headed)}
    return tuple(sorted(spoken - own))


def _years(told: Sequence[Period]) -> set[int]:
    return {period.last for period in told if period.first == period.last}


def _told(fields: Mapping[str, str], keys: Sequence[str]) -> str:
    return ", ".join(fields[key] for key in keys if fields.get(key))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.strip("[]").split(",") if (part := each.strip(" \"'")))
