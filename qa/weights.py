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
    ranking=np.array([5.31, 4.39, 2.36, 0.00, 1.34, 2.85, 5.09, 1.18, -1.18, 0.67, -0.30]),
    confidence=np.array([2.60, 1.44, 3.35, 1.89, 0.91, 2.03, 0.00, -0.01, -0.43, -0.02, 0.04]),
    bias=-5.61,
)
WITHOUT_WORDS = Weights(
    ranking=np.array([0.00, 0.00, 0.00, 0.00, 1.56, 9.97, 7.64, 1.32, -1.32, 0.12, -0.61]),
    confidence=np.array([0.00, 0.00, 0.00, 0.00, 1.41, 5.09, 0.00, 0.30, -0.01, 0.04, -0.27]),
    bias=-4.25,
)
