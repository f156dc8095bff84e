"""BM25 over the tokens of `analyzer`, by tantivy.

Tokens are made here and handed over joined by blanks, so questions and passages are analysed by the same code
whatever tantivy's own tokenizers do. Each passage has two fields: its body, and the title and headings above it.
"""

import math
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from qa.question.answer_type import without_interrogatives
from qa.retrieval.tantivy_folder import any_of, gone_rows, open_copy, open_linked
from qa.text.analyzer import passage_tokens, tokens
from qa.text.background import common
from qa.text.many_terms import joined_terms

BODY, CONTEXT, ROW = "body", "context", "row"
# A word of the title says less about one passage than a word of its own. Measured on CMRC 2018 trial and DRCD dev.
CONTEXT_WEIGHT = 0.25
PRIOR = 50.0  # passages of everyday text that count beside those of the index
_WRITER_BYTES = 50_000_000
_LONGEST_TOKEN_CHARACTERS = 200  # tantivy refuses terms above 64 kB; no word is that long
_AT_ONCE = 500  # passages whose terms are held
_MOST_QUESTION_TERMS = 256
K1 = 1.2  # tantivy's, and Lucene's
MOST_TOLD = 2000  # passages of some documents whose words are told at once
Run = tuple[int, int]  # the first row and the last


class LexicalIndex:
    """Finds the passages whose words fit a question's."""

    def __init__(self, index: Any, folder: tempfile.TemporaryDirectory[str]) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._size = self._searcher.num_docs
        self._folder = folder  # kept so that the files live as long as the index
        self._gone = gone_rows(Path(folder.name))
        # A question asks for its terms in several searches, and a conversation for the same ones again.
        self._rarities: Callable[[str, str], tuple[float, float]] = lru_cache(maxsize=4096)(self._counted)
        self._among: Callable[[tuple[Run, ...]], Any] = lru_cache(maxsize=8)(self._rows)
        self._asked: Callable[[str], tuple[Any, float]] = lru_cache(maxsize=64)(
            lambda question: self._of_terms(question_terms(question))
        )

    @staticmethod
    def write(folder: Path, passages: Iterable[tuple[int, str, str]]) -> None:
        """Write the index of `(row, body, context)` texts, in row order, into an existing empty folder."""
        _put(tantivy.Index(_schema(), path=str(folder)), (), passages)

    @staticmethod
    def update(base: Path, folder: Path, gone: Iterable[int], passages: Iterable[tuple[int, str, str]]) -> None:
        """Write the index in `base` without the rows in `gone` and with more texts into an existing empty folder.

        Until the index is written anew, rows that are gone still count where it is told how rare a word is.

        Args:
            base: The folder of the index before.
            folder: The new one, empty.
            gone: Rows to leave out.
            passages: `(row, body, context)` of each new one, in row order.
        """
        _put(open_copy(base, folder), gone, passages)

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        """Open the index in `folder` for searching, without writing anything there.

        tantivy makes a lock file beside the files it opens, so it is given a temporary folder of links to them.

        Args:
            folder: Of one generation.

        Returns:
            The index, ready to search.
        """
        return cls(*open_linked(folder))

    def __len__(self) -> int:
        return int(self._size)

    def idf(self, term: str) -> float:
        """How rare a term is: ln(1 + (N - n + 0.5) / (n + 0.5)), as in BM25 (Robertson and Zaragoza, 2009).

        Counted over the passages of the index and `PRIOR` of everyday text, so that a few passages, where each word
        stands in nearly all or in none, weigh words much as many do.

        Args:
            term: As the analyzer gives it.

        Returns:
            A number from 0 up; the largest for a term that no passage has.
        """
        return self._rarities(BODY, term)[1]

    def holds(self, term: str) -> bool:
        """Whether a term stands in any passage, or above one."""
        return any(self._holds(field, term) for field in (BODY, CONTEXT))

    def count(self, term: str) -> int:
        """In how many passages, or above how many, a term stands; 0 when `holds` says no."""
        return max(self._found(field, term) for field in (BODY, CONTEXT)) if self.holds(term) else 0

    def search(self, question: str | Counter[str], limit: int, among: Sequence[Run] = ()) -> list[tuple[int, float]]:
        """The best `limit` passages as `(row, score)`, by falling score, then by row.

        Args:
            question: What is looked for, or its terms.
            limit: How many at most.
            among: Only rows from the first to the last of each of these runs that hold any of it, if any are given.

        Scores are in [0, 1): BM25 divided by what a passage that held every word of the question over and over
        would get. So 0.1 means that hardly any of the question is there, whatever the other passages hold.

        Returns:
            At most `limit` pairs.
        """
        query, best = self._asked(question) if isinstance(question, str) else self._of_terms(question)
        if not self._size or not best:
            return []
        if among:
            both = [(tantivy.Occur.Must, self._among(tuple(among))), (tantivy.Occur.Must, query)]
            query = tantivy.Query.boolean_query(both)
        found = self._searcher.search(query, limit, count=False).hits
        rows = np.array(self._searcher.fast_field_values(ROW, [address for _, address in found]), dtype=np.int64)
        scores = np.array([score for score, _ in found]) / best
        order = np.lexsort((rows, -scores))
        return list(zip(rows[order].tolist(), scores[order].tolist(), strict=True))

    def scores(self, question: str | Counter[str], rows: Sequence[int]) -> dict[int, float]:
        """The scores of the passages at `rows` that hold any of it."""
        return dict(self.search(question, len(rows), [(row, row) for row in rows])) if rows else {}

    def scores_with(
        self, question: str, part: str, told: Mapping[int, float], rows: Sequence[int], among: Sequence[Run] = ()
    ) -> dict[int, float]:
        """The scores of a question at `rows`, from those of a part of it: only what else it has is looked up.

        Args:
            question: The whole question.
            part: What is left of it.
            told: The scores of the part; 0 for rows that are not there.
            rows: Which are wanted.
            among: Runs that all of them lie in, where those are known.

        Returns:
            A score for each row.
        """
        whole, known = question_terms(question), question_terms(part)
        if known - whole:  # what was taken out between them made other words
            return self.scores(question, rows)
        more = whole - known
        found = self.search(more, MOST_TOLD, among) if among else []
        others = dict(found) if among and len(found) < MOST_TOLD else self.scores(more, rows)
        best = self._best(whole) or 1.0
        shares = self._best(known) / best, self._best(more) / best
        return {row: shares[0] * told.get(row, 0.0) + shares[1] * others.get(row, 0.0) for row in rows}

    def _of_terms(self, wanted: Counter[str]) -> tuple[Any, float]:
        """The query for some terms, and the best that it can give."""
        return self._query(wanted), self._best(wanted)

    def _best(self, wanted: Counter[str]) -> float:
        """What a passage that held every term over and over would get."""
        return sum(count * self.idf(term) for term, count in wanted.items()) * (K1 + 1) * (1 + CONTEXT_WEIGHT)

    def _found(self, field: str, term: str) -> int:
        """How many passages have a term there, with some that are gone."""
        return int(self._searcher.doc_freq(field, term))

    def _counted(self, field: str, term: str) -> tuple[float, float]:
        """How rare a term is in this index alone, and with `PRIOR` passages of everyday text."""
        found = self._found(field, term)
        size = max(self._size, found)  # passages that are gone may still be counted among those found
        return _rarity(found, size), _rarity(found + PRIOR * common(term), size + PRIOR)

    def _weight(self, field: str, term: str) -> float:
        """What makes tantivy's own weight of a term, which knows this index alone, into that of `idf`."""
        alone, told = self._rarities(field, term)
        return told / alone

    def _holds(self, field: str, term: str) -> bool:
        found = self._found(field, term)  # which counts passages that are gone as well
        if not found or found > self._gone:
            return found > 0
        query = tantivy.Query.term_query(self._schema, field, term, "basic")
        return bool(self._searcher.search(query, 1, count=False).hits)

    def _rows(self, among: Sequence[Run]) -> Any:
        """The passages of these runs of rows, each with a score of 0."""
        query, kind = tantivy.Query, tantivy.FieldType.Integer
        if all(first == last for first, last in among):
            return any_of(self._schema, ROW, [row for row, _ in among])
        alone = any_of(self._schema, ROW, [first for first, last in among if first == last])
        runs = (run for run in among if run[0] != run[1])
        either = [alone, *(query.range_query(self._schema, ROW, kind, *run, use_inverted_index=True) for run in runs)]
        return query.const_score_query(query.boolean_query([(tantivy.Occur.Should, each) for each in either]), 0.0)

    def _query(self, wanted: Counter[str]) -> Any:
        fields = ((BODY, 1.0), (CONTEXT, CONTEXT_WEIGHT))
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, field, term, "freq"),
                        weight * count * self._weight(field, term),
                    ),
                )
                for term, count in wanted.items()
                for field, weight in fields
            ]
        )


@lru_cache(maxsize=256)  # one question asks for them again and again
def question_terms(question: str) -> Counter[str]:
    """The terms of a question, each with how often it stands there; not to be changed."""
    return Counter(islice(_short(tokens(without_interrogatives(question))), _MOST_QUESTION_TERMS))


def text_terms(text: str) -> list[str]:
    """The terms of a text of a passage, in order, without those that are too long for any word."""
    terms = passage_tokens(text)
    longest = max(map(len, terms), default=0)
    return terms if longest <= _LONGEST_TOKEN_CHARACTERS else list(_short(terms))


def _rarity(found: float, size: float) -> float:
    return math.log(1 + (size - found + 0.5) / (found + 0.5))


def _put(index: Any, gone: Iterable[int], passages: Iterable[tuple[int, str, str]]) -> None:
    # One thread: rows then lie in order and equal input gives equal scores.
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for row in gone:
        writer.delete_documents_by_term(ROW, row)
    left = iter(passages)
    while some := list(islice(left, _AT_ONCE)):
        rows, bodies, contexts = zip(*some, strict=True)
        above = list(dict.fromkeys(contexts))  # many have the same
        of_contexts = dict(zip(above, joined_terms(above, _LONGEST_TOKEN_CHARACTERS), strict=True))
        for row, body, context in zip(rows, joined_terms(bodies, _LONGEST_TOKEN_CHARACTERS), contexts, strict=True):
            writer.add_document(tantivy.Document(**{ROW: row, BODY: body, CONTEXT: of_contexts[context]}))
    writer.commit()
    writer.wait_merging_threads()


def _short(terms: Iterable[str]) -> Iterator[str]:
    return (term for term in terms if len(term) <= _LONGEST_TOKEN_CHARACTERS)


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(ROW, stored=False, indexed=True, fast=True)  # indexed, to be taken out by it
    for field in (BODY, CONTEXT):
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
