"""The table of the card: how well networks read what was held out, in one window, by kind of question."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from embeddings.training.reader.held_out import Score, Scores, auroc
from embeddings.training.reader.reading_examples import Example

_KEPT = 0.85  # share of the answerable ones that are kept
_BATCH = 64


class Check(NamedTuple):
    """What a network reached on some held-out examples.

    Attributes:
        right: Share of the answerable ones whose sentence it finds.
        auroc: Of answerable ones against the others, by the sentence's score against none; NaN where there are none.
        passed: Share of the unanswerable ones that pass where 85% of the answerable ones do.
        asked: How many are answerable.
        misses: How many are not.
    """

    right: float
    auroc: float
    passed: float
    asked: int
    misses: int

    def __str__(self) -> str:
        """As cells of a table."""
        return f"{self.right:.3f} | {self.auroc:.3f} | {self.passed:.3f} | {self.asked} + {self.misses}"


def check(examples: Sequence[Example], score: Score) -> Check:
    """Judge a network on some examples.

    Args:
        examples: Answerable ones and others.
        score: The network.

    Returns:
        What it reached.
    """
    right, answered, missed = [], [], []
    ordered = sorted(examples, key=lambda each: len(each.ids))
    for at in range(0, len(ordered), _BATCH):
        some = ordered[at : at + _BATCH]
        for each, (pieces, sentences) in zip(some, zip(*score(some), strict=True), strict=True):
            margin = _margin(each, pieces)
            if each.start:
                right.append(int(sentences[1:].argmax()) == each.sentence)
                answered.append(margin)
            else:
                missed.append(margin)
    kept = np.quantile(answered, 1 - _KEPT) if answered else 0.0
    return Check(
        float(np.mean(right)) if right else float("nan"),
        auroc(np.array(answered), np.array(missed)) if answered and missed else float("nan"),
        float(np.mean(np.array(missed) >= kept)) if missed else float("nan"),
        len(answered),
        len(missed),
    )


def table(sets: Mapping[str, Sequence[Example]], networks: Mapping[str, Score], tell: Callable[[str], None]) -> None:
    """Tell a line for each set and network.

    Args:
        sets: Examples by what they are called.
        networks: Networks by what they are called.
        tell: Takes each line.
    """
    tell("| set | network | right sentence | AUROC against none | near misses kept | asked |")
    tell("|---" * 6 + "|")
    for name, examples in sets.items():
        for network, score in networks.items():
            tell(f"| {name} | {network} | {check(examples, score)} |")


def _margin(each: Example, pieces: Scores) -> float:
    """By how much the best begin and end are better than none: near enough to the best span, and quick."""
    inside = pieces[each.first : len(each.ids) - 1]
    return float(inside.max(0).sum() - pieces[0].sum())
