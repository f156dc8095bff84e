"""Figures that several documents give for one thing: repeated later, or revised.

Quotes that give the same figure are one answer with several sources, the document closest to the fact first; figures that
differ are told side by side. Only quotes that speak of the year asked for, of as good a name and in as many
words of the question are compared: another figure of another thing is no contradiction.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa.facets.periods import periods
from qa.question.answer_type import FIGURE, NUMBER
from qa.quoting.why import shared_words
from qa.retrieval.facet_fit import Asked
from qa.text.numbers import value_of
from qa.types import Answer, FacetFit, Quote, Value

_FAR = 1000  # years, where a document tells none


def with_values(about: Asked, answer: Answer, fits: Sequence[FacetFit]) -> Answer:
    """An answer with the figures that its quotes give, where several documents do.

    Args:
        about: What of the question is asked of documents.
        answer: What was found.
        fits: How the passage and the document of each of its quotes fit.

    Returns:
        The answer; quotes that give figures come first, the closest to their year before others.
    """
    year = next((asked.period.last for asked in about.periods if asked.period.first and not asked.period.month), None)
    told = {at: figure for at, quote in enumerate(answer.quotes) if (figure := _figure(quote))}
    if year is None or answer.parts or 0 not in told:
        return answer
    shared = [set(shared_words(about.content, f"{quote.passage.context}\n{quote.text}")) for quote in answer.quotes]
    tied = [
        at
        for at in told
        if _speaks_of(answer.quotes[at], year)
        and told[at][1] == told[0][1]
        and shared[0] <= shared[at]
        and _of_as_good_a_name(fits[0], fits[at])
    ]
    behind = {at: _years_behind(answer.quotes[at], year) for at in tied}
    if any(years > 0 for years in behind.values()):  # what was written before the year was over could only plan
        tied = [at for at in tied if behind[at] > 0]
    if 0 not in tied or len({answer.quotes[at].passage.source for at in tied}) < 2:
        return answer
    tied.sort(key=lambda at: (behind[at], at))
    order = [*tied, *(at for at in range(len(answer.quotes)) if at not in tied)]
    values: dict[tuple[Decimal, str], list[int]] = {}
    for place, at in enumerate(tied):
        values.setdefault(told[at], []).append(place)
    return replace(
        answer,
        quotes=tuple(answer.quotes[at] for at in order),
        values=tuple(Value(_words(answer.quotes[order[places[0]]]), tuple(places)) for places in values.values()),
    )


def _speaks_of(quote: Quote, year: int) -> bool:
    """Whether a quote names the year, or stands where no other one is spoken of."""
    passage = quote.passage
    named = {period.last for period in periods(quote.text, passage.facets.year) if period.first}
    return year in named if named else {period.last for period in (*passage.periods, *passage.section)} == {year}


def _of_as_good_a_name(first: FacetFit, other: FacetFit) -> bool:
    return first.name is None or (other.name or 0.0) >= first.name > 0


def _figure(quote: Quote) -> tuple[Decimal, str] | None:
    """The value and the unit of the marked figure; None where none is, or several are."""
    words = _words(quote)
    found = FIGURE.findall(words)
    if quote.holds != NUMBER or len(found) != 1:
        return None
    bare = "".join(found[0].split())
    for end in range(len(bare), 0, -1):
        if (value := value_of(bare[:end])) is not None:
            return value, bare[end:]
    return None


def _words(quote: Quote) -> str:
    return quote.text[slice(*quote.marks[0])] if quote.marks else ""


def _years_behind(quote: Quote, year: int) -> int:
    """How many years behind the fact its document is; one that tells no year of its own comes last."""
    own = quote.passage.facets.year
    return _FAR if own is None else own - year
