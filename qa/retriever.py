"""Hybrid retrieval: lexical and dense hits fused into one ranking."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings import Matcher, Reranker
from qa.index import Index
from qa.settings import Settings
from qa.types import Hit, Passage, Ranked

POOL = 50  # how deep each searcher looks before the two are fused
RERANKED = 20  # passages that a reranker reads again
WORDS_SHARED = 0.12  # a BM25 score (in [0, 1)) at which question and passage clearly speak one language


def rank(index: Index, question: str, settings: Settings, reranker: Reranker | None = None) -> list[Ranked]:
    """Every passage that one of the two searchers found among its first `POOL`, by falling score, then by row."""
    lexical = dict(index.lexical.search(question, POOL))
    query = index.encoder.encode_queries([question])
    found = dict(index.vectors.search(query, POOL)[0]) if query.any() else {}
    rows = sorted(lexical.keys() | found.keys())
    dense = _closer(index, question, query, rows) if rows and query.any() else {}
    ranking = [
        Ranked(row, score, lexical.get(row, 0.0), dense.get(row, 0.0))
        for row, score in fuse(lexical, dense, rows, settings)
    ]
    return _reranked(index, question, ranking, reranker) if reranker else ranking


def sentences(passage: Passage) -> list[str]:
    """A passage as an encoder looks at it closely: what stands above it, and its sentences."""
    texts = [passage.text[start:end] for start, end in passage.sentences]
    return [passage.context, *texts] if passage.context else texts


def _closer(index: Index, question: str, query: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
    """How well the passages in `rows` fit by their vectors, in [0, 1]; token by token where the encoder can."""
    encoder = index.encoder
    if isinstance(encoder, Matcher):
        scores = encoder.match(question, [sentences(passage) for passage in index.catalogue.passages(rows)])
    else:
        scores = np.maximum(index.vectors.vectors(rows) @ query[0], 0)
    return dict(zip(rows, map(float, scores), strict=True))


def hits(index: Index, ranking: Sequence[Ranked]) -> list[Hit]:
    """The ranked passages themselves, in their order."""
    passages = index.catalogue.passages([ranked.row for ranked in ranking])
    return [Hit(*ranked[:1], passage, *ranked[1:]) for ranked, passage in zip(ranking, passages, strict=True)]


def fuse(
    lexical: dict[int, float], dense: dict[int, float], rows: Iterable[int], settings: Settings
) -> list[tuple[int, float]]:
    """Add the two scores of each row, the dense one weighted, and sort by falling sum, then by row.

    A convex combination of scores on absolute scales (Bruch, Gai and Ingber, 2023), not of ranks. Where words are
    shared, BM25 tells passages apart far more sharply than cosines do, and gets nearly all the weight; the fewer are
    shared (another language, other words), the more the vectors decide.
    """
    missing = max(0.0, 1 - max(lexical.values(), default=0.0) / WORDS_SHARED)
    weight = settings.dense_weight + settings.dense_weight_without_words * missing
    scored = ((row, lexical.get(row, 0.0) + weight * dense.get(row, 0.0)) for row in rows)
    return sorted(((row, score / (1 + weight)) for row, score in scored), key=lambda hit: (-hit[1], hit[0]))


def _reranked(index: Index, question: str, ranking: Sequence[Ranked], reranker: Reranker) -> list[Ranked]:
    """The best passages in the order of a reranker, which reads question and passage together; the rest behind them."""
    if not ranking:
        return []
    best, rest = ranking[:RERANKED], ranking[RERANKED:]
    passages = index.catalogue.passages([ranked.row for ranked in best])
    texts = [f"{passage.context}\n{passage.text}" if passage.context else passage.text for passage in passages]
    scores = reranker.scores(question, texts)
    again = (ranked._replace(score=float(score)) for ranked, score in zip(best, scores, strict=True))
    # Scores of the rest are on another scale: they are pressed below the last of the reranked ones.
    ordered = sorted(again, key=lambda ranked: (-ranked.score, ranked.row))
    floor = ordered[-1].score
    return ordered + [ranked._replace(score=min(ranked.score, 1.0) * floor) for ranked in rest]
