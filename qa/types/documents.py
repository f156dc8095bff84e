"""Documents and passages, as read and cut."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from qa.types.contract import as_json
from qa.types.facets import NO_FACETS, Facets, FacetsJson, Period


class Span(NamedTuple):
    """A half-open stretch `[start, end)` of a document's text."""

    start: int
    end: int

    def meets(self, others: "Iterable[Span]") -> bool:
        """Whether it has a character in common with any of the others."""
        return any(self.start < other.end and other.start < self.end for other in others)


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and where it stands; level 1 is the topmost."""

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
        ocr: Numbers, from 1, of the pages without text of their own that were given to OCR.
        blocks: What its reader knows of its layout, in reading order; empty where that is told from the text alone
            (plain text, PDF), and in a document that was taken out of the catalogue.
        facets: What it is about, once it is in an index.
    """

    source: str
    title: str
    text: str
    format: str
    sha256: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    encoding: str | None = None
    ocr: tuple[int, ...] = ()
    blocks: "tuple[Block, ...]" = ()
    facets: Facets = NO_FACETS

    @property
    def text_sha256(self) -> str:
        """Which version of the text offsets count in; the same file can be read into another text by a newer reader."""
        return text_sha256(self.text)

    @property
    def scanned(self) -> tuple[Span, ...]:
        """The stretches of the text that OCR read."""
        ends = (*self.pages[1:], len(self.text))
        return tuple(Span(self.pages[number - 1], ends[number - 1]) for number in self.ocr)

    @property
    def shown(self) -> "DocumentJson":
        """What the JSON shows of it."""
        facets, digest = self.facets.shown, self.text_sha256
        return DocumentJson(
            self.source,
            self.title,
            self.format,
            self.sha256,
            digest,
            self.pages,
            self.ocr,
            self.headings,
            facets,
            self.text,
        )

    def to_json(self) -> dict[str, Any]:
        """The object that `GET /api/documents/SOURCE` gives."""
        return as_json(self.shown)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class DocumentJson:
    """A document's text exactly as quoted from.

    Attributes:
        sha256: Of the file.
        text_sha256: Of the text, as quotes name it.
        pages: Offset at which each page starts.
        ocr: Numbers of the pages without text of their own that were given to OCR.
    """

    source: str
    title: str
    format: str
    sha256: str
    text_sha256: str
    pages: tuple[int, ...]
    ocr: tuple[int, ...]
    headings: tuple[Heading, ...]
    facets: FacetsJson
    text: str


class Cell(NamedTuple):
    """A cell of a table's row: its first column, from 0, how many columns it takes, and where its words stand."""

    column: int
    width: int
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document as a reader sees it, put together from the spans it was printed in.

    More than one span only where the layout broke the text apart (a hard wrap, a column, a caption in mid-sentence).

    Attributes:
        kind: `heading`, `paragraph`, `item` (of a list), `header` or `row` (of a table), `field` (label and value),
            `question` or `answer` (of a FAQ), `caption`, `footnote` or `furniture` (running heads, page numbers).
        spans: Where it stands, in reading order.
        level: Of a heading, 1 is the topmost.
        mark: The printed number of an item or a footnote, where it has one.
        header: Of a row: which blocks of the document, by number, are the header rows above it.
        layout: Of a row or field: column, width, start and length of each cell, one after the other; starts count from
            that of the block.
    """

    kind: str
    spans: tuple[Span, ...]
    level: int = 0
    mark: str = ""
    header: tuple[int, ...] = ()
    layout: tuple[int, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of a row, or label and value of a field."""
        numbers = iter(self.layout)
        return tuple(
            Cell(column, width, Span(self._place(start), self._place(start + length - 1) + 1))
            for column, width, start, length in zip(numbers, numbers, numbers, numbers, strict=True)
        )

    def _place(self, offset: int) -> int:
        """Where a character of the block stands in the text."""
        for start, end in self.spans:
            if offset < end - start:
                return start + offset
            offset -= end - start
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table as it stands in a passage.

    Attributes:
        span: Where it stands in the passage's text.
        cells: Column, width, start and length of each cell, one after the other; starts count from that of the row.
    """

    span: Span
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table that stand in a passage, and the header above them.

    Attributes:
        header: What stands above each column, header rows parted by ` / `; empty where the table has no header.
        spans: Where the header rows stand in the document.
        rows: The rows, in order.
    """

    header: tuple[str, ...]
    spans: tuple[Span, ...]
    rows: tuple[TableRow, ...]

    @property
    def label(self) -> str:
        """The header as one line, which stands above every row."""
        return "\t".join(filter(None, self.header))


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
        scanned: The stretches of the document that OCR read, those that the passage touches.
        tables: The tables that rows of it belong to.
        periods: The periods that its own words name.
        section: The periods that a heading or a sentence above it sets ("2015 in review").
        facets: What its document is about.
    """

    source: str
    text: str
    spans: tuple[Span, ...]
    sentences: tuple[Span, ...]
    title: str = ""
    headings: tuple[str, ...] = ()
    page: int | None = None
    scanned: tuple[Span, ...] = ()
    tables: tuple[Table, ...] = ()
    periods: tuple[Period, ...] = ()
    section: tuple[Period, ...] = ()
    facets: Facets = NO_FACETS

    @property
    def start(self) -> int:
        """Smallest offset that the passage touches."""
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        """Offset behind the last character that the passage touches."""
        return max(span.end for span in self.spans)

    @property
    def ocr(self) -> bool:
        """Whether OCR read any of it."""
        return bool(self.scanned)

    @property
    def context(self) -> str:
        """What stands above it, a line each: title, heading path, header cells of its tables.

        What a reader of the page would know before reading; it takes part in retrieval and reading, never in a quote.
        """
        labels = (table.label for table in self.tables)
        return "\n".join(dict.fromkeys(part for part in (self.title, *self.headings, *labels) if part))
