"""The first look of retrieval: which documents a question is about, by what they bear in path, title and head.

Each document has its identity (see `facets.document_facets`) as terms: pairs of characters and words, names in pinyin, file
numbers, and its years. What of a question stands in identities of some documents, and is like a name, is taken as asked of
the document; all of it is soft evidence, and what no document bears asks nothing.
"""

import math
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

from qa.facets.names import file_numbers
from qa.facets.periods import without_periods
from qa.facets.question_facets import AskedPeriod
from qa.facets.terms import DATED, WORD, Entry, begun, is_han, name_terms, spelled, year_terms, year_weights
from qa.retrieval.tantivy_folder import any_of, open_copy, open_linked
from qa.text.analyzer import normalise, tokens
from qa.text.background import common
from qa.text.name_model import name_chance
from qa.types import Span

NAME, YEAR, FIRST, LAST = "name", "year", "first", "last"
_SOURCE = "source"
_WRITER_BYTES = 15_000_000  # the least that tantivy takes
_COMMON = 0.5  # share of the documents that bear a term which tells none of them apart
_A_NAME = 0.5  # chance from which on a Chinese word is taken for a name
_BORNE = 0.95  # the chance of one that a path or a field of a head begins with
_EVERYDAY = 0.03  # share of everyday text that holds a word which is no name
_SHORTEST_LETTERS = 3  # letters of a word that is looked up
_LOOSE = "年月日的在和与了是及或从到于对跟由给被把向"  # characters that a Chinese name neither holds nor begins with
_CUT = re.compile(r"^(.{2,}?(?:自治[区州县旗]|[省市县区州盟旗]|公司|集团|学校|大学|医院))")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a question that some documents bear: where they stand in it, their terms, and how much they tell."""

    span: Span
    terms: tuple[str, ...]
    weight: float


class Fit(NamedTuple):
    """How well the names and the years of a document fit, each in [0, 1]."""

    name: float
    year: float


Mentions = tuple[Mention, ...]
Periods = tuple[AskedPeriod, ...]
Run = tuple[int, int]  # the first row and the last


class DocumentIndex:
    """Finds documents by what they are about."""

    def __init__(self, index: Any, folder: tempfile.TemporaryDirectory[str] | None = None) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._size = self._searcher.num_docs
        self._folder = folder  # kept so that the files live as long as the index
        # One question asks for its names and years twice.
        self._asked: Callable[[Mentions, Periods], tuple[Any, Any]] = lru_cache(maxsize=8)(self._of_facets)

    @staticmethod
    def write(folder: Path, entries: Iterable[Entry]) -> None:
        """Write the index of all documents into an existing empty folder."""
        _put(tantivy.Index(_schema(), path=str(folder)), (), entries)

    @staticmethod
    def update(base: Path, folder: Path, gone: Iterable[str], entries: Iterable[Entry]) -> None:
        """Write the index in `base` without some sources and with more documents.

        Args:
            base: The folder of the index as it was.
            folder: An existing empty folder.
            gone: The sources that are left out.
            entries: The documents that are added.
        """
        _put(open_copy(base, folder), gone, entries)

    @classmethod
    def open(cls, folder: Path) -> "DocumentIndex":
        """Open the index in `folder`, without writing anything there."""
        return cls(*open_linked(folder))

    def __len__(self) -> int:
        return int(self._size)

    @property
    def dated(self) -> float:
        """The share of the documents that have a period of their own: how far years tell documents apart."""
        return min(1.0, self._count(YEAR, DATED) / self._size) if self._size > 1 else 0.0

    def knows(self, year: int) -> bool:
        """Whether a document is of a year, or speaks much of it."""
        return any(self._count(YEAR, f"{kind}{year}") for kind in "yes")

    def mentions(self, question: str) -> list[Mention]:
        """The words of a question that tell some documents from others by name or number, in order."""
        text = without_periods(question)
        lower = text == text.lower()
        found = [mention for mention in self._numbers(text) if mention.terms]
        for mention in found:
            text = _blanked(text, mention.span)
        for match in WORD.finditer(text):
            if is_han(match.group()):
                found += self._han(match.group(), match.start())
            else:
                found += self._spaced(match, lower=lower)
        return sorted(found, key=lambda mention: mention.span)

    def mention(self, span: Span, name: str) -> Mention | None:
        """The words of a question that stand for a name; None when it tells no documents apart."""
        told = {term: tells for term in tokens(name) if len(term) > 1 and (tells := self._tells(term))}
        return Mention(span, tuple(told), max(told.values())) if told else None

    def search(
        self, mentions: Sequence[Mention], periods: Sequence[AskedPeriod], limit: int, weights: tuple[float, float]
    ) -> list[Run]:
        """The best documents by names and years.

        Args:
            mentions: What the question says of documents.
            periods: The years that it asks about.
            limit: Documents, at most.
            weights: What a full fit of the names counts, and of the years.

        Returns:
            The first and the last row of at most `limit` documents, best first.
        """
        wanted = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(query, weight))
            for query, weight in zip(self._asked(tuple(mentions), tuple(periods)), weights, strict=True)
            if query is not None and weight
        ]
        if not wanted or not self._size:
            return []
        best = self._searcher.search(tantivy.Query.boolean_query(wanted), limit, count=False).hits
        return list(zip(self._values(FIRST, best), self._values(LAST, best), strict=True))

    def fits(self, firsts: Sequence[int], mentions: Sequence[Mention], periods: Sequence[AskedPeriod]) -> list[Fit]:
        """How the documents with these first rows fit, in the same order."""
        if not firsts:
            return []
        among = any_of(self._schema, FIRST, firsts)
        scores: list[dict[int, float]] = []
        for query in self._asked(tuple(mentions), tuple(periods)):
            found = {}
            if query is not None:
                both = [(tantivy.Occur.Must, among), (tantivy.Occur.Must, query)]
                hits = self._searcher.search(tantivy.Query.boolean_query(both), len(firsts), count=False).hits
                found = dict(zip(self._values(FIRST, hits), (score for score, _ in hits), strict=True))
            scores.append(found)
        names, years = scores
        return [Fit(min(1.0, names.get(at, 0.0)), min(1.0, years.get(at, 0.0))) for at in firsts]

    def _values(self, field: str, hits: Sequence[Any]) -> list[int]:
        return [int(value) for value in self._searcher.fast_field_values(field, [address for _, address in hits])]

    def _count(self, field: str, term: str) -> int:
        """How many documents bear a term there."""
        return int(self._searcher.doc_freq(field, term))

    def _tells(self, term: str) -> float:
        """How much a term tells documents apart: its inverse document frequency; 0 when it does not."""
        often = self._count(NAME, term)
        if not often or often > max(1, _COMMON * self._size) or self._size < 2:
            return 0.0
        return math.log(1 + (self._size - often + 0.5) / (often + 0.5))

    def _numbers(self, text: str) -> Iterator[Mention]:
        for number in file_numbers(text):
            at = normalise(text).find(number) if len(normalise(text)) == len(text) else -1
            if at >= 0 and self._tells(number):
                yield Mention(Span(at, at + len(number)), (number,), self._tells(number))

    def _han(self, run: str, offset: int) -> Iterator[Mention]:
        """Stretches of Chinese characters whose pairs identities hold, and that are like a name."""
        folded = normalise(run)
        if len(folded) != len(run):
            return
        at = 0
        while at < len(folded) - 1:
            end = at
            while (
                end < len(folded) - 1
                and self._tells(folded[end : end + 2])
                and not set(folded[end : end + 2]) & set(_LOOSE)
            ):
                end += 1
            if end > at:
                words = folded[at : end + 1]
                cut = _CUT.match(words)
                words = cut[1] if cut else words
                terms = tuple(words[i : i + 2] for i in range(len(words) - 1))
                chance = max(name_chance(words), _BORNE if self._count(NAME, begun(words)) else 0.0)
                if chance >= _A_NAME:
                    yield Mention(
                        Span(offset + at, offset + at + len(words)), terms, chance * max(map(self._tells, terms))
                    )
                    at += len(words)
                    continue
            at = max(end, at + 1)

    def _spaced(self, match: re.Match[str], lower: bool) -> Iterator[Mention]:
        """A word of a script with blanks that identities hold, also a Chinese name in pinyin.

        It has a capital, or stands in a question without any: an ordinary word says nothing of the document.

        Yields:
            The name with its place.
        """
        word = re.sub(r"['’]s$", "", match.group())
        span = Span(match.start(), match.start() + len(word))
        letters = spelled(normalise(word))
        if tells := self._tells(letters):
            yield Mention(span, (letters,), tells)
            return
        folded = normalise(word)
        named = lower or word != word.lower()
        if named and len(folded) >= _SHORTEST_LETTERS and common(folded) < _EVERYDAY and (tells := self._tells(folded)):
            yield Mention(span, (folded,), tells)

    def _name_parts(self, mentions: Sequence[Mention]) -> list[list[tuple[str, float]]]:
        """Of each mention the terms with the share of what they tell; one that tells less counts less."""
        most = max((mention.weight for mention in mentions), default=0.0)
        parts = []
        for mention in mentions:
            tells = [self._tells(term) for term in mention.terms]
            share = min(1.0, 1.3 * mention.weight / most) / (sum(tells) or 1.0)
            parts.append([(term, told * share) for term, told in zip(mention.terms, tells, strict=True) if told])
        return parts

    def _of_facets(self, mentions: Mentions, periods: Periods) -> tuple[Any, Any]:
        """The queries for names and for years."""
        return self._best_of(NAME, self._name_parts(mentions)), self._best_of(YEAR, year_parts(periods))

    def _best_of(self, field: str, groups: Sequence[Sequence[tuple[str, float]]]) -> Any:
        """The best of some groups of terms, each the sum of those that a document has; None for no group."""
        queries = [self._constants(field, parts) for parts in groups]
        return tantivy.Query.disjunction_max_query(queries) if queries else None

    def _constants(self, field: str, parts: Sequence[tuple[str, float]]) -> Any:
        query = tantivy.Query
        return query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    query.const_score_query(query.term_query(self._schema, field, term, "basic"), weight),
                )
                for term, weight in parts
            ]
        )


def year_parts(periods: Sequence[AskedPeriod]) -> list[list[tuple[str, float]]]:
    """The years asked for, each with how a document of it relates to what happened in it; a group for each."""
    wanted: dict[str, float] = {}
    for asked in periods:
        for term, weight in year_weights(asked):
            wanted[term] = max(weight, wanted.get(term, 0.0))
    return [[each] for each in wanted.items()]


def _blanked(text: str, span: Span) -> str:
    return text[: span.start] + " " * (span.end - span.start) + text[span.end :]


def _put(index: Any, gone: Iterable[str], entries: Iterable[Entry]) -> None:
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for source in gone:
        writer.delete_documents_by_term(_SOURCE, source)
    for entry in entries:
        fields: dict[str, object] = {
            **{_SOURCE: entry.source, FIRST: entry.first, LAST: entry.last},
            **{NAME: sorted(name_terms(entry)), YEAR: sorted(year_terms(entry.facets))},
        }
        writer.add_document(tantivy.Document(**fields))
    writer.commit()
    writer.wait_merging_threads()


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(FIRST, stored=False, indexed=True, fast=True)
    builder.add_integer_field(LAST, stored=False, fast=True)
    for field in (_SOURCE, NAME, YEAR):
        builder.add_text_field(field, stored=False, tokenizer_name="raw", index_option="basic")
    return builder.build()
