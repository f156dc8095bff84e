"""How common a term is in general: the share of passages of everyday text in its language that hold it.

Learnt on news in twenty languages (`python -m benchmarks.background`); an index of a few passages cannot know by itself
which words are common.
"""

import math
from functools import cache
from pathlib import Path

from qa.learned import read_learned

FILE = Path(__file__).parent / "background.json"
KIND, VERSION = "how common terms are in general", 1
RAREST = 0.015  # share of passages from which on a term is kept


def level(share: float) -> int:
    """The line of the file for a share: each line's is the one before divided by the root of two."""
    return round(-2 * math.log2(share))


def common(term: str) -> float:
    """The share of passages of general text that hold `term` (see `analyzer.passage_tokens`); 0 for any rare one."""
    return _shares().get(term, 0.0)


@cache
def _shares() -> dict[str, float]:
    lines: list[str] = read_learned(FILE, KIND, VERSION)["lines"]
    return {term: 2 ** (-number / 2) for number, line in enumerate(lines) for term in line.split()}
