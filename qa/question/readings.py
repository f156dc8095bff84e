"""The readings of a question: as it was typed, with its slips mended, completed from the conversation. They compete.

Each is searched and read, and the surest answer wins, by the reader's own probability and with a margin in favour of what
was typed. It is small but for a question that names a subject of its own, or is a mere phrase: "how long is the border of
Inner Mongolia?", "parking". The margins are measured on conversations (`python -m benchmarks.conversations --fit`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.question.follow_up import Signs
from qa.types import Answer

Kind = Literal["typed", "mended", "completed"]
TYPED: Kind = "typed"
MENDED: Kind = "mended"
COMPLETED: Kind = "completed"

# Log-odds by which another reading must be surer than the one as typed: as much for a mended one, and for a completed one
# by what the question shows of standing alone.
MENDED_MARGIN = 0.0
COMPLETED_MARGIN = 0.05
SIGNS = {"names": 1.0, "topic": 1.5}
_SUREST = 1e-4  # confidence is kept this far from 0 and 1


@dataclass(frozen=True, slots=True)
class Taken:
    """One way to take a question; `signs` say how far the question stands alone."""

    kind: Kind
    text: str
    signs: Signs | None = None

    @property
    def margin(self) -> float:
        """By how much its log-odds must be above those of the question as typed."""
        if self.kind == TYPED:
            return 0.0
        if self.kind == MENDED or self.signs is None:
            return MENDED_MARGIN
        return COMPLETED_MARGIN + sum(SIGNS[name] * float(getattr(self.signs, name)) for name in SIGNS)


def surest(tried: Sequence[tuple[Taken, Answer]]) -> int:
    """The number of the reading that wins; of equals the first, which is the one as typed.

    Args:
        tried: The readings, each with its answer; the first one is as typed.
    """
    worth = [log_odds(answer.confidence) - taken.margin for taken, answer in tried]
    return max(range(len(worth)), key=lambda at: (worth[at], -at))


def log_odds(confidence: float) -> float:
    """ln(p / (1 - p)), within bounds."""
    sure = min(max(confidence, _SUREST), 1 - _SUREST)
    return math.log(sure / (1 - sure))
