"""From a ranked passage to an answer, and what the JSON of the contract shows of it."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from qa.types.contract import as_json, optional
from qa.types.documents import Passage
from qa.types.facets import NOTHING_ASKED, FacetCount, FacetFit
from qa.types.quotes import SCORE_DIGITS, Quote, QuoteJson

Outcome = Literal["answer", "unsure", "absent"]
ANSWER: Outcome = "answer"
UNSURE: Outcome = "unsure"
ABSENT: Outcome = "absent"


class Ranked(NamedTuple):
    """A place in a ranking: the passage's row, its score, the two parts the score was fused from, and how facets fit."""

    row: int
    score: float
    lexical: float
    dense: float
    facets: FacetFit = NOTHING_ASKED


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage: its row in the index and how well it fits, higher is better.

    `lexical` and `dense` are the parts the score was fused from (both in [0, 1]; 0 where a searcher missed it); `facets`
    says how its document and its period fit what the question says of them.
    """

    row: int
    passage: Passage
    score: float
    lexical: float = 0.0
    dense: float = 0.0
    facets: FacetFit = NOTHING_ASKED


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Which index answered."""

    generation: str
    model: str
    passages: int

    def to_json(self) -> dict[str, Any]:
        """The `index` object of the JSON contract."""
        return as_json(self)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked before, as it was understood, and the words that answered it."""

    question: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a question asks for: as a question of its own, and the quote that answers it.

    `quote` is None when the documents do not say.
    """

    question: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Value:
    """A figure for what was asked, and which of `quotes` give it."""

    text: str
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers that a question leaves open: the year or name that tells it apart, the question with it, its quote."""

    label: str
    question: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class PartJson:
    """One of several things that were asked for; `quote` counts in `quotes`, null when the documents do not say."""

    question: str
    quote: int | None


@dataclass(frozen=True, slots=True)
class ChoiceJson:
    """One of several answers that a question leaves open.

    Attributes:
        label: The year or name that tells it apart.
        question: The question with it, to be asked again.
    """

    label: str
    question: str
    quote: QuoteJson


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerJson:
    """Quotes, best first; or none, and the nearest passages.

    Attributes:
        understood: The question that was answered: a follow-up with what it goes on from, slips mended.
        outcome: `answer`; `unsure`: the nearest passages may answer; `absent`: the documents do not say.
        unsupported: Words and years of the question that the documents don't have.
        today: The day that 'last year' in the question was counted from, if it was.
        values: The figures that several documents give for what was asked; one where they agree.
        counts: The facets of the documents that were found.
        parts: Only when several things were asked for.
        choices: Only when the question leaves open which year or whose; the newest first.
        nearest: Only when nothing was found.
    """

    question: str
    understood: str
    found: bool
    outcome: Outcome
    confidence: float
    quotes: tuple[QuoteJson, ...]
    unsupported: tuple[str, ...]
    today: str = optional("")
    values: tuple[Value, ...] = optional(())
    counts: tuple[FacetCount, ...] = optional(())
    parts: tuple[PartJson, ...] = optional(())
    choices: tuple[ChoiceJson, ...] = optional(())
    nearest: tuple[QuoteJson, ...] | None = optional(None)
    index: IndexInfo
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked and what the documents say: quotes best first, or not found with the nearest passages.

    Attributes:
        question: As it was typed.
        outcome: `answer`; `unsure`, when the nearest quotes may answer; `absent`, when the documents do not say.
        understood: The question that was answered: another one than `question` when that follows up on earlier ones.
        parts: The things that were asked for, when there are several; the quotes begin with one for each.
        unsupported: Words and years of the question that the documents, or the document quoted from, don't have.
        choices: What the question leaves open, when it has several answers: the newest first, each with its own.
        today: The day, ISO 8601, that "last year" in the question was counted from; empty when it says nothing like it.
        values: The figures that several documents give for what was asked, the one of the first quote first: one, if they agree.
        counts: The facets of the documents that were found, to ask of some of them only; the most common first.
    """

    question: str
    found: bool
    confidence: float
    quotes: tuple[Quote, ...]
    nearest: tuple[Quote, ...]
    index: IndexInfo
    seconds: float
    understood: str = ""
    unsupported: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    outcome: Outcome = ANSWER
    choices: tuple[Choice, ...] = ()
    today: str = ""
    counts: tuple[FacetCount, ...] = ()
    values: tuple[Value, ...] = ()

    @property
    def chance_percent(self) -> int:
        """How likely the first quote answers, for people: in tens, as finer would promise more than is known."""
        return 10 * max(1, round(10 * self.confidence))

    @property
    def turn(self) -> Turn:
        """What a follow-up is understood from."""
        first = next(iter(self.quotes), None)
        return Turn(self.understood or self.question, first.text if first else "")

    @property
    def shown(self) -> AnswerJson:
        """What the JSON shows of it."""
        places = {quote.place: at for at, quote in enumerate(self.quotes)}
        return AnswerJson(
            question=self.question,
            understood=self.understood or self.question,
            found=self.found,
            outcome=self.outcome,
            confidence=round(self.confidence, SCORE_DIGITS),
            quotes=tuple(quote.shown for quote in self.quotes),
            unsupported=self.unsupported,
            today=self.today,
            values=self.values,
            counts=self.counts,
            parts=tuple(
                PartJson(part.question, places.get(part.quote.place) if part.quote else None) for part in self.parts
            ),
            choices=tuple(ChoiceJson(each.label, each.question, each.quote.shown) for each in self.choices),
            nearest=None if self.found else tuple(quote.shown for quote in self.nearest),
            index=self.index,
            seconds=round(self.seconds, SCORE_DIGITS),
        )

    def to_json(self) -> dict[str, Any]:
        """The object that `yinju ask --json` and `POST /api/ask` give."""
        return as_json(self.shown)  # type: ignore[no-any-return]
