"""The reader's weights, one for each of `SENTENCE_FEATURES`, as printed by `python -m benchmarks.fit_reader`.

`WITH_WORDS` is for questions that share words with the passages, `WITHOUT_WORDS` for the others (another language).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """`ranking` orders the sentences; `confidence` and `bias` give the log-odds that the best one answers."""

    ranking: NDArray[np.float64]
    confidence: NDArray[np.float64]
    bias: float


WITH_WORDS = Weights(
    ranking=np.array([5.24, 4.23, 2.09, -1.65, 1.10, 2.89, 4.92, 1.18, -1.18, 0.67, -0.29]),
    confidence=np.array([2.31, 1.54, 1.85, -2.08, 0.55, 1.85, 0.00, 0.00, -0.27, -0.20, -0.02]),
    bias=-3.90,
)
WITHOUT_WORDS = Weights(
    ranking=np.array([0.00, 0.00, 0.00, 0.00, 1.48, 9.95, 7.63, 1.33, -1.33, 0.12, -0.60]),
    confidence=np.array([0.00, 0.00, 0.00, 0.00, 1.29, 4.65, 0.00, 0.33, -0.13, -0.20, -0.12]),
    bias=-4.24,
)
