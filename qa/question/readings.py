"""The readings of a question: as it was typed, with its slips mended, behind those that it goes on from. They compete.

Each is searched and read, and the surest answer wins, by the reader's own probability and with a margin. The margin is measured on
conversations (`python -m benchmarks.conversations --fit`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.question.understand import Step
from qa.types import Answer

Kind = Literal["typed", "mended", "completed"]
TYPED: Kind = "typed"
MENDED: Kind = "mended"
COMPLETED: Kind = "completed"

# Log-odds by which another reading must be surer than the one as typed.
MARGINS = {TYPED: 0.0, MENDED: 0.0, COMPLETED: -1.0}
# And by which it must be more so, behind other questions, where a question names what no document has: it asks of that, not of what was spoken of.
NAMES_ANOTHER = 4.5
HIGHEST_CONFIDENCE = (
    0.96  # confidence that no answer has come to: where more would be needed to win, a reading need not be read
)
_SUREST = 1e-4  # confidence is kept this far from 0 and 1


@dataclass(frozen=True, slots=True)
class Taken:
    """One way to take a question.

    Attributes:
        kind: Which way.
        text: What is searched for.
        read_as: What passages are read for: the question behind those that it goes on from; what was found without these is
            judged with them.
        steps: What was changed in it.
        told: The question as it was typed where nothing but politeness was left out; else that is the text.
        names_another: Whether it stands behind others and names what no document has.
    """

    kind: Kind
    text: str
    read_as: str = ""
    steps: tuple[Step, ...] = ()
    told: str = ""
    names_another: bool = False

    @property
    def margin(self) -> float:
        """By how much its log-odds must be above those of the question as typed."""
        return MARGINS[self.kind] + NAMES_ANOTHER * self.names_another


def surest(tried: Sequence[tuple[Taken, Answer]]) -> int:
    """The number of the reading that wins; of equals the first, which is the one as typed.

    Where the winner is not sure enough to be an answer, and another reading is that brings the same quote, it is that one.

    Args:
        tried: The readings, each with its answer; the first one is as typed.

    Returns:
        Its place in `tried`.
    """
    worth = [log_odds(answer.confidence) - taken.margin for taken, answer in tried]
    best = max(range(len(worth)), key=lambda at: (worth[at], -at))
    if tried[best][1].found or not (quote := _first(tried[best][1])):
        return best
    return next((at for at, (_, answer) in enumerate(tried) if answer.found and _first(answer) == quote), best)


def _first(answer: Answer) -> tuple[str, str] | None:
    quote = next(iter(answer.quotes or answer.nearest), None)
    return (quote.passage.source, quote.text) if quote else None


def may_win(taken: Taken, typed: Answer) -> bool:
    """Whether a reading may yet be surer than the one as typed by its margin."""
    return log_odds(HIGHEST_CONFIDENCE) - taken.margin > log_odds(typed.confidence)


def log_odds(confidence: float) -> float:
    """ln(p / (1 - p)), within bounds."""
    sure = min(max(confidence, _SUREST), 1 - _SUREST)
    return math.log(sure / (1 - sure))
