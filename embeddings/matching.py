"""Late interaction: how well a passage fits a question, token by token, over a table of token vectors.

A mean of vectors blurs a long passage. Here each token of the question looks for the token of the passage that is
nearest to it (MaxSim; Khattab and Zaharia, ColBERT, SIGIR 2020), and counts as much as its vector is long: training
makes the vectors of telling words long and those of common ones short. The best sentence and the whole passage, each as
the mean of its tokens, say the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Parts of the score: the passage's mean, its best sentence's, and the tokens one by one. Measured on CMRC 2018 trial and
# DRCD dev (`python -m benchmarks.retrieval`).
_PASSAGE, _SENTENCE, _TOKENS = 0.25, 0.25, 0.5
Vectors = NDArray[np.float32]
Tokens = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Text:
    """A text as those of its tokens that are compared one by one, and the sum of the vectors of all, (dim,)."""

    tokens: Tokens
    total: Vectors


def match(question: Text, passages: Sequence[Sequence[Text]], table: "Table") -> Vectors:
    """The score of each passage, given as its sentences: (len(passages),) in [0, 1]; 0 for an empty one.

    Args:
        question: The question.
        passages: The sentences of each passage.
        table: The token vectors.

    Returns:
        Float32 in [0, 1], (len(passages),); 0 for an empty one.
    """
    scores = np.zeros(len(passages), dtype=np.float32)
    filled = [(row, [text for text in texts if len(text.tokens)]) for row, texts in enumerate(passages)]
    filled = [(row, texts) for row, texts in filled if texts]
    if not filled or not len(question.tokens):
        return scores
    asked = unit(question.total[None])[0]
    starts = _starts([len(texts) for _, texts in filled])
    totals = np.stack([text.total for _, texts in filled for text in texts])
    best = np.maximum.reduceat(unit(totals) @ asked, starts)
    whole = unit(np.add.reduceat(totals, starts)) @ asked
    lengths, nearest = nearness(question, [text for _, texts in filled for text in texts], table)
    # Squares: one certain token says more than two vague ones.
    tokens = np.maximum.reduceat(nearest, starts) ** 2 @ lengths / max(float(lengths.sum()), 1e-9)
    rows = [row for row, _ in filled]
    scores[rows] = _PASSAGE * np.maximum(whole, 0) + _SENTENCE * np.maximum(best, 0) + _TOKENS * tokens
    return scores


class Table:
    """Token vectors in int8 with a scale for each, (tokens, dim); rows become float32 when they are used."""

    def __init__(self, values: NDArray[np.int8], scales: Vectors) -> None:
        self._values, self._scales = values, scales
        self.dim = int(values.shape[1])

    def vectors(self, tokens: Tokens) -> Vectors:
        """The vectors of tokens, (len(tokens), dim)."""
        return self._values[tokens] * self._scales[tokens, None]

    def text(self, tokens: Tokens, telling: NDArray[np.bool_]) -> Text:
        """A text of these tokens; `telling` says of each token of the table whether it is compared by itself."""
        return Text(tokens[telling[tokens]], self._scales[tokens] @ self._values[tokens].astype(np.float32))


def unit(vectors: Vectors) -> Vectors:
    """Each row scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-6)
    return scaled


def nearness(question: Text, texts: Sequence[Text], table: "Table") -> tuple[Vectors, Vectors]:
    """How near each text comes to each token of a question.

    Args:
        question: With n tokens that are compared.
        texts: The texts to compare it with.
        table: The token vectors.

    Returns:
        The lengths of the question's token vectors, (n,), which say how telling each is; and the largest cosine of
        each with a token of each text, (len(texts), n), 1 for the same token, 0 for an empty text.
    """
    vectors = table.vectors(question.tokens)
    lengths: Vectors = np.linalg.norm(vectors, axis=1)
    nearest = np.zeros((len(texts), len(vectors)), dtype=np.float32)
    filled = [row for row, text in enumerate(texts) if len(text.tokens)]
    if filled and len(vectors):
        used, places = np.unique(np.concatenate([texts[row].tokens for row in filled]), return_inverse=True)
        cosines = np.maximum(unit(vectors) @ unit(table.vectors(used)).T, 0)
        starts = _starts([len(texts[row].tokens) for row in filled])
        nearest[filled] = np.maximum.reduceat(cosines[:, places], starts, axis=1).T
    return lengths, nearest


def _starts(sizes: Sequence[int]) -> Tokens:
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
