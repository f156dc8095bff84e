"""Blocks of Markdown: markers of headings, lists, quotations and tables stay outside, struck-out text too."""

import re
from collections.abc import Iterator, Sequence

from qa.documents.grids import GridCell, header_rows
from qa.documents.raised import raised
from qa.text.line_kinds import field_parts, kind_of
from qa.text.lines import Line, joined, text_lines
from qa.types import Block, Heading, Span

FENCE = re.compile(r" {0,3}(```|~~~)")
_RULE = re.compile(r"(?:[-*_=][ \t]*){3,}|[-=]{2,}")
_MARKER = re.compile(r"(?:>[ \t]?)+|(?:[-*+]|\d{1,3}[.)])[ \t]+")
_NUMBERED = re.compile(r"(?:>[ \t]?)*(\d{1,3}[.)])[ \t]")
_ITEM = re.compile(r"(?:>[ \t]?)*(?:[-*+]|\d{1,3}[.)])[ \t]")
_BARE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?")
_TABLE_RULE = re.compile(r"[|:\-\t ]+")
_APART = ("field", "question", "answer")
_EMPHASIS = re.compile(r"\*\*|__|`")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:[ \t]*")
# What is not printed, or not as it stands: struck out, marks of notes, comments.
_UNPRINTED = re.compile(
    r"~~(?=\S)(?:[^\n~]|\n(?![ \t]*\n)){1,300}~~|<(del|s|strike)(?: [^<>\n]{0,100})?>[^<]{0,300}</\1>|\[\^[^\]\s]{1,40}\]|<!--(?:[^\n]|\n(?![ \t]*\n)){0,300}?-->|<sup>([^<\n]{1,12})</sup>"
)


def markdown_blocks(text: str, headings: Sequence[Heading], first: int) -> list[Block]:
    """Headings, paragraphs, list items and table rows of what stands behind offset `first`, a block each."""
    gathered = _Blocks(text, headings)
    for line in text_lines(text):
        if line.start >= first:
            gathered.add(line)
    gathered.close()
    return gathered.blocks


class _Blocks:
    """Puts lines together into blocks."""

    def __init__(self, text: str, headings: Sequence[Heading]) -> None:
        self.blocks: list[Block] = []
        self._text = text
        self._headings = {heading.start: heading for heading in headings}
        self._paragraph: list[Span] = []
        self._mark, self._is_item = "", False
        self._table: list[Span] = []
        self._is_ruled = False
        self._fence = ""
        self._is_comment = False
        self._last_comment = text.rfind("-->")
        self._last = Span(0, 0)  # the words of the last line

    def add(self, line: Line) -> None:
        """Take the next line."""
        words = self._text[line.start : line.end]
        if self._table and line.blank_before:
            self.close()
        marker = FENCE.match(words) if words[0] in "`~" else None
        if marker and self._fence in ("", marker.group(1)):
            self.close()
            self._fence = "" if self._fence else marker.group(1)
        elif self._fence:
            self._go_on(line, Span(line.start, line.end), begins=False)
        elif self._is_comment or (words.startswith("<!--") and "-->" not in words and line.end < self._last_comment):
            self._is_comment = "-->" not in words
        elif self._is_row(line, words):
            self._row(line, words)
        else:
            self._plain(line, words)

    def _is_row(self, line: Line, words: str) -> bool:
        """Whether a line is a row; without an outer bar where it goes on in a table, or has a rule of as many cells below it."""
        if "|" not in words or len(words) < 2:
            return False
        if self._table or words.startswith("|"):
            return True
        below = self._text[line.end : line.end + 1000].split("\n", 2)[1:2]
        return bool(below) and bool(_BARE_RULE.fullmatch(below[0].strip())) and below[0].count("|") >= words.count("|")

    def close(self) -> None:
        """End the paragraph or table that is open."""
        if self._paragraph:
            paragraph = _paragraph(self._text, self._paragraph, self._mark, self._is_item)
            self.blocks += [paragraph] if paragraph else []
            self._paragraph = []
        self._mark, self._is_item = "", False
        if self._table:
            self.blocks.extend(_rows(self._text, self._table, self._is_ruled, len(self.blocks)))
            self._table = []
        self._is_ruled = False

    def _row(self, line: Line, words: str) -> None:
        if not self._table:
            self.close()
        if _TABLE_RULE.fullmatch(words):
            self._is_ruled = self._is_ruled or len(self._table) == 1
        else:
            self._table.append(Span(line.start, line.end))

    def _plain(self, line: Line, words: str) -> None:
        if self._table:
            self.close()
        places = range(line.start, min(line.start + 8, line.end) if words[0] == "#" else line.start + 1)
        heading = next((self._headings[at] for at in places if at in self._headings), None)
        if heading:
            self.close()
            self.blocks.append(Block("heading", (Span(heading.start, heading.end),), heading.level))
        elif (words[0] in "-*_=" and _RULE.fullmatch(words)) or words.startswith("<!--"):
            self.close()
        else:
            span, begins = _content(self._text, line)
            self._go_on(line, span, begins=begins or bool(_NOTE.match(words)))

    def _go_on(self, line: Line, span: Span, *, begins: bool) -> None:
        before, self._last = self._last, span
        if begins or line.blank_before or (self._paragraph and not self._fence and self._are_apart(before, span)):
            self.close()
        if span.start >= span.end:
            return
        if not self._paragraph and not self._fence:
            words = self._text[line.start : line.end]
            self._is_item = bool(_ITEM.match(words))
            numbered = _NUMBERED.match(words) if self._is_item else None
            self._mark = numbered[1] if numbered else ""
        self._paragraph = joined(self._text, self._paragraph, [span]) if self._paragraph else [span]

    def _are_apart(self, above: Span, below: Span) -> bool:
        """Whether two lines are a field, a question or an answer each: printed on one line, yet meant to be two."""
        return all(_told(self._text[slice(*each)]) in _APART for each in (below, above))


def _told(words: str) -> str:
    return kind_of(_EMPHASIS.sub("", words) if "*" in words or "_" in words or "`" in words else words)


def _field(words: str) -> tuple[tuple[int, int], ...]:
    """Where the label and the value of a field stand in its line, whose label may be set off."""
    marks = {at for found in _EMPHASIS.finditer(words) for at in range(*found.span())}
    kept = [at for at in range(len(words)) if at not in marks]
    parts = field_parts("".join(words[at] for at in kept)) or ()
    return tuple((kept[start], kept[end - 1] + 1) for start, end in parts)


def _paragraph(text: str, spans: list[Span], mark: str, is_item: bool) -> Block | None:
    """None where all of it is struck out."""
    note = _NOTE.match(text, spans[0].start)
    if note:
        spans = [Span(note.end(), spans[0].end), *spans[1:]] if note.end() < spans[0].end else spans
        return Block("footnote", tuple(spans), mark=note[1])
    words = "".join(text[start:end] for start, end in spans)
    kind = "item" if is_item else _told(words)
    parts = _field(words) if kind in ("field", "item") and len(spans) == 1 else None
    layout = tuple(n for at, (s, e) in enumerate(parts) for n in (at, 1, s, e - s)) if parts else ()
    printed = tuple(_printed(text, spans))
    return Block(kind, printed, 0, mark, (), layout if len(printed) == 1 else ()) if printed else None


def _printed(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The spans without what is struck out, over the ends of lines as well, or marks a note."""
    holes = [
        match.span()
        for match in _UNPRINTED.finditer(text, spans[0].start, spans[-1].end)
        # An exponent stays as it is written.
        if not (match[2] and raised(text[max(0, match.start() - 12) : match.start()], match[2]))
    ]
    for start, end in spans:
        for begins, ends in holes:
            if begins < end and ends > start:
                if start < begins:
                    yield Span(start, begins)
                start = ends
        if start < end:
            yield Span(start, end)


def _rows(text: str, lines: list[Span], ruled: bool, number: int) -> Iterator[Block]:
    """The rows of a table; without a rule below its first row, its headers are told by its cells."""
    rows = [list(_cells(text, line)) for line in lines]
    rows = [row for row in rows if row and any(_printed(text, [Span(row[0][1].start, row[-1][1].end)]))]
    grid = [[GridCell(text[slice(*span)], column) for column, span in row] for row in rows]
    headers = 1 if ruled and len(rows) > 1 else header_rows(grid)
    numbers = tuple(range(number, number + headers))
    for at, row in enumerate(rows):
        whole = Span(row[0][1].start, row[-1][1].end)
        spans = tuple(_printed(text, [whole]))
        placed = [(column, *_place(text, cell, spans)) for column, cell in row]
        layout = tuple(n for column, start, length in placed if length for n in (column, 1, start, length))
        yield Block("header" if at < headers else "row", spans, 0, "", () if at < headers else numbers, layout)


def _place(text: str, cell: Span, spans: Sequence[Span]) -> tuple[int, int]:
    """Where a cell stands among the spans of its row put together, and how much of it is printed."""
    before = sum(max(min(end, cell.start) - start, 0) for start, end in spans)
    words = "".join(text[max(start, cell.start) : max(min(end, cell.end), start)] for start, end in spans)
    return before + len(words) - len(words.lstrip()), len(words.strip())


def _cells(text: str, line: Span) -> Iterator[tuple[int, Span]]:
    """Column and span of each cell of a row that is not empty."""
    end = line.end - (text[line.end - 1] == "|" and text[line.end - 2] != "\\")
    start, column = line.start + (text[line.start] == "|"), 0
    while start <= end:
        bar = start
        while bar < end and (text[bar] != "|" or text[bar - 1] == "\\"):
            bar += 1
        words = text[start:bar].strip()
        if words:
            first = text.index(words, start)
            yield column, Span(first, first + len(words))
        start, column = bar + 1, column + 1


def _content(text: str, line: Line) -> tuple[Span, bool]:
    """Where the words of a line stand, and whether they begin a block of their own."""
    start, end, begins = line.start, line.end, False
    while marker := _MARKER.match(text, start, end):
        begins = begins or not marker.group().startswith(">")
        start = marker.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end), begins
