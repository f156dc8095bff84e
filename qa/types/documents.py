"""Documents and passages, as read and cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch `[start, end)` of a document's text."""

    start: int
    end: int

    def meets(self, others: "Iterable[Span]") -> bool:
        """Whether it has a character in common with any of the others."""
        return any(self.start < other.end and other.start < self.end for other in others)


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
        ocr: Numbers, from 1, of the pages without text of their own that were given to OCR.
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

    @property
    def scanned(self) -> tuple[Span, ...]:
        """The stretches of the text that OCR read."""
        ends = (*self.pages[1:], len(self.text))
        return tuple(Span(self.pages[number - 1], ends[number - 1]) for number in self.ocr)


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
        scanned: The stretches of the document that OCR read, those that the passage touches.
    """

    source: str
    text: str
    spans: tuple[Span, ...]
    sentences: tuple[Span, ...]
    title: str = ""
    headings: tuple[str, ...] = ()
    page: int | None = None
    scanned: tuple[Span, ...] = ()

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
        """Title and heading path, a line each: what a reader of the page would know before reading."""
        return "\n".join(dict.fromkeys(part for part in (self.title, *self.headings) if part))
