"""Intervals, tests and corrections, for metrics that are ratios of sums over questions.

Every metric here is `sum(numerators) / sum(denominators)` over the questions of a set: a mean has denominators of 1, a
precision has 1 where something was claimed, and so on. One mechanism then serves all of them. Questions with equal
values are counted once with their number, so that resampling costs the same for any size of set.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_SEED = 20
_RESAMPLES = 2000
_SHUFFLES = 10_000
_AT_ONCE = 4_000_000  # numbers held while resampling
_Z_LEVEL, _Z_POWER = 1.959964, 0.841621  # of a two-sided 5% test, and of 80% power
_FEWEST_CHANGES = 6  # all to one side: 2 * 0.5 ** 6 = 0.03; with five a sign test cannot go below 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """What a metric was, what it is, and what the difference is worth.

    Attributes:
        old: The metric of the first run.
        new: The metric of the second.
        low: Lower end of the 95% interval of `new - old`.
        high: Upper end.
        p: Probability of a difference as large, were the two runs equally good.
        smallest: Smallest difference that a set of this size shows four times out of five.
    """

    old: float
    new: float
    low: float
    high: float
    p: float
    smallest: float | None


def ratio(numerators: Values, denominators: Values) -> float | None:
    """The sum of `numerators` over the sum of `denominators`, None where that is 0."""
    total = denominators.sum()
    return float(numerators.sum() / total) if total else None


def interval(numerators: Values, denominators: Values, level: float = 0.95) -> tuple[float, float] | None:
    """A percentile bootstrap interval (Efron, 1979) of the ratio, seeded; None of nothing.

    Questions are drawn with replacement, as many as there are.

    Args:
        numerators: One for each question, (n,).
        denominators: One for each question, (n,).
        level: How often such an interval holds the true value.

    Returns:
        Lower and upper end, or None.
    """
    if not denominators.any():
        return None
    cells, counts = _cells(numerators, denominators)
    ratios = []
    for drawn in _resamples(counts):
        sums = drawn @ cells
        ratios.append(sums[sums[:, 1] > 0])
    sums = np.concatenate(ratios)
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def difference(old: tuple[Values, Values], new: tuple[Values, Values]) -> Difference | None:
    """Compare a metric of two runs on the same questions; None where one of them has no value.

    The interval is a paired percentile bootstrap. The p-value is of a paired randomisation test (Fisher's; for
    retrieval: Smucker, Allan and Carterette, CIKM 2007): the two runs' values are swapped for each question with
    probability 1/2, and p is the share of `_SHUFFLES` such swaps with a difference at least as large, the one
    observed counted among them (Phipson and Smyth, 2010).

    Args:
        old: Numerators and denominators of the first run, each (n,).
        new: Those of the second, questions in the same order.

    Returns:
        Both values, the interval of their difference and its p-value, or None.
    """
    before, after = ratio(*old), ratio(*new)
    if before is None or after is None:
        return None
    cells, counts = _cells(*old, *new)
    observed = after - before
    differences = np.concatenate([_differences(drawn @ cells) for drawn in _resamples(counts)])
    low, high = np.quantile(differences[np.isfinite(differences)], [0.025, 0.975])
    swapped = cells[:, [2, 3, 0, 1]]
    generator = np.random.default_rng(_SEED)
    as_large = 0
    for size in _batches(_SHUFFLES, len(cells)):
        swaps = generator.binomial(counts, 0.5, size=(size, len(counts)))
        shuffled = _differences((counts - swaps) @ cells + swaps @ swapped)
        as_large += int((np.abs(shuffled) >= abs(observed) - 1e-12).sum())
    return Difference(
        before, after, float(low), float(high), (as_large + 1) / (_SHUFFLES + 1), smallest_paired(old, new)
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values corrected for their number by Holm's step-down method (Holm, 1979), in the same order."""
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for rank, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[at]))
        corrected[at] = largest
    return corrected


def smallest_difference(numerators: Values, denominators: Values) -> float | None:
    """Smallest difference to another run that a set of this size shows, when nothing is known of that run.

    As `smallest_paired`, as if the two runs were independent; runs on the same questions mostly agree, so that the
    true figure is smaller.

    Args:
        numerators: Of the metric, one for each question, (n,).
        denominators: Of the metric, one for each question, (n,).

    Returns:
        In units of the metric; None where it has no value.
    """
    influence = _influence(numerators, denominators)
    if influence is None:
        return None
    return _smallest(math.sqrt(2) * float(influence.std()), numerators, denominators)


def smallest_paired(old: tuple[Values, Values], new: tuple[Values, Values]) -> float | None:
    """Smallest difference that these two runs would have shown four times out of five.

    (z of 97.5% + z of 80%) times the standard error of the paired difference, by the delta method (Cohen, 1988, for
    the power of paired tests); for shares never below six questions that all changed to one side.

    Args:
        old: Numerators and denominators of a run, (n,) each.
        new: Those of the other run, of the same questions in the same order.

    Returns:
        In units of the metric; None where it has no value in one of the runs.
    """
    first, second = _influence(*old), _influence(*new)
    if first is None or second is None:
        return None
    return _smallest(float((second - first).std()), *new)


def _smallest(deviation: float, numerators: Values, denominators: Values) -> float:
    found = (_Z_LEVEL + _Z_POWER) * deviation / math.sqrt(len(numerators))
    is_share = bool((numerators <= denominators).all())
    return max(found, _FEWEST_CHANGES / float(denominators.sum())) if is_share else found


def _influence(numerators: Values, denominators: Values) -> Values | None:
    """How much each question moves the ratio, times n (the delta method)."""
    value = ratio(numerators, denominators)
    return None if value is None else (numerators - value * denominators) / denominators.mean()


def _cells(*columns: Values) -> tuple[Values, NDArray[np.int64]]:
    """The different rows of the columns put side by side, and how often each is there."""
    cells, counts = np.unique(np.stack(columns, axis=1), axis=0, return_counts=True)
    return cells, counts


def _resamples(counts: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """How often each cell is drawn when as many questions as there are are drawn with replacement."""
    generator = np.random.default_rng(_SEED)
    total = int(counts.sum())
    shares = counts / total
    for size in _batches(_RESAMPLES, len(counts)):
        yield generator.multinomial(total, shares, size=size)


def _batches(total: int, width: int) -> list[int]:
    size = max(1, _AT_ONCE // width)
    return [min(size, total - first) for first in range(0, total, size)]


def _differences(sums: Values) -> Values:
    with np.errstate(divide="ignore", invalid="ignore"):
        differences: Values = sums[:, 2] / sums[:, 3] - sums[:, 0] / sums[:, 1]
    return differences
