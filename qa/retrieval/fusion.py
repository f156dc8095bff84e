"""Words and closeness of each passage put together."""

from collections.abc import Iterable

from qa.settings import Settings

WORDS_SHARED = 0.12  # a BM25 score (in [0, 1)) at which question and passage clearly speak one language


def fuse(
    lexical: dict[int, float], dense: dict[int, float], rows: Iterable[int], settings: Settings
) -> list[tuple[int, float]]:
    """Add the two scores of each row, the dense one weighted, and sort by falling sum, then by row.

    A convex combination of scores on absolute scales (Bruch, Gai and Ingber, 2023), not of ranks. Where words are
    shared, BM25 tells passages apart far more sharply than cosines do, and gets nearly all the weight; the fewer are
    shared (another language, other words), the more the vectors decide.

    Args:
        lexical: BM25 scores by row, in [0, 1).
        dense: Closeness by row, in [0, 1].
        rows: What is ranked.
        settings: What counts how much.

    Returns:
        Pairs `(row, score)`, best first.
    """
    weight = dense_weight(max(lexical.values(), default=0.0), settings)
    scored = ((row, lexical.get(row, 0.0) + weight * dense.get(row, 0.0)) for row in rows)
    return sorted(((row, score / (1 + weight)) for row, score in scored), key=lambda hit: (-hit[1], hit[0]))


def dense_weight(best: float, settings: Settings) -> float:
    """What closeness counts beside BM25.

    Args:
        best: The best BM25 score of all, in [0, 1).
        settings: What it counts where words are shared, and how much more where none is.

    Returns:
        A weight; that of BM25 is 1.
    """
    missing = max(0.0, 1 - best / WORDS_SHARED)
    return settings.dense_weight + settings.dense_weight_without_words * missing
