"""Whether a Chinese word is spelled like a name: a linear model over its characters and pairs of neighbours.

Learnt on CC-CEDICT, which writes the readings of names with a capital (`python -m benchmarks.names`): of words that it was not
fitted on, those it is sure of from 0.6 on are names four times out of five, and it finds three names of four.
"""

import itertools
import math
import zlib
from functools import cache, lru_cache
from pathlib import Path

from qa.learned import read_learned
from qa.text.analyzer import normalise

FILE = Path(__file__).parent / "name_model.json"
KIND, VERSION = "spelling of Chinese names", 1
SCALE = 16.0  # of the weights, which the file holds as whole numbers


def spelling_features(word: str, size: int) -> list[int]:
    """The features of a folded word: numbers below `size`, hashed from its first and last character, its pairs, its length."""
    parts = [
        f"^{word[0]}",
        f"{word[-1]}$",
        *(a + b for a, b in itertools.pairwise(word)),
        *(f".{c}" for c in word),
    ]
    return [zlib.crc32(part.encode()) % size for part in (*parts, f"#{min(len(word), 5)}")]


@lru_cache(maxsize=8192)
def name_chance(word: str) -> float:
    """How likely a word of Chinese characters is a name, in [0, 1]."""
    folded = normalise(word)
    if not folded:
        return 0.0
    weights = _weights()
    odds = sum(weights[at] for at in spelling_features(folded, len(weights))) / SCALE
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def _weights() -> list[int]:
    weights: list[int] = read_learned(FILE, KIND, VERSION)["weights"]
    return weights
