"""A quote: the exact words of a document with the place they stand, and what the JSON of the contract shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qa.types.contract import as_json, optional
from qa.types.documents import Passage, Span, Table
from qa.types.facets import FacetsJson

SCORE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Copy:
    """Another document with the words of a quote, and where they stand there."""

    source: str
    title: str
    spans: tuple[Span, ...]
    page: int | None


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """The row of a table that is quoted, below its header; `cell` is the number of the column that is asked for.

    Attributes:
        header: What stands above each column; empty where the table has no header.
        row: The words of each column, empty where it has none.
        cell: Number of the column whose words are marked, if one is.
        header_spans: Where the header rows stand in the document.
    """

    header: tuple[str, ...]
    row: tuple[str, ...]
    cell: int | None
    header_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PassageJson:
    """The passage that a quote is cut from; offsets count characters of the document's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Why:
    """Why a quote was chosen: words that it shares with the question, and what was asked for and is marked.

    Attributes:
        shared: Words of the question in the quote, or in the title and headings above it.
        above: Those of them that stand in title and headings alone.
        holds: What was asked for and is marked: `number`, `date` or nothing.
    """

    shared: tuple[str, ...]
    above: tuple[str, ...]
    holds: str | None


@dataclass(frozen=True, slots=True)
class QuoteJson:
    """The exact words of a document: `text` is what `spans` cut out of its text, put together.

    Attributes:
        sha256: Of the document's text that the spans count in: `text_sha256` of the document.
        ocr: Read by OCR from a scanned page: it may differ from what is printed there.
        marks: What to highlight, as offsets into `text`.
        facets: What its document is about.
        misfits: `year`, `name`: facets of its document that do not fit the question.
        copies: Other documents with the same words.
        table: Only where a row of a table is quoted.
    """

    text: str
    source: str
    title: str
    spans: tuple[Span, ...]
    sha256: str
    page: int | None
    ocr: bool
    headings: tuple[str, ...]
    marks: tuple[Span, ...]
    score: float
    citation: str
    why: Why
    facets: FacetsJson
    misfits: tuple[str, ...]
    passage: PassageJson
    copies: tuple[Copy, ...]
    table: QuotedRow | None = optional(None)


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
    def place(self) -> tuple[str, tuple[Span, ...]]:
        """Where it stands: source and spans, since documents that look alike say different things at the same spans."""
        return self.passage.source, self.spans

    @property
    def table(self) -> QuotedRow | None:
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

    @property
    def shown(self) -> QuoteJson:
        """What the JSON shows of it."""
        passage = self.passage
        return QuoteJson(
            text=self.text,
            source=passage.source,
            title=passage.title,
            spans=self.spans,
            sha256=self.sha256,
            page=passage.page,
            ocr=self.ocr,
            headings=passage.headings,
            marks=self.marks,
            score=round(self.score, SCORE_DIGITS),
            citation=self.citation,
            why=Why(self.shared, self.above, self.holds or None),
            facets=passage.facets.shown,
            misfits=self.misfits,
            passage=PassageJson(passage.text, passage.start, passage.end),
            copies=self.copies,
            table=self.table,
        )

    def to_json(self) -> dict[str, Any]:
        """A quote of the JSON contract."""
        return as_json(self.shown)  # type: ignore[no-any-return]


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
