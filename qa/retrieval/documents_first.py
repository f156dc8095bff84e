"""The first look of retrieval: which documents a question is about, by what they bear in path, title and head.

Each document has its identity (see `facets.document_facets`) as terms: pairs of characters and words, names in pinyin, file
numbers, and its years. What of a question stands in identities of some documents, and is like a name, is taken as asked of
the document; all of it is soft evidence, and what no document bears asks nothing.
"""

import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

from qa.facets.question_facets import AskedPeriod
from qa.facets.terms import DATED, Entry, name_terms, year_terms, year_weights
from qa.retrieval.bm25 import Run
from qa.retrieval.naming import NAME, Mention, NamingDocuments
from qa.retrieval.tantivy_folder import any_of, open_copy, open_linked

YEAR, FIRST, LAST = "year", "first", "last"
_SOURCE = "source"
_WRITER_BYTES = 15_000_000  # the least that tantivy takes


class Fit(NamedTuple):
    """How well the names and the years of a document fit, each in [0, 1], and what names it lacks (see `fits`)."""

    name: float
    year: float
    lacks: tuple[Mention, ...] = ()


Mentions = tuple[Mention, ...]
Periods = tuple[AskedPeriod, ...]


class DocumentIndex(NamingDocuments):
    """Finds documents by what they are about."""

    def __init__(self, index: Any, folder: tempfile.TemporaryDirectory[str] | None = None) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._size = self._searcher.num_docs
        self._folder = folder  # kept so that the files live as long as the index
        # One question asks for its names and years twice.
        self._asked: Callable[[Mentions, Periods], tuple[Any, Any]] = lru_cache(maxsize=8)(self._of_facets)
        self._borne_together: Callable[[Mentions], bool] = lru_cache(maxsize=8)(self._are_together)

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
        """How the documents with these first rows fit, in the same order.

        Args:
            firsts: Their first rows.
            mentions: What the question says of documents. Where one document bears all of it, those that lack a part say which:
                the swimming pool of Lindenau is not that of Oberkirnach.
            periods: The years that it asks about.

        Returns:
            A fit for each document.
        """
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
        lacking = self._lacking(mentions, among, len(firsts))
        return [
            Fit(
                min(1.0, names.get(at, 0.0)),
                min(1.0, years.get(at, 0.0)),
                tuple(mention for mention, bearing in lacking if at not in bearing),
            )
            for at in firsts
        ]

    def _lacking(self, mentions: Sequence[Mention], among: Any, limit: int) -> list[tuple[Mention, set[int]]]:
        """The names of a question that one document bears together, each with those of some documents that bear it."""
        if not self._borne_together(tuple(mentions)):
            return []
        hits = (self._searcher.search(self._every(each.terms, among), limit, count=False).hits for each in mentions)
        return [(each, set(self._values(FIRST, found))) for each, found in zip(mentions, hits, strict=True)]

    def _values(self, field: str, hits: Sequence[Any]) -> list[int]:
        return [int(value) for value in self._searcher.fast_field_values(field, [address for _, address in hits])]

    def _count(self, field: str, term: str) -> int:
        """How many documents bear a term there."""
        return int(self._searcher.doc_freq(field, term))

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
        return self._best_of(NAME, self._names(mentions)), self._best_of(YEAR, year_parts(periods))

    def _names(self, mentions: Sequence[Mention]) -> list[list[tuple[str, float]]]:
        """The names of a question, each a whole fit, as two may be two documents; all as one where one document bears them all."""
        parts = self._name_parts(mentions)
        if not self._borne_together(tuple(mentions)):
            return parts
        terms = [each for part in parts for each in part]
        most = sum(weight for _, weight in terms)
        return [[(term, weight / most) for term, weight in terms]]

    def _are_together(self, mentions: Mentions) -> bool:
        """Whether some document bears several names, all of them."""
        return len(mentions) > 1 and self._bears({term for each in mentions for term in each.terms})

    def _bears(self, terms: Collection[str]) -> bool:
        """Whether some document bears all of some terms."""
        return bool(self._searcher.search(self._every(terms), 1, count=False).hits)

    def _every(self, terms: Iterable[str], *more: Any) -> Any:
        queries = (tantivy.Query.term_query(self._schema, NAME, term, "basic") for term in terms)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in (*queries, *more)])

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
