"""Late interaction: how well a passage fits a question, token by token, over a table of token vectors.

A mean of vectors blurs a long passage. Here each token of the question looks for the token of the passage that is
nearest to it (MaxSim; Khattab and Zaharia, ColBERT, SIGIR 2020), and counts as much as its vector is long: training
makes the vectors of telling words long and those of common ones short. The best sentence and the whole passage, each as
the mean of its tokens, say the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Parts of the score: the passage's mean, its best sentence's, and the tokens one by one. Measured on CMRC 2018 trial and
# DRCD dev (`python -m benchmarks.retrieval`).
_PASSAGE, _SENTENCE, _TOKENS = 0.25, 0.25, 0.5
_AT_ONCE = 500  # tokens whose vectors are held: half a megabyte, which the cache of a core holds
_SHORT_RUN = 8  # rows; numpy adds up longer runs in another order
_NOTHING = 1e-6  # a vector as short says nothing
Vectors = NDArray[np.float32]
Tokens = NDArray[np.int32]
Counts = NDArray[np.int64]
Sums = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Text:
    """A text as its tokens, and the sum of their vectors, (dim,)."""

    tokens: Tokens
    total: Vectors


@dataclass(frozen=True, slots=True)
class Texts:
    """Passages as their sentences, end to end; all that is needed of them to compare them with any question.

    Attributes:
        tokens: Of all sentences.
        sizes: How many tokens each sentence has.
        lengths: How long the sum of each sentence's vectors is.
        counts: How many sentences each passage has; those without a token that is compared by itself are left out.
        wholes: How long the sum of each passage's vectors is.
    """

    tokens: Tokens
    sizes: Counts
    lengths: Vectors
    counts: Counts
    wholes: Vectors


class Table:
    """Token vectors in int8 with a scale for each, (tokens, dim); rows become float32 when they are used."""

    def __init__(self, values: NDArray[np.int8], scales: Vectors, telling: NDArray[np.bool_]) -> None:
        """Hold the vectors; `telling` says of each token whether it is compared by itself."""
        self._values, self._scales, self._telling = values, scales, telling
        self.dim = int(values.shape[1])
        self._divided_by: Vectors | None = None

    def text(self, tokens: Tokens) -> Text:
        """A text of these tokens."""
        return Text(tokens, self._scales[tokens] @ self._values[tokens].astype(np.float32))

    def texts(self, passages: Sequence[Sequence[Text]]) -> Texts:
        """Passages of these sentences."""
        told = [[text for text in passage if self._telling[text.tokens].any()] for passage in passages]
        flat = [text for passage in told for text in passage]
        if not flat:
            nothing = np.zeros(0, dtype=np.float32)
            none = np.zeros(len(told), dtype=np.int64)
            return Texts(np.zeros(0, dtype=np.int32), none[:0], nothing, none, none.astype(np.float32))
        counts = np.array([len(passage) for passage in told])
        totals = np.stack([text.total for text in flat])
        wholes = np.zeros(len(told), dtype=np.float32)
        wholes[counts > 0] = _lengths(np.add.reduceat(totals, _starts(counts[counts > 0])))
        return Texts(
            np.concatenate([text.tokens for text in flat]),
            np.array([len(text.tokens) for text in flat]),
            _lengths(totals),
            counts,
            wholes,
        )

    def read(self, tokens: Tokens, sizes: Counts, counts: Counts) -> tuple[Texts, NDArray[np.bool_], Vectors, Vectors]:
        """Many passages at once, each as what stands above it and its sentences: see `StaticEncoder.read`.

        Args:
            tokens: Of all texts, end to end.
            sizes: How many tokens each text has.
            counts: How many texts each passage has, at least one.

        Returns:
            The passages; whether each has something above it; how long the sums of their vectors are without that; and the sums of
            the vectors of all tokens of each passage, (passages, dim).
        """
        totals, of_passages = self._totals(tokens, sizes, counts)
        telling = np.append(0, np.cumsum(self._telling[tokens]))[np.append(0, np.cumsum(sizes))]
        kept = np.diff(telling) > 0
        if not kept.all():
            tokens, totals = tokens[np.repeat(kept, sizes)], totals[kept]
        above, of = kept[_starts(counts)], np.repeat(np.arange(len(counts)), counts)[kept]
        told = np.bincount(of, minlength=len(counts))
        wholes, bare = np.zeros(len(counts), dtype=np.float32), np.zeros(len(counts), dtype=np.float32)
        lengths = _lengths(totals)
        if len(totals):
            wholes[told > 0] = _lengths(_sums(totals, told[told > 0]))
            totals[_starts(told[told > 0])[above[told > 0]]] = 0
            bare[told > 0] = _lengths(_sums(totals, told[told > 0]))
        return Texts(tokens, sizes[kept], lengths, told, wholes), above, bare, of_passages

    def totals(self, tokens: Tokens, sizes: Counts) -> Vectors:
        """The sum of the vectors of each text, (texts, dim), some texts at once."""
        return self._totals(tokens, sizes, np.ones(len(sizes), dtype=np.int64), of_texts=False)[1]

    def _totals(
        self, tokens: Tokens, sizes: Counts, counts: Counts, *, of_texts: bool = True
    ) -> tuple[Vectors, Vectors]:
        """The sums of the vectors of each text, and of each run of so many texts."""
        totals = np.zeros((len(sizes) if of_texts else 0, self.dim), dtype=np.float32)
        of_runs = np.zeros((len(counts), self.dim), dtype=np.float32)
        ends, last_texts = np.append(0, np.cumsum(sizes)), np.append(0, np.cumsum(counts))
        run_ends = ends[last_texts]
        # Written over again and again: memory that is new costs more than the sums.
        held = np.empty((max(_AT_ONCE, int(np.diff(run_ends).max(initial=0))), self.dim), dtype=np.float32)
        values = np.empty(held.shape, dtype=np.int8)
        first = 0
        while first < len(counts):
            start = int(run_ends[first])
            last = max(first + 1, int(np.searchsorted(run_ends[1:], start + _AT_ONCE, side="right")))
            some = tokens[start : int(run_ends[last])]
            scales = self._scales[some]
            held[: len(some)] = np.take(self._values, some, axis=0, out=values[: len(some)], mode="clip")
            if of_texts:
                texts = slice(int(last_texts[first]), int(last_texts[last]))
                _summed(scales, held, ends[texts.start : texts.stop + 1] - start, totals[texts])
            _summed(scales, held, run_ends[first : last + 1] - start, of_runs[first:last])
            first = last
        return totals, of_runs

    def match(self, question: Text, passages: Texts) -> Vectors:
        """The score of each passage: (passages,) in [0, 1]; 0 for an empty one.

        Args:
            question: The question.
            passages: What it is compared with.

        Returns:
            Float32 in [0, 1]; 0 for an empty one.
        """
        scores = np.zeros(len(passages.counts), dtype=np.float32)
        asked = question.tokens[self._telling[question.tokens]]
        if not len(passages.tokens) or not len(asked):
            return scores
        used, places = self._distinct(passages.tokens)
        wanted = self._values[asked] * self._scales[asked, None]
        lengths = _lengths(wanted)
        units = wanted / np.maximum(lengths, _NOTHING)[:, None]
        products = self._products(np.concatenate([units, unit(question.total[None])]), used)
        starts = _starts(passages.counts[passages.counts > 0])
        # How far each text goes along the question is the sum of what its tokens do.
        along = self._scales[used] * products[-1]
        texts = np.repeat(np.arange(len(passages.sizes)), passages.sizes)
        sums = np.bincount(texts, weights=along[places], minlength=len(passages.sizes)).astype(np.float64)
        best = np.maximum.reduceat(_shares(sums, passages.lengths), starts)
        whole = _shares(np.add.reduceat(sums, starts), passages.wholes[passages.counts > 0])
        cosines = np.maximum(products[:-1], 0) / self._divisors()[used]
        # How near each passage comes to each token that is asked for, (n, passages).
        first = _starts(passages.sizes)[starts]
        nearest = np.stack([np.maximum.reduceat(near.take(places), first) for near in cosines])
        # Squares: one certain token says more than two vague ones.
        tokens = lengths @ nearest**2 / max(float(lengths.sum()), 1e-9)
        told = _PASSAGE * np.maximum(whole, 0) + _SENTENCE * np.maximum(best, 0) + _TOKENS * tokens
        scores[passages.counts > 0] = told
        return scores

    def _products(self, vectors: Vectors, tokens: Counts) -> Vectors:
        """The product of each of some vectors with that of each token, without its scale, (len(vectors), len(tokens))."""
        products = np.empty((len(vectors), len(tokens)), dtype=np.float32)
        held = np.empty((_AT_ONCE, self.dim), dtype=np.float32)  # as in `totals`
        values = np.empty(held.shape, dtype=np.int8)
        for first in range(0, len(tokens), _AT_ONCE):
            some = tokens[first : first + _AT_ONCE]
            held[: len(some)] = np.take(self._values, some, axis=0, out=values[: len(some)], mode="clip")
            # The many rows times the few, which takes half as long as the other way round.
            products[:, first : first + len(some)] = np.matmul(held[: len(some)], vectors.T).T
        return products

    def _divisors(self) -> Vectors:
        """What makes a product with a token a cosine: how long its vector is; without end for a question mark, which is no evidence."""
        if self._divided_by is None:
            lengths = np.concatenate(
                [
                    _lengths(self._values[at : at + _AT_ONCE].astype(np.float32))
                    for at in range(0, len(self._values), _AT_ONCE)
                ]
            )
            self._divided_by = np.where(self._telling, np.maximum(lengths, _NOTHING), np.float32(np.inf))
        return self._divided_by

    def _distinct(self, tokens: Tokens) -> tuple[Counts, Counts]:
        """Each token once, rising, and where each of those given stands among them: no sorting of all of them."""
        there = np.zeros(len(self._values), dtype=np.bool_)
        there[tokens] = True
        used = np.flatnonzero(there)
        places = np.empty(len(there), dtype=np.int32)
        places[used] = np.arange(len(used), dtype=np.int32)
        return used, places[tokens].astype(np.int64)  # what numpy looks things up by


def _summed(scales: Vectors, held: Vectors, edges: Counts, into: Vectors) -> None:
    """The sums of rows between edges, each row with its scale."""
    for total, (begin, end) in zip(into, pairwise(edges.tolist()), strict=True):
        np.dot(scales[begin:end], held[begin:end], out=total)


def unit(vectors: Vectors) -> Vectors:
    """Each row scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > _NOTHING)
    return scaled


def _lengths(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return lengths


def _sums(vectors: Vectors, counts: Counts) -> Vectors:
    """The sum of each run of so many rows: what `np.add.reduceat` gives, which begins anew for each number of each run."""
    starts = _starts(counts)
    sums = np.zeros((len(counts), vectors.shape[1]), dtype=np.float32)
    for at in range(1, min(int(counts.max()), _SHORT_RUN)):
        some = np.flatnonzero((counts > at) & (counts <= _SHORT_RUN))
        sums[some] += vectors[starts[some] + at]
    sums += vectors[starts]
    for at in np.flatnonzero(counts > _SHORT_RUN).tolist():
        sums[at] = np.add.reduceat(vectors[starts[at] : starts[at] + counts[at]], [0])[0]
    return sums


def _shares(sums: Sums, lengths: Vectors) -> Sums:
    """Sums over lengths; 0 where a length is."""
    shares: Sums = np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > _NOTHING)
    return shares


def _starts(sizes: Counts) -> Counts:
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
