"""Every data type of the two journeys, frozen, on one page.

    index:  file -> Document -> Passage -> vector + terms -> a new generation on disk
    ask:    question -> Hit (passage, score) -> Quote (exact spans, source) -> Answer

All offsets count characters (Unicode code points) of `Document.text`. Text is normalised once, when a file is
read; after that nothing rewrites it, so a quote can be checked by cutting its spans out of the document again.
"""

from dataclasses import dataclass
from typing import NamedTuple

SCORE_DIGITS = 6


class Span(NamedTuple):
    """A half-open stretch `[start, end)` of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document: its level (1 is the topmost), its words, and where they stand."""

    level: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One source file as read: the text that quotes are cut from, with its headings and pages.

    Attributes:
        source: Path relative to the indexed folder, with forward slashes.
        title: The document's own title, or its file name.
        text: The whole text; every offset in this project points into it.
        format: Name of the reader: `txt`, `md`, `html`, `pdf`, `docx`, ...
        sha256: Hash of the file's bytes.
        headings: In order of `start`.
        pages: Offset at which each page starts; empty where the format has no pages.
        encoding: How the bytes were decoded, for text formats.
    """

    source: str
    title: str
    text: str
    format: str
    sha256: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as a list of documents shows it: how long it is, in how many passages, and how it begins."""

    source: str
    title: str
    format: str
    characters: int
    passages: int
    opening: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file: `indexed`, or `skipped` with the reason; a note says what is uncertain."""

    source: str
    status: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, caption, heading or piece of page furniture, put together from the spans it was printed in.

    `kind` is `paragraph`, `heading`, `caption` or `furniture`. More than one span only where the layout broke
    the text apart (a hard wrap, a column, a caption in mid-sentence).
    """

    kind: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is retrieved as one.

    Attributes:
        source: The document it belongs to.
        text: `"".join(document.text[s:e] for s, e in spans)`.
        spans: Where the text stands, in reading order.
        sentences: Its sentences as offsets into the passage's own `text`; a quote is a run of them.
        title: Title of the document.
        headings: Heading path, outermost first; takes part in retrieval, never in a quote.
        page: Page number, from 1, of the first character, where there are pages.
    """

    source: str
    text: str
    spans: tuple[Span, ...]
    sentences: tuple[Span, ...]
    title: str = ""
    headings: tuple[str, ...] = ()
    page: int | None = None

    @property
    def start(self) -> int:
        """Smallest offset that the passage touches."""
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        """Offset behind the last character that the passage touches."""
        return max(span.end for span in self.spans)

    @property
    def context(self) -> str:
        """Title and heading path, a line each: what a reader of the page would know before reading."""
        return "\n".join(dict.fromkeys(part for part in (self.title, *self.headings) if part))


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

    def to_json(self) -> dict[str, object]:
        """The quote in the form of the JSON contract."""
        passage = self.passage
        return {
            "text": self.text,
            "source": passage.source,
            "title": passage.title,
            "spans": [list(span) for span in self.spans],
            "page": passage.page,
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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: the step, and how many of how many items of it are done."""

    step: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: the generation it published, a verdict for every file, and what was re-done."""

    generation: str
    documents: int
    passages: int
    encoded: int
    verdicts: tuple[Verdict, ...]
    seconds: float
    changed: bool

    @property
    def skipped(self) -> tuple[Verdict, ...]:
        """The files that are not in the index."""
        return tuple(verdict for verdict in self.verdicts if verdict.status != "indexed")

    def to_json(self) -> dict[str, object]:
        """The object that `yinju index --json` prints."""
        return {
            "generation": self.generation,
            "documents": self.documents,
            "passages": self.passages,
            "encoded": self.encoded,
            "changed": self.changed,
            "files": [
                {"source": v.source, "status": v.status, "reason": v.reason, "note": v.note} for v in self.verdicts
            ],
            "seconds": round(self.seconds, SCORE_DIGITS),
        }
