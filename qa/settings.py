"""`Settings`: what can be set about asking, each with its measured default."""

import os
from dataclasses import dataclass, field
from datetime import date

from qa.errors import QuestionError

# Confidence below which it is not sure. By sets left out, 85 of 100 unanswerable questions are refused (`python -m benchmarks.fit_joined
# --check`); how many of those shown are right, set by set, says the card of the reader.
THRESHOLD = 0.45
STANDARD, FAST = "standard", "fast"


@dataclass(frozen=True, slots=True)
class Settings:
    """How questions are answered; an index holds nothing of it, so it can be changed without a rebuild.

    Attributes:
        threshold: Confidence, from 0 to 1, below which an answer is "not found".
        dense_weight: What a passage's closeness, in [0, 1], counts beside its BM25 score of [0, 1) when question and passage share words.
        dense_weight_without_words: What it counts more when they share none (another language, other words).
        today: The day, ISO 8601, that "last year" in a question counts from; by default the day on which it is asked.
        reranker: A sentence-transformers CrossEncoder, by name or folder, that reads the best passages again.
        reader: What reads for an answer: `standard`, `fast`, or an extractive question-answering model by name or folder; by
            default what the environment names in `YINJU_READER`, else `standard`.
    """

    threshold: float = THRESHOLD
    # Measured on CMRC 2018 trial and DRCD dev, checked on XQuAD: `python -m benchmarks.retrieval`.
    dense_weight: float = 0.3
    dense_weight_without_words: float = 2.0
    today: str = ""
    reranker: str | None = None
    reader: str = field(default_factory=lambda: os.environ.get("YINJU_READER") or STANDARD)

    def day(self, told: str = "") -> date:
        """The day that "last year" in a question counts from.

        Args:
            told: Another day than the settings', ISO 8601.

        Returns:
            The day.

        Raises:
            QuestionError: It is none.
        """
        text = (told or self.today).strip()
        try:
            return date.fromisoformat(text) if text else date.today()
        except ValueError as error:
            raise QuestionError(f"{text!r} is no day; write one like 2016-01-26") from error
