"""The metrics of a question set, each defined in its docstring; plain numbers in, plain numbers out."""

import math
from collections.abc import Sequence

import numpy as np

_RESAMPLES = 1000
_SEED = 20


def recall(ranks: Sequence[int], k: int) -> float:
    """1 when a right passage is among the first `k` (`success@k` in trec_eval), else 0.

    Args:
        ranks: Ranks of the right passages that were retrieved, from 1, rising.
        k: How deep to look.
    """
    return float(any(rank <= k for rank in ranks))


def reciprocal_rank(ranks: Sequence[int], k: int) -> float:
    """One over the rank of the first right passage, 0 when it is not among the first `k`."""
    return next((1.0 / rank for rank in ranks if rank <= k), 0.0)


def ndcg(ranks: Sequence[int], relevant: int, k: int) -> float:
    """Normalised discounted cumulative gain with gains of 0 and 1 (Järvelin and Kekäläinen, 2002).

    The sum of 1 / log2(rank + 1) over the right passages among the first `k`, divided by that sum for a ranking
    that begins with all `relevant` right passages.
    """
    gained = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= k)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(relevant, k) + 1))
    return gained / best if best else 0.0


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean, None of nothing."""
    return sum(values) / len(values) if values else None


def bootstrap_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float] | None:
    """A percentile bootstrap interval of the mean (Efron, 1979), seeded; None of nothing.

    Resamples questions with replacement, as many as there are.
    """
    if not values:
        return None
    drawn = np.random.default_rng(_SEED).integers(0, len(values), (_RESAMPLES, len(values)))
    means = np.asarray(values, dtype=np.float64)[drawn].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def precision_recall_f1(hits: int, claimed: int, wanted: int) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and their harmonic mean; None where there is nothing to divide by."""
    precision = hits / claimed if claimed else None
    share = hits / wanted if wanted else None
    if precision is None or share is None:
        return precision, share, None
    return precision, share, 2 * hits / (claimed + wanted)


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """The 50th, 95th and 99th percentile (linear interpolation)."""
    if not values:
        return {}
    return {f"p{q}": float(np.percentile(values, q)) for q in (50, 95, 99)}
