"""Metrics of one ranking, each defined in its docstring; plain numbers in, plain numbers out."""

import math
from collections.abc import Sequence

DEPTH = 10


def ranking_scores(gains: Sequence[float], ideal: Sequence[float]) -> dict[str, float]:
    """The ranking metrics of the contract.

    Args:
        gains: The gain at each rank, from the first; 0 where nothing relevant stands.
        ideal: The gains of everything that is relevant, in any order.

    Returns:
        `recall@1`, `recall@5`, `recall@10`, `mrr@10` and `ndcg@10`, each in [0, 1].
    """
    ranks = [rank for rank, gain in enumerate(gains, start=1) if gain]
    return {
        **{f"recall@{k}": recall(ranks, k) for k in (1, 5, DEPTH)},
        f"mrr@{DEPTH}": reciprocal_rank(ranks, DEPTH),
        f"ndcg@{DEPTH}": ndcg(gains, ideal, DEPTH),
    }


def recall(ranks: Sequence[int], k: int) -> float:
    """1 when a right passage is among the first `k` (`success_k` in trec_eval), else 0.

    Args:
        ranks: Ranks of the right passages that were retrieved, from 1, rising.
        k: How deep to look.

    Returns:
        0 or 1.
    """
    return float(any(rank <= k for rank in ranks))


def reciprocal_rank(ranks: Sequence[int], k: int) -> float:
    """One over the rank of the first right passage, 0 when it is not among the first `k`."""
    return next((1.0 / rank for rank in ranks if rank <= k), 0.0)


def average_precision(ranks: Sequence[int], relevant: int) -> float:
    """The mean, over all `relevant` passages, of the precision at each right one's rank (`map` in trec_eval)."""
    return sum(number / rank for number, rank in enumerate(ranks, start=1)) / relevant if relevant else 0.0


def ndcg(gains: Sequence[float], ideal: Sequence[float], k: int) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002; `ndcg_cut_k` in trec_eval).

    The sum of gain / log2(rank + 1) over the first `k`, divided by that sum for the best possible ranking.

    Args:
        gains: The gain at each rank, from the first.
        ideal: The gains of everything that is relevant, in any order.
        k: How deep to look.

    Returns:
        A number in [0, 1].
    """
    best = _discounted(sorted(ideal, reverse=True), k)
    return _discounted(gains, k) / best if best else 0.0


def _discounted(gains: Sequence[float], k: int) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:k], start=1))
