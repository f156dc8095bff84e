"""Hybrid retrieval: lexical and dense hits fused into one ranking."""

from collections.abc import Iterable

from qa.index import Index
from qa.types import Hit

POOL = 50  # how deep each searcher looks before the two are fused
# Measured on CMRC 2018 trial and DRCD dev, checked on XQuAD: `python -m benchmarks.retrieval`.
DENSE_WEIGHT = 0.05
DENSE_WEIGHT_WITHOUT_WORDS = 0.3
WORDS_SHARED = 0.12  # a BM25 score (in [0, 1)) at which question and passage clearly speak one language


def retrieve(index: Index, question: str, limit: int) -> list[Hit]:
    """The passages that fit `question` best, by falling score, then by row; at most `limit`."""
    lexical = dict(index.lexical.search(question, POOL))
    query = index.encoder.encode_queries([question])
    dense = dict(index.vectors.search(query, POOL)[0]) if query.any() else {}
    unseen = sorted(lexical.keys() - dense.keys())
    if unseen and query.any():
        similarities = index.vectors.vectors(unseen) @ query[0]
        dense.update(zip(unseen, map(float, similarities), strict=True))
    ranked = fuse(lexical, dense, lexical.keys() | dense.keys())[:limit]
    passages = index.catalogue.passages([row for row, _ in ranked])
    return [
        Hit(row, passage, score, lexical.get(row, 0.0), max(dense.get(row, 0.0), 0.0))
        for (row, score), passage in zip(ranked, passages, strict=True)
    ]


def fuse(lexical: dict[int, float], dense: dict[int, float], rows: Iterable[int]) -> list[tuple[int, float]]:
    """Add the two scores of each row, the dense one weighted, and sort by falling sum, then by row.

    A convex combination of scores on absolute scales (Bruch, Gai and Ingber, 2023), not of ranks. Where words are
    shared, BM25 tells passages apart far more sharply than cosines do, and gets nearly all the weight; the fewer are
    shared (another language, other words), the more the vectors decide.
    """
    missing = max(0.0, 1 - max(lexical.values(), default=0.0) / WORDS_SHARED)
    weight = DENSE_WEIGHT + DENSE_WEIGHT_WITHOUT_WORDS * missing
    scored = ((row, lexical.get(row, 0.0) + weight * max(dense.get(row, 0.0), 0.0)) for row in rows)
    return sorted(((row, score / (1 + weight)) for row, score in scored), key=lambda hit: (-hit[1], hit[0]))
