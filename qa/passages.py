"""Document -> passages: along headings, then paragraphs, then sentences, each with the spans it stands in.

The splitter only sees text and gives back pieces that tile it, so where each piece stands is plain arithmetic. A
piece never begins or ends inside a sentence: a quote is a run of whole sentences of one passage.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from langchain_text_splitters import RecursiveCharacterTextSplitter

from qa.layout import blocks
from qa.sentences import sentence_spans
from qa.spans import cut, join, touched
from qa.types import Block, Document, Heading, Passage, Span

PASSAGE_CHARACTERS = 300

# Paragraphs first, then the sentence ends of CJK and of Latin scripts, then weaker marks, then anywhere.
_SEPARATORS = ["\n", "[。！？]", "[.!?](?=\\s)", "[؟۔।။]", "[；;]", "[，,、]", "\\s", ""]


@dataclass(frozen=True, slots=True)
class _Section:
    """The paragraphs under one heading: their text put together, and the span of each piece of it."""

    headings: tuple[str, ...]
    text: str
    spans: tuple[Span, ...]
    sentences: tuple[Span, ...]


def passages(document: Document, size: int = PASSAGE_CHARACTERS) -> list[Passage]:
    """Cut a document into passages of about `size` characters, in reading order."""
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=0,
        strip_whitespace=False,
    )
    scanned = document.scanned
    return [
        replace(passage, scanned=touched(scanned, passage.spans)) if scanned else passage
        for section in _sections(document)
        for passage in _section_passages(document, section, splitter.split_text(section.text))
    ]


def _sections(document: Document) -> Iterator[_Section]:
    """Runs of blocks between headings, each with its heading path."""
    path: list[Heading] = []
    levels = {heading.start: heading for heading in document.headings}
    body: list[Block] = []
    for block in blocks(document):
        if block.kind == "heading":
            if body:
                yield _section(document, path, body)
            body = []
            path = _updated(path, document, block, levels)
        elif block.kind != "furniture":
            body.append(block)
    if body:
        yield _section(document, path, body)


def _updated(path: list[Heading], document: Document, block: Block, levels: dict[int, Heading]) -> list[Heading]:
    """The heading path after this heading: it replaces those of its own level and below."""
    start, end = block.spans[0].start, block.spans[-1].end
    words = join(document.text, block.spans)
    known = next((levels[at] for at in range(start, max(start - 8, -1), -1) if at in levels), None)
    # A heading that layout alone recognised, in a format without heading levels, stands below the title.
    heading = known or Heading(1 if words == document.title else 2, words, start, end)
    return [upper for upper in path if upper.level < heading.level] + [heading]


def _section(document: Document, path: list[Heading], body: list[Block]) -> _Section:
    spans: list[Span] = []
    sentences: list[Span] = []
    length = 0
    for block in body:
        text = join(document.text, block.spans)
        sentences.extend(Span(length + s, length + e) for s, e in sentence_spans(text))
        separator = _line_end(document.text, block.spans[-1].end)
        pieces = (*block.spans, *separator)
        spans.extend(pieces)
        length += sum(span.end - span.start for span in pieces)
    headings = tuple(heading.text for heading in path if heading.text != document.title)
    joined = join(document.text, spans)
    return _Section(headings, joined, tuple(spans), tuple(sentences))


def _line_end(text: str, at: int) -> tuple[Span, ...]:
    """The line end behind a block, which keeps its paragraph apart from the next one when they are joined."""
    newline = text.find("\n", at, at + 200)
    return (Span(newline, newline + 1),) if newline >= 0 else ()


def _section_passages(document: Document, section: _Section, pieces: list[str]) -> Iterator[Passage]:
    starts = [sentence.start for sentence in section.sentences]
    first, offset = 0, 0
    for piece in pieces:
        offset += len(piece)
        # To the end of the sentence that the splitter may have cut.
        last = bisect_left(starts, offset)
        if last > first:
            yield _passage(document, section, first, last)
            first = last


def _passage(document: Document, section: _Section, first: int, last: int) -> Passage:
    sentences = section.sentences[first:last]
    start, end = sentences[0].start, sentences[-1].end
    spans = cut(section.spans, start, end)
    return Passage(
        source=document.source,
        text=section.text[start:end],
        spans=spans,
        sentences=tuple(Span(s - start, e - start) for s, e in sentences),
        title=document.title,
        headings=section.headings,
        page=bisect_right(document.pages, spans[0].start) or None,
    )
