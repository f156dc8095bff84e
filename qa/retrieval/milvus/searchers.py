"""The three searchers of an index in Milvus: BM25 by inner products of sparse vectors, vectors, documents first."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.facets.question_facets import AskedPeriod
from qa.retrieval.bm25 import BODY, CONTEXT, CONTEXT_WEIGHT, K1, LexicalIndex, Run, question_terms
from qa.retrieval.documents_first import YEAR, DocumentIndex, Fit, year_parts
from qa.retrieval.milvus.manifest import View
from qa.retrieval.milvus.term_counts import Terms
from qa.retrieval.naming import NAME, Mention

B = 0.75  # tantivy's, and Lucene's
_EXACT_LENGTHS, _STEPS = 40, 8
_WIDE = 256  # documents looked at for each, since many fit equally well and the first rows of those go first
_MOST_PAIRS = 64  # of a name and a year, searched at once
Vectors = NDArray[np.float32]


def told_length(length: int) -> int:
    """A length as tantivy remembers it, in one byte: exact up to 40, then in ever larger steps."""
    first, step = _EXACT_LENGTHS, 2
    if length < first:
        return length
    while length >= first + _STEPS * step:
        first, step = first + _STEPS * step, 2 * step
    return first + (length - first) // step * step


def term_weight(often: int, length: int, average: float) -> float:
    """What a term that stands so often in a text weighs there: the part of BM25 that the question does not change."""
    return often / (often + K1 * (1 - B + B * told_length(length) / (average or 1.0)))


class MilvusLexicalIndex(LexicalIndex):
    """BM25: what a term weighs in a passage stands in its sparse vector, how rare it is comes with the question."""

    def __init__(self, view: View, terms: Terms) -> None:
        self._view, self._terms = view, terms
        self._size = view.manifest.passages
        self._rarities = self._counted  # the counts of terms are kept

    def search(
        self, question: str | Counter[str], limit: int, among: Sequence[tuple[int, int]] = ()
    ) -> list[tuple[int, float]]:
        """The best `limit` passages as `(row, score)`, as `LexicalIndex.search`."""
        wanted = question_terms(question) if isinstance(question, str) else question
        fields = ((BODY, 1.0), (CONTEXT, CONTEXT_WEIGHT))
        pairs = [(field, term) for term in wanted for field, _ in fields]
        numbers = dict(zip(pairs, (count.number for count in self._terms.counts(pairs)), strict=True))
        best = self._best(wanted)
        query = {
            numbers[field, term]: weight * often * self._rarities(field, term)[1] * (K1 + 1) / best
            for term, often in wanted.items()
            for field, weight in fields
            if numbers[field, term] >= 0
        }
        if not self._size or not query:
            return []
        view = self._view
        where = f"{view.visible} and ({_rows(among)})" if among else view.visible
        (found,) = view.store.nearest(view.named("passages"), "terms", [query], limit, where, "row")
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def _found(self, field: str, term: str) -> int:
        return self._terms.count(field, term).often

    def _holds(self, field: str, term: str) -> bool:
        return self._found(field, term) > 0


def _rows(among: Iterable[tuple[int, int]]) -> str:
    alone = [first for first, last in among if first == last]
    runs = [f"(row >= {first} and row <= {last})" for first, last in among if first != last]
    return " or ".join([*runs, *([f"row in {alone}"] if alone else [])])


class MilvusVectors:
    """The vectors of the passages."""

    def __init__(self, view: View) -> None:
        self._view = view

    @property
    def dim(self) -> int:
        """Length of the vectors."""
        return int(self._view.manifest.extra["dim"])

    def __len__(self) -> int:
        return self._view.manifest.next_row

    def search(self, queries: Vectors, limit: int) -> list[list[tuple[int, float]]]:
        """The best `limit` rows for each query as `(row, similarity)`, by falling similarity, then by row."""
        view = self._view
        wanted = list(np.ascontiguousarray(queries, dtype=np.float32))
        found = view.store.nearest(view.named("passages"), "vector", wanted, limit, view.visible, "row")
        return [sorted(hits, key=lambda hit: (-hit[1], hit[0])) for hits in found]

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """The vectors at `rows`, (len(rows), dim)."""
        view = self._view
        found = {
            int(row["row"]): row["vector"]
            for row in view.store.among(view.named("passages"), "row", sorted(set(rows)), ["row", "vector"])
        }
        vectors: Vectors = np.asarray([found[row] for row in rows], dtype=np.float32).reshape(len(rows), self.dim)
        return vectors


class MilvusDocumentIndex(DocumentIndex):
    """Documents by the terms that they bear: each has them in a sparse vector."""

    def __init__(self, view: View, terms: Terms) -> None:
        self._view, self._terms = view, terms
        self._size = view.manifest.with_passages
        self._borne_together = lru_cache(maxsize=8)(self._are_together)

    def _count(self, field: str, term: str) -> int:
        return self._terms.count(field, term).often

    def search(
        self, mentions: Sequence[Mention], periods: Sequence[AskedPeriod], limit: int, weights: tuple[float, float]
    ) -> list[Run]:
        """The best documents, as `DocumentIndex.search`: of every name with every year the best, and of those the best.

        Args:
            mentions: What the question says of documents.
            periods: The years that it asks about.
            limit: Documents, at most.
            weights: What a full fit of the names counts, and of the years.

        Returns:
            The first and the last row of at most `limit` documents, best first.
        """
        names, years = self._queries(mentions, periods)
        pairs = [
            {
                number: weight * factor
                for query, factor in zip(pair, weights, strict=True)
                for number, weight in query.items()
            }
            for pair in product(names or [{}], years or [{}])
        ]
        queries = [query for query in pairs if any(query.values())][:_MOST_PAIRS]
        if not queries or not self._size:
            return []
        view = self._view
        where = f"{view.visible} and first >= 0"
        found = view.store.nearest(view.named("documents"), "terms", queries, max(limit, _WIDE), where, "first")
        best: dict[int, float] = {}
        for first, score in (hit for hits in found for hit in hits):
            best[first] = max(score, best.get(first, 0.0))
        firsts = sorted(best, key=lambda first: (-round(best[first], 6), first))[:limit]
        lasts = {int(row["first"]): int(row["last"]) for row in self._documents(firsts, ["first", "last"])}
        return [(first, lasts.get(first, first)) for first in firsts]

    def fits(self, firsts: Sequence[int], mentions: Sequence[Mention], periods: Sequence[AskedPeriod]) -> list[Fit]:
        """How the documents with these first rows fit, in the same order, as `DocumentIndex.fits`."""
        queries = self._queries(mentions, periods)
        together = mentions if self._borne_together(tuple(mentions)) else ()
        wanted = [(each, set(self._weights_of(each.terms))) for each in together]
        found: dict[int, Fit] = {}
        for row in self._documents(firsts, ["first", "terms"]):
            borne = {int(number) for number in row["terms"]}
            name, year = (
                max((sum(w for n, w in query.items() if n in borne) for query in group), default=0.0)
                for group in queries
            )
            lacks = tuple(mention for mention, numbers in wanted if not numbers <= borne)
            found[int(row["first"])] = Fit(min(1.0, name), min(1.0, year), lacks)
        return [found.get(first, Fit(0.0, 0.0)) for first in firsts]

    def _documents(self, firsts: Sequence[int], fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        """What stands of the documents with these first rows."""
        view = self._view
        return view.store.among(view.named("documents"), "first", sorted(set(firsts)), fields, view.visible)

    def _queries(
        self, mentions: Sequence[Mention], periods: Sequence[AskedPeriod]
    ) -> tuple[list[dict[int, float]], list[dict[int, float]]]:
        """Each name and each year as weights by the dimension of its terms."""
        return self._numbered(NAME, self._names(mentions)), self._numbered(YEAR, year_parts(periods))

    def _bears(self, terms: Collection[str]) -> bool:
        query = self._weights_of(terms)
        if min(query, default=-1) < 0:
            return False
        view = self._view
        where = f"{view.visible} and first >= 0"
        (found,) = view.store.nearest(view.named("documents"), "terms", [query], 1, where, "first")
        return any(score > len(query) - 0.5 for _, score in found)

    def _weights_of(self, terms: Iterable[str]) -> dict[int, float]:
        """A weight of 1 for each term, by its dimension; -1 is the dimension of one that no document bears."""
        return {count.number: 1.0 for count in self._terms.counts([(NAME, term) for term in terms])}

    def _numbered(self, field: str, groups: Sequence[Sequence[tuple[str, float]]]) -> list[dict[int, float]]:
        numbered = []
        for group in groups:
            counts = self._terms.counts([(field, term) for term, _ in group])
            numbered.append(
                {count.number: weight for count, (_, weight) in zip(counts, group, strict=True) if count.number >= 0}
            )
        return numbered
