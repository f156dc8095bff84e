"""Names in a question: a place or person that a passage does not hold makes another question of it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from embeddings import Matcher
from qa.analysis import normalise
from qa.weights import load_weights

_A_NAME = 0.65  # chance of a piece from which on it is taken for a name: `python -m benchmarks.names`
SAME = 0.999  # nearness of a token to itself, rounding allowed for


@dataclass(frozen=True, slots=True)
class Names:
    """How likely each token of a question, and each two of its tokens that stand together, are part of a name."""

    tokens: NDArray[np.float64]
    pairs: dict[str, float]
    pieces: frozenset[str]

    @classmethod
    def of(cls, question: str, lens: Matcher) -> "Names":
        """Look at a question; a name that the model has no token for is spelled by two or more."""
        chances = load_weights().names(lens.directions(question))
        pieces, folded = lens.pieces(question), normalise(question)
        together = zip(pieces, pieces[1:], chances, chances[1:], strict=False)
        pairs = {a + b: float(min(first, second)) for a, b, first, second in together if a + b in folded}
        return cls(chances, pairs, frozenset(pieces))

    def missing(self, nearest: NDArray[np.float32], text: str) -> tuple[float, float]:
        """The most name-like token or pair that a passage does not hold, and the most name-like one of all.

        Args:
            nearest: How near the passage comes to each token, (n,).
            text: The passage with what stands above it.
        """
        if not len(self.tokens):
            return 0.0, 0.0
        folded = normalise(text)
        apart = max((chance for pair, chance in self.pairs.items() if pair not in folded), default=0.0)
        return max(float(np.where(nearest < SAME, self.tokens, 0.0).max()), apart), float(self.tokens.max())

    def other(self, text: str, lens: Matcher) -> float:
        """How name-like the most name-like token of a text is that the question does not have."""
        return max((chance for piece, chance in name_chances(text, lens) if piece not in self.pieces), default=0.0)


def is_name(text: str, lens: Matcher) -> bool:
    """Whether a word is likely a name, or holds one."""
    return any(chance >= _A_NAME for _, chance in name_chances(text, lens))


@lru_cache(maxsize=8192)
def name_chances(text: str, lens: Matcher) -> tuple[tuple[str, float], ...]:
    """The pieces of a text, each with how likely it is part of a name."""
    chances = load_weights().names(lens.directions(text))
    return tuple(zip(lens.pieces(text), map(float, chances), strict=True))
