"""Document -> passages: along headings, then paragraphs, then sentences, each with the spans it stands in.

The splitter only sees text and gives back pieces that tile it, so where each piece stands is plain arithmetic. A
piece never begins or ends inside a sentence: a quote is a run of whole sentences of one passage.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice, takewhile

from qa.layout import blocks
from qa.text.line_kinds import is_question
from qa.text.sentences import LONGEST_SENTENCE_CHARACTERS, sentence_spans
from qa.text.spans import cut, join, touched
from qa.text.table_rows import tables_of
from qa.types import Block, Document, Heading, Passage, Span

PASSAGE_CHARACTERS = 300
_LONGEST_REPLY_CHARACTERS = 400  # of a question with its whole answer; of a longer one its first sentence
_MAY_ASK = ("paragraph", "item", "heading", "answer")

# Paragraphs first, then the sentence ends of CJK and of Latin scripts, then weaker marks, then anywhere.
_SEPARATORS = ["\n", "[。！？]", "[.!?](?=\\s)", "[؟۔।။]", "[；;]", "[，,、]", "\\s", ""]


@dataclass(frozen=True, slots=True)
class _Section:
    """The blocks under one heading: their text put together, the span of each piece of it and its offset; its rows."""

    headings: tuple[str, ...]
    text: str
    spans: tuple[Span, ...]
    offsets: tuple[int, ...]
    sentences: tuple[Span, ...]
    rows: tuple[tuple[Span, Block], ...]


def passages(document: Document, size: int = PASSAGE_CHARACTERS) -> list[Passage]:
    """Cut a document into passages of about `size` characters, in reading order.

    A row of a table is one sentence, and so are a question and the answer below it. Header rows stand in no passage:
    they are known to each row (`Passage.tables`).

    Args:
        document: With its blocks and tables.
        size: Characters.

    Returns:
        Passages of whole sentences.
    """
    # Two fifths of a second of a core, which a build whose workers cut is spared.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=0,
        strip_whitespace=False,
    )
    scanned = document.scanned
    found = blocks(document)
    return [
        replace(passage, scanned=touched(scanned, passage.spans)) if scanned else passage
        for section in _sections(document, found)
        for passage in _section_passages(document, found, section, splitter.split_text(section.text))
    ]


def _sections(document: Document, found: Sequence[Block]) -> Iterator[_Section]:
    """Runs of blocks between headings, each with its heading path."""
    path: list[Heading] = []
    levels = {heading.start: heading for heading in document.headings}
    body: list[Block] = []
    for block in found:
        if block.kind == "heading":
            if body:
                yield _section(document, path, body)
            body = []
            path = _updated(path, document, block, levels)
        elif block.kind not in ("furniture", "header"):
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
    rows: list[tuple[Span, Block]] = []
    length = 0
    asked = False
    for block in body:
        text = join(document.text, block.spans)
        if block.kind in ("row", "field") and len(text) <= LONGEST_SENTENCE_CHARACTERS:
            own = [Span(length, length + len(text))]
            rows += [(own[0], block)] if block.layout else []
        else:
            own = [Span(length + s, length + e) for s, e in sentence_spans(text)]
        if asked and own and own[-1].end - sentences[-1].start <= _LONGEST_REPLY_CHARACTERS:
            own = [Span(sentences.pop().start, own[-1].end)]
        elif asked and own:
            own[0] = Span(sentences.pop().start, own[0].end)
        sentences.extend(own)
        asked = block.kind == "question" or (block.kind in _MAY_ASK and is_question(text))
        pieces = (*block.spans, *_line_end(document.text, block.spans[-1].end))
        spans.extend(pieces)
        length += sum(span.end - span.start for span in pieces)
    headings = tuple(heading.text for heading in path if heading.text != document.title)
    offsets = tuple(accumulate((span.end - span.start for span in spans), initial=0))
    return _Section(headings, join(document.text, spans), tuple(spans), offsets, tuple(sentences), tuple(rows))


def _line_end(text: str, at: int) -> tuple[Span, ...]:
    """The line end behind a block, which keeps its paragraph apart from the next one when they are joined."""
    newline = text.find("\n", at, at + 200)
    return (Span(newline, newline + 1),) if newline >= 0 else ()


def _section_passages(
    document: Document, found: Sequence[Block], section: _Section, pieces: list[str]
) -> Iterator[Passage]:
    starts = [sentence.start for sentence in section.sentences]
    first, offset = 0, 0
    for piece in pieces:
        offset += len(piece)
        # To the end of the sentence that the splitter may have cut.
        last = bisect_left(starts, offset)
        if last > first:
            yield _passage(document, found, section, first, last)
            first = last


def _passage(document: Document, found: Sequence[Block], section: _Section, first: int, last: int) -> Passage:
    sentences = section.sentences[first:last]
    start, end = sentences[0].start, sentences[-1].end
    first_span, behind = bisect_right(section.offsets, start) - 1, bisect_left(section.offsets, end)
    before = section.offsets[first_span]
    spans = cut(section.spans[first_span:behind], start - before, end - before)
    low = bisect_left(section.rows, start, key=lambda row: row[0].start)
    inside = takewhile(lambda row: row[0].end <= end, islice(section.rows, low, None))
    rows = [(Span(span.start - start, span.end - start), block) for span, block in inside]
    return Passage(
        source=document.source,
        text=section.text[start:end],
        spans=spans,
        sentences=tuple(Span(s - start, e - start) for s, e in sentences),
        title=document.title,
        headings=section.headings,
        page=bisect_right(document.pages, spans[0].start) or None,
        tables=tuple(tables_of(document.text, found, rows)),
    )
