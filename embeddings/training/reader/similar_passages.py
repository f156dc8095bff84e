"""BM25 over the passages of a set: what looks like the passage that is asked for is read in vain most instructively."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

_RATE, _LENGTH = 1.2, 0.75  # how fast repetitions saturate, how much a long text is held against it
_RUN = re.compile(r"[㐀-鿿぀-ヿ々\u0e00-\u0e7f]+|[^\W㐀-鿿぀-ヿ\u0e00-\u0e7f]+")
_UNSPACED = re.compile(r"[㐀-鿿぀-ヿ々\u0e00-\u0e7f]")
_STEM = 6  # characters of a word that count


class Neighbours:
    """Finds the texts that share most with a question."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Index some texts; terms of more than a fifth of them do not count."""
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        counts = [Counter(_terms(text)) for text in texts]
        for number, terms in enumerate(counts):
            for term, count in terms.items():
                places[term].append((number, count))
        lengths = np.array([sum(terms.values()) for terms in counts], np.float32)
        self._norms = _RATE * (1 - _LENGTH + _LENGTH * lengths / max(1e-9, lengths.sum() / max(1, len(texts))))
        self._places = {
            term: (np.array([at for at, _ in found]), np.array([count for _, count in found], np.float32))
            for term, found in places.items()
            if len(found) < max(30, len(texts) * 0.2)
        }

    def top(self, question: str, count: int) -> list[int]:
        """Numbers of the nearest texts, nearest first."""
        size = len(self._norms)
        scores = np.zeros(size, np.float32)
        for term in sorted(set(_terms(question))):
            if term in self._places:
                texts, counts = self._places[term]
                rarity = math.log(1 + (size - len(texts) + 0.5) / (len(texts) + 0.5))
                scores[texts] += rarity * counts * (1 + _RATE) / (counts + self._norms[texts])
        return [int(number) for number in np.argsort(-scores, kind="stable")[:count]]


def _terms(text: str) -> Iterator[str]:
    """Pairs of characters where words are not spaced, else the beginnings of words."""
    for run in _RUN.findall(text.lower()):
        if not _UNSPACED.match(run):
            yield run[:_STEM]
        elif len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
