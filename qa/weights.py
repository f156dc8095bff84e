"""The reader's weights, as printed by `python -m benchmarks.fit_reader`; one for each of `SENTENCE_FEATURES`."""

import numpy as np

#                           cover near  ctx  fig  cos  hit  asked miss first short
RANKING_WEIGHTS = np.array([6.0, 2.0, 2.0, 1.0, 3.0, 2.0, 1.0, -1.0, 0.0, -1.0])
CONFIDENCE_WEIGHTS = np.array([6.0, 2.0, 2.0, 1.0, 3.0, 0.0, 1.0, -1.0, 0.0, 0.0])
CONFIDENCE_BIAS = -5.0
