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
    ranking=np.array([5.23, 4.23, 2.09, -1.65, 1.10, 2.89, 4.92, 1.21, -1.21, 0.66, -0.29]),
    confidence=np.array([2.30, 1.55, 1.86, -2.08, 0.55, 1.86, 0.00, 0.01, -0.23, -0.19, -0.02]),
    bias=-3.91,
)
WITHOUT_WORDS = Weights(
    ranking=np.array([0.00, 0.00, 0.00, 0.00, 1.47, 9.94, 7.63, 1.36, -1.36, 0.11, -0.60]),
    confidence=np.array([0.00, 0.00, 0.00, 0.00, 1.28, 4.67, 0.00, 0.36, -0.08, -0.19, -0.12]),
    bias=-4.24,
)
