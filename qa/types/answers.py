"""From a ranked passage to an answer, with the JSON of the contract."""

from dataclasses import dataclass
from typing import NamedTuple

from qa.types.documents import Passage, Span

SCORE_DIGITS = 6


class Ranked(NamedTuple):
    """A place in a ranking: the passage's row, its score, and the two parts the score was fused from."""

    row: int
    score: float
    lexical: float
    dense: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage: its row in the index and how well it fits, higher is better.

    `lexical` and `dense` are the parts the score was fused from (both in [0, 1]; 0 where a searcher missed it).
    """

    row: int
    passage: Passage
    score: float
    lexical: float = 0.0
    dense: float = 0.0


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words of a document, with the place they stand.

    `text == "".join(document.text[s:e] for s, e in spans)`; `marks` are the words to highlight, as offsets into
    `text`; `citation` is a line to paste under it; `shared` are words of the question that the quote and what stands
    above it hold, and `holds` is what was asked for and is there (`number`, `date` or nothing).
    """

    text: str
    spans: tuple[Span, ...]
    marks: tuple[Span, ...]
    score: float
    passage: Passage
    citation: str = ""
    shared: tuple[str, ...] = ()
    holds: str = ""

    @property
    def ocr(self) -> bool:
        """Whether OCR read any of it from a scanned page, so that it may differ from what is printed there."""
        return any(span.meets(self.passage.scanned) for span in self.spans)

    def to_json(self) -> dict[str, object]:
        """The quote in the form of the JSON contract."""
        passage = self.passage
        return {
            "text": self.text,
            "source": passage.source,
            "title": passage.title,
            "spans": [list(span) for span in self.spans],
            "page": passage.page,
            "ocr": self.ocr,
            "headings": list(passage.headings),
            "marks": [list(mark) for mark in self.marks],
            "score": round(self.score, SCORE_DIGITS),
            "citation": self.citation,
            "why": {"shared": list(self.shared), "holds": self.holds or None},
            "passage": {"text": passage.text, "start": passage.start, "end": passage.end},
        }


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Which index answered: generation, model and size."""

    generation: str
    model: str
    passages: int

    def to_json(self) -> dict[str, object]:
        """The `index` object of the JSON contract."""
        return {"generation": self.generation, "model": self.model, "passages": self.passages}


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
class Answer:
    """What was asked and what the documents say: quotes best first, or not found with the nearest passages.

    Attributes:
        question: As it was typed.
        understood: The question that was answered: another one than `question` when that follows up on earlier ones.
        parts: The things that were asked for, when there are several; the quotes begin with one for each.
        unsupported: Words and years of the question that the documents, or the document quoted from, don't have.
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

    @property
    def turn(self) -> Turn:
        """What a follow-up is understood from."""
        first = next(iter(self.quotes), None)
        return Turn(self.understood or self.question, first.text if first else "")

    def to_json(self) -> dict[str, object]:
        """The object that `yinju ask --json` and `POST /api/ask` give."""
        answer: dict[str, object] = {
            "question": self.question,
            "understood": self.understood or self.question,
            "found": self.found,
            "confidence": round(self.confidence, SCORE_DIGITS),
            "quotes": [quote.to_json() for quote in self.quotes],
            "unsupported": list(self.unsupported),
        }
        if self.parts:
            places = {quote.spans: at for at, quote in enumerate(self.quotes)}
            answer["parts"] = [
                {"question": part.question, "quote": part.quote and places.get(part.quote.spans)} for part in self.parts
            ]
        if not self.found:
            answer["nearest"] = [quote.to_json() for quote in self.nearest]
        answer["index"] = self.index.to_json()
        answer["seconds"] = round(self.seconds, SCORE_DIGITS)
        return answer
