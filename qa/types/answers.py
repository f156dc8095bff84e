"""From a ranked passage to an answer, with the JSON of the contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from qa.types.documents import Passage, Span, Table
from qa.types.facets import NOTHING_ASKED, FacetCount, FacetFit

SCORE_DIGITS = 6
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
class Copy:
    """Another place where the words of a quote stand."""

    source: str
    title: str
    spans: tuple[Span, ...]
    page: int | None

    def to_json(self) -> dict[str, object]:
        """The place in the form of the JSON contract."""
        spans = [list(span) for span in self.spans]
        return {"source": self.source, "title": self.title, "spans": spans, "page": self.page}


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """A row of a table as it is shown.

    Attributes:
        header: What stands above each column; empty where the table has no header.
        row: The words of each column, empty where it has none.
        cell: Number of the column whose words are marked, if one is.
        spans: Where the header rows stand in the document.
    """

    header: tuple[str, ...]
    row: tuple[str, ...]
    cell: int | None
    spans: tuple[Span, ...]

    def to_json(self) -> dict[str, object]:
        """The row in the form of the JSON contract."""
        return {
            "header": list(self.header),
            "row": list(self.row),
            "cell": self.cell,
            "header_spans": [list(span) for span in self.spans],
        }


def _offset_in(spans: Sequence[Span], start: int) -> int | None:
    """How many characters of a text that is put together from spans stand before one of the document."""
    offset = 0
    for span in spans:
        if span.start <= start < span.end:
            return offset + start - span.start
        offset += span.end - span.start
    return None


def _quoted_row(text: str, table: Table, start: int, cells: tuple[int, ...], marked: Span | None) -> QuotedRow:
    numbers = iter(cells)
    found = list(zip(numbers, numbers, numbers, numbers, strict=True))
    width = max((column + 1 for column, *_ in found), default=0)
    row = [""] * max(width, len(table.header))
    cell = None
    for column, _, at, length in found:
        row[column] = text[start + at : start + at + length]
        if cell is None and marked and Span(start + at, start + at + length).meets([marked]):
            cell = column
    header = table.header + ("",) * (len(row) - len(table.header)) if table.header else ()
    return QuotedRow(header, tuple(row), cell, table.spans)


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words of a document, with the place they stand.

    `text == "".join(document.text[s:e] for s, e in spans)`; `marks` are the words to highlight, as offsets into
    `text`; `citation` is a line to paste under it; `shared` are words of the question that the quote and what stands
    above it hold, `above` those that stand there alone, and `holds` is what was asked for and is marked (`number`, `date` or
    nothing); `copies` are other documents with the
    same words; `misfits` are the facets of its document (`year`, `name`) that don't fit what the question says of it;
    `sha256` is that of the document's text, in which the spans count: in another version other words stand there.
    """

    text: str
    spans: tuple[Span, ...]
    marks: tuple[Span, ...]
    score: float
    passage: Passage
    citation: str = ""
    shared: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    holds: str = ""
    copies: tuple[Copy, ...] = ()
    misfits: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def table(self) -> "QuotedRow | None":
        """The row of a table that it holds, with the header above it; None where it holds none."""
        offset = _offset_in(self.passage.spans, self.spans[0].start) if self.spans else None
        if offset is None:
            return None
        marked = self.marks[0] if self.marks else None
        inside = [
            (table, row)
            for table in self.passage.tables
            for row in table.rows
            if offset <= row.span.start and row.span.end <= offset + len(self.text)
        ]
        for table, row in inside:
            start = row.span.start - offset
            if marked is None or len(inside) == 1 or Span(start, row.span.end - offset).meets([marked]):
                return _quoted_row(self.text, table, start, row.cells, marked)
        return None

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
            "sha256": self.sha256,
            "page": passage.page,
            "ocr": self.ocr,
            "headings": list(passage.headings),
            "marks": [list(mark) for mark in self.marks],
            "score": round(self.score, SCORE_DIGITS),
            "citation": self.citation,
            "why": {"shared": list(self.shared), "above": list(self.above), "holds": self.holds or None},
            "facets": passage.facets.to_json(),
            "misfits": list(self.misfits),
            "passage": {"text": passage.text, "start": passage.start, "end": passage.end},
            "copies": [copy.to_json() for copy in self.copies],
            **({"table": self.table.to_json()} if self.table else {}),
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


class Value(NamedTuple):
    """A figure that quotes give for what was asked: its words, and the numbers of those quotes."""

    text: str
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers that a question leaves open: the year or name that tells it apart, the question with it, its quote."""

    label: str
    question: str
    quote: Quote

    def to_json(self) -> dict[str, object]:
        """The choice in the form of the JSON contract."""
        return {"label": self.label, "question": self.question, "quote": self.quote.to_json()}


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
            "outcome": self.outcome,
            "confidence": round(self.confidence, SCORE_DIGITS),
            "quotes": [quote.to_json() for quote in self.quotes],
            "unsupported": list(self.unsupported),
        }
        if self.today:
            answer["today"] = self.today
        if self.values:
            answer["values"] = [{"text": value.text, "quotes": list(value.quotes)} for value in self.values]
        if self.counts:
            answer["counts"] = [count._asdict() for count in self.counts]
        if self.parts:
            places = {quote.spans: at for at, quote in enumerate(self.quotes)}
            answer["parts"] = [
                {"question": part.question, "quote": part.quote and places.get(part.quote.spans)} for part in self.parts
            ]
        if self.choices:
            answer["choices"] = [choice.to_json() for choice in self.choices]
        if not self.found:
            answer["nearest"] = [quote.to_json() for quote in self.nearest]
        answer["index"] = self.index.to_json()
        answer["seconds"] = round(self.seconds, SCORE_DIGITS)
        return answer
