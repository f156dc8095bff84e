"""What of a question is asked of the document, by what the documents of an index bear; and how passages fit that."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.catalogue import Placed
from qa.facets.kinds import kinds
from qa.facets.question_facets import COVERED, AskedPeriod, asked_periods, year_fit
from qa.facets.terms import BEFORE_IT
from qa.question.designations import designations
from qa.retrieval.documents_first import Fit
from qa.retrieval.index import Index
from qa.retrieval.naming import Mention
from qa.types import Answer, FacetFit, Passage, Quote, Span

_GOES_ON = re.compile(r"[省市县县區区州盟旗][长長委政府]")
_SHORTEST_CHARACTERS = 2  # characters of a name
_DATED = 0.1  # share of documents with a period of their own from which on a year is asked of documents at all


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart: what names the document, what tells its year, and the content, all else."""

    question: str
    content: str
    mentions: tuple[Mention, ...]
    periods: tuple[AskedPeriod, ...]
    kinds: tuple[str, ...]


def asked(index: Index, question: str) -> Asked | None:
    """The facets of a question; None when it says nothing that tells the documents of the index apart."""
    mentions = tuple(index.documents.mentions(question))
    mentions += tuple(_exonyms(index, question, mentions))
    periods = tuple(asked_periods(question)) if index.documents.dated >= _DATED else ()
    if not mentions and not periods:
        return None
    content = question
    for span in (*(_of_name(question, mention.span) for mention in mentions), *(period.span for period in periods)):
        content = content[: span.start] + " " * (span.end - span.start) + content[span.end :]
    return Asked(question, content, mentions, periods, kinds(question))


def without_exchanged(index: Index, earlier: str, question: str) -> str:
    """An earlier question of a conversation without what a later one names in its place: whose documents, which year, which number.

    Args:
        index: The generation that is asked.
        earlier: The earlier question.
        question: The later one.

    Returns:
        The earlier one with blanks.
    """
    numbered = {each.what for each in designations(question)}
    for each in designations(earlier):
        if each.what in numbered:
            earlier = re.sub(re.escape(each.words), " ", earlier, flags=re.IGNORECASE)
    about, before = asked(index, question), asked(index, earlier)
    gone = [each.span for each in before.mentions] if about and before and about.mentions else []
    gone += [each.span for each in asked_periods(earlier)] if asked_periods(question) else []
    for start, end in gone:
        earlier = earlier[:start] + " " * (end - start) + earlier[end:]
    return " ".join(earlier.split())


def _exonyms(index: Index, question: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Names of documents that a question has in another script, where it has none of them as they are."""
    for span, name in index.exonyms.meant(question, lambda span: any(span.meets([each.span]) for each in mentions)):
        if mention := index.documents.mention(span, name):
            yield mention


def _of_name(question: str, span: Span) -> Span:
    """Where a name stands without a character that belongs to what follows as well: 北京市 and 市长."""
    joined = _GOES_ON.match(question, span.end - 1)
    return Span(span.start, span.end - 1) if joined and span.end - span.start > _SHORTEST_CHARACTERS else span


def facet_fits(index: Index, about: Asked, passages: Sequence[Passage] | Sequence[Placed]) -> list[FacetFit]:
    """How each passage and its document fit what a question asks of them.

    Args:
        index: Of the passages' documents.
        about: What the question asks of documents.
        passages: Passages of the index, or what is told of them.

    Returns:
        A fit for each passage, in order.
    """
    firsts = index.catalogue.first_rows
    sources = list(dict.fromkeys(passage.source for passage in passages))
    found = index.documents.fits([firsts[source] for source in sources], about.mentions, about.periods)
    of_documents = {
        source: _document_fit(index, about, source, fit) for source, fit in zip(sources, found, strict=True)
    }
    of_facts = [period for period in about.periods if not period.of_document]
    if not of_facts:
        return [of_documents[passage.source] for passage in passages]
    told: dict[tuple[object, ...], FacetFit] = {}  # many passages of a document speak of the same periods
    fits = []
    for passage in passages:
        speaks_of = passage.source, passage.periods, passage.section
        if speaks_of not in told:
            year = max(year_fit(asked, passage.periods, passage.section) for asked in of_facts)
            document = of_documents[passage.source]
            told[speaks_of] = replace(document, passage_year=year)
        fits.append(told[speaks_of])
    return fits


def with_misfits(index: Index, about: Asked, answer: Answer) -> Answer:
    """An answer whose quotes say which facets of their documents do not fit the question.

    Args:
        index: Of the quotes' documents.
        about: What the question asks of documents.
        answer: The answer so far.

    Returns:
        The answer, its quotes, nearest quotes and parts with their misfits.
    """
    quotes = _told(index, about, answer.quotes)
    places = {quote.place: quote for quote in quotes}
    parts = [replace(part, quote=part.quote and places.get(part.quote.place, part.quote)) for part in answer.parts]
    return replace(answer, quotes=quotes, nearest=_told(index, about, answer.nearest), parts=tuple(parts))


def _told(index: Index, about: Asked, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    fits = facet_fits(index, about, [quote.passage for quote in quotes])
    return tuple(replace(quote, misfits=_misfits(fit)) for quote, fit in zip(quotes, fits, strict=True))


def _misfits(fit: FacetFit) -> tuple[str, ...]:
    """What does not fit at all; a passage of another document that speaks of the year asked for does."""
    year = fit.year == 0 and (fit.passage_year is None or fit.passage_year < COVERED)
    return tuple(name for name, wrong in (("year", year), ("name", fit.name == 0)) if wrong)


def _document_fit(index: Index, about: Asked, source: str, fit: Fit) -> FacetFit:
    """How a document fits; what its passages speak of is not told."""
    return FacetFit(
        year=_year_fit(index, about, source, fit.year),
        name=fit.name if about.mentions else None,
        kind=_kind_fit(index, about, source),
        lacks=tuple(about.question[slice(*mention.span)] for mention in fit.lacks),
    )


def _year_fit(index: Index, about: Asked, source: str, told: float) -> float | None:
    """How a document fits the years: of a year after its own it can only plan, however much it speaks of that."""
    if not about.periods:
        return None
    own = index.catalogue.facets(source).year
    asked = [each.period.first for each in about.periods if not each.of_document and each.period.first]
    return min(told, BEFORE_IT) if own and asked and min(asked) > own else told


def _kind_fit(index: Index, about: Asked, source: str) -> float | None:
    borne = index.catalogue.facets(source).kinds
    if not about.kinds:
        return None
    return float(not set(about.kinds).isdisjoint(borne))
