"""Words and closeness of each passage put together."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings import CONTEXTUAL, Encoder, Matcher, load_builtin
from qa.settings import Settings

WORDS_SHARED = 0.12  # a BM25 score (in [0, 1)) at which question and passage clearly speak one language
# The contextual model's cosines lie between these, whatever the texts say, and are stretched to [0, 1]; and what matching token by token counts
# beside them. Fitted to held-out articles of CMRC, DRCD and JSQuAD and held-out questions of our own, checked on XQuAD: see the model's card.
COSINES = (0.25, 0.85)
MATCHED = 0.5


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


def closeness(
    encoder: Encoder, question: str, cosines: NDArray[np.float32], passages: Sequence[Sequence[str]]
) -> NDArray[np.float32]:
    """How well passages fit a question, in [0, 1].

    Token by token where the encoder can; with the contextual one both, which miss different passages; else by cosine.

    Args:
        encoder: What made the vectors.
        question: The question.
        cosines: Of its vector with those of the passages, (len(passages),).
        passages: The sentences of each.

    Returns:
        One number for each passage, in order.
    """
    if isinstance(encoder, Matcher):
        return encoder.match(question, passages)
    if encoder.name != CONTEXTUAL:
        return np.maximum(cosines, 0)
    lowest, highest = COSINES
    near = np.clip((cosines - lowest) / (highest - lowest), 0, 1)
    both: NDArray[np.float32] = MATCHED * load_builtin().match(question, passages) + (1 - MATCHED) * near
    return both
