"""Names in a question: a place or person that a passage does not hold makes another question of it."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import Matcher
from qa.analysis import normalise
from qa.closeness import SAME
from qa.layers import Network, network_of
from qa.learned import read_learned
from qa.spelling import name_chance

FILE = Path(__file__).parent / "naming.json"
KIND, VERSION = "probe for names", 1
_A_NAME = 0.6  # chance from which on a word is taken for a name: `python -m benchmarks.names`
_SURELY_A_NAME = 0.8
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Names:
    """How likely each token of a question, and each two of its tokens that stand together, are part of a name."""

    tokens: NDArray[np.float64]
    pairs: dict[str, float]
    pieces: frozenset[str]

    @classmethod
    def of(cls, question: str, lens: Matcher) -> "Names":
        """Look at a question; a name that the model has no token for is spelled by two or more."""
        chances = _chances(question, lens)
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


def is_name(word: str, sure: float = _A_NAME) -> bool:
    """Whether a word is likely a name: by its capital, or where there are none by its Chinese spelling."""
    if word[:1].isupper():
        return True
    return bool(_HAN.fullmatch(word)) and name_chance(word) >= sure


def is_surely_name(pair: str) -> bool:
    """Whether two characters that were cut out of a text, and may be no word at all, are a name."""
    return is_name(pair, _SURELY_A_NAME)


@lru_cache(maxsize=8192)
def name_chances(text: str, lens: Matcher) -> tuple[tuple[str, float], ...]:
    """The pieces of a text, each with how likely it is part of a name."""
    return tuple(zip(lens.pieces(text), map(float, _chances(text, lens)), strict=True))


def _chances(text: str, lens: Matcher) -> NDArray[np.float64]:
    """How likely each token of a text is part of a name, (n,)."""
    odds = load_naming()(lens.directions(text).astype(np.float64))[:, 0]
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
    return chances


@cache
def load_naming() -> Network:
    """Gives the log-odds that a token, by the direction of its vector in the static built-in model, is part of a name.

    Raises:
        LearnedFileError: The file is missing, broken or of another version.
    """
    return network_of(read_learned(FILE, KIND, VERSION)["layers"])
