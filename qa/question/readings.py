"""The readings of a question: as it was typed, with its slips mended, completed from the conversation. They compete.

Each is searched and read, and the surest answer wins, by the reader's own probability and with a margin in favour of what
was typed. It is against that for a question that says that it goes on from something (接待观众呢? has its year from the turn
before), small for one that has a pronoun, and the greater the more says that it stands
alone: no word that points back, a subject of its own, a mere phrase, another script than what would be taken over; and a
completion that only brings again what was quoted before, with no word of the question, has answered the question before. The margins are measured on
conversations (`python -m benchmarks.conversations --fit`).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from qa.question.answer_type import without_interrogatives
from qa.question.follow_up import Signs
from qa.question.pointing import names_a_thing
from qa.question.understand import Step
from qa.text.analyzer import normalise, tokens
from qa.text.background import common
from qa.text.scripts import HAN, script_of
from qa.types import Answer

Kind = Literal["typed", "mended", "completed"]
TYPED: Kind = "typed"
MENDED: Kind = "mended"
COMPLETED: Kind = "completed"

# Log-odds by which another reading must be surer than the one as typed: as much for a mended one, and for a completed one
# by what the question shows of standing alone.
MENDED_MARGIN = 0.0
COMPLETED_MARGIN = 0.05
SIGNS = {"goes_on": -0.75, "names": 1.0, "topic": 1.5, "unmarked": 0.5, "foreign": 2.0, "dependent": -3.0}
# Of a question that does not say that it goes on, for the quote of the turn before where that has none of its words: of one that
# names a thing, and of any other.
REPEATS, REPEATS_NO_THING = 2.5, 1.5
# Of one that stands beside nothing of what the question begins with, in the passage that is quoted.
OF_ANOTHER = 5.0
HIGHEST_CONFIDENCE = (
    0.96  # confidence that no answer has come to: where more would be needed to win, a reading need not be read
)
_WHY = re.compile(
    r"\W*(?:为什么|為什麼|为何|怎么会|なぜ|どうして|왜|why|warum|wieso|pourquoi|por qué|perché|почему)\W*$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"(?P<whose>[{HAN}]{{2,8}}?)(?:[上里中](?=[一共現现還还总總]*有)|(?=[一共現现還还总總]*有))")
_OFTEN = 0.04  # share of everyday passages from which on a word tells nothing
_SUREST = 1e-4  # confidence is kept this far from 0 and 1


@dataclass(frozen=True, slots=True)
class Taken:
    """One way to take a question; `signs` say how far the question stands alone, `steps` what was changed in it.

    `told` is the question as it was typed where nothing but politeness was left out; else that is the text.
    """

    kind: Kind
    text: str
    signs: Signs | None = None
    steps: tuple[Step, ...] = ()
    told: str = ""

    @property
    def margin(self) -> float:
        """By how much its log-odds must be above those of the question as typed."""
        if self.kind == TYPED:
            return 0.0
        if self.kind == MENDED or self.signs is None:
            return MENDED_MARGIN
        return COMPLETED_MARGIN + sum(SIGNS[name] * float(getattr(self.signs, name)) for name in SIGNS)


def surest(tried: Sequence[tuple[Taken, Answer]], quoted: str = "") -> int:
    """The number of the reading that wins; of equals the first, which is the one as typed.

    Where the winner is not sure enough to be an answer, and another reading is that brings the same quote, it is that one; not
    where that is the quote of the turn before, which has no word of the question.

    Args:
        tried: The readings, each with its answer; the first one is as typed.
        quoted: What was quoted in the turn before.

    Returns:
        Its place in `tried`.
    """
    question = tried[0][0].text
    again = [_of_repeating(taken, answer, question, quoted) for taken, answer in tried]
    worth = [
        log_odds(answer.confidence) - taken.margin - less for (taken, answer), less in zip(tried, again, strict=True)
    ]
    best = max(range(len(worth)), key=lambda at: (worth[at], -at))
    if tried[best][1].found or not (quote := _first(tried[best][1])):
        return best
    same = (at for at, (_, answer) in enumerate(tried) if answer.found and not again[at] and _first(answer) == quote)
    return next(same, best)


def _first(answer: Answer) -> tuple[str, str] | None:
    quote = next(iter(answer.quotes or answer.nearest), None)
    return (quote.passage.source, quote.text) if quote else None


def may_win(taken: Taken, typed: Answer) -> bool:
    """Whether a reading may yet be surer than the one as typed by its margin."""
    return log_odds(HIGHEST_CONFIDENCE) - taken.margin > log_odds(typed.confidence)


def _of_repeating(taken: Taken, answer: Answer, question: str, quoted: str) -> float:
    """The log-odds that a completed reading loses for bringing what was quoted before."""
    first = _first(answer)
    if taken.signs is None or taken.signs.goes_on or not first:
        return 0.0
    if not repeats(answer, question, quoted):
        return OF_ANOTHER * (taken.signs.unmarked and lacks_subject(answer, question))
    if script_of(first[1]) != script_of(question):  # has none of its words in any case
        return REPEATS_NO_THING * taken.signs.unmarked
    return REPEATS if names_a_thing(question) else REPEATS_NO_THING


def repeats(answer: Answer, question: str, quoted: str) -> bool:
    """Whether an answer's first quote is that of the turn before, or part of it, with no word of a question other than "why?"."""
    quotes = answer.quotes or answer.nearest
    text = quotes[0].text if quotes else ""
    if not (text and quoted) or not (text in quoted or quoted in text) or _WHY.match(question):
        return False
    telling = {term for term in tokens(without_interrogatives(question)) if len(term) > 1 and common(term) < _OFTEN}
    return bool(telling) and telling.isdisjoint(tokens(text))


def lacks_subject(answer: Answer, question: str) -> bool:
    """Whether the passage of an answer's first quote has nothing of whose or what a Chinese question begins with: 包头有多少会员?"""
    quotes, found = answer.quotes or answer.nearest, _SUBJECT.match(question)
    if not quotes or not found:
        return False
    near = normalise(f"{quotes[0].passage.context}\n{quotes[0].passage.text}")
    return not any(normalise(pair) in near for pair in map("".join, pairwise(found["whose"])))


def log_odds(confidence: float) -> float:
    """ln(p / (1 - p)), within bounds."""
    sure = min(max(confidence, _SUREST), 1 - _SUREST)
    return math.log(sure / (1 - sure))
