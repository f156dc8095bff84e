"""A page of a PDF by where its words stand: columns one after the other, tables row by row, raised figures kept apart."""

import io
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from qa.documents.parsed import TextBuilder
from qa.documents.pdf_fonts import let_stand_in
from qa.documents.pdf_pieces import DrawnPage
from qa.documents.pdf_tables import PageTable, aligned_tables, ruled_tables
from qa.documents.reading_order import Words, in_columns, page_text
from qa.documents.tables import add_table
from qa.types import Block, Span

_MOST_PAGES = 2_000  # of which columns, tables and raised figures are looked for
_MOST_RULED = 300  # of these, on which lines are looked at
_MOST_SECONDS = 25.0  # of processor time for looking at lines; the rest of what a file may take is for its words
_FEWEST_LINES, _MOST_LINES = 4, 5_000  # drawn on a page
_TABLES, _RULED = "columns, tables and raised figures", "tables with lines"  # what a page may not be searched for
_SMALLEST_SHARE, _LARGEST_SHARE = 0.01, 0.8  # of a page
_ABOVE = 2  # pieces above a table that goes on from the page before: running heads
_SAME = 3.0  # points between the edges of a table and of the rest of it
_PLACE = "\ufdd0"  # stands for a table in a text; no character
_ROWS = ("header", "row", "field")


class Placed(NamedTuple):
    """A page: its text where that is not what its text layer says in order, its tables, its raised figures and its words."""

    text: str
    blocks: list[Block]
    drawn: DrawnPage
    pieces: Sequence[Words]


class Pages:
    """The pages of one PDF, asked for in order."""

    def __init__(self, content: bytes) -> None:
        let_stand_in()
        self._document = pypdfium2.PdfDocument(content)
        self._content = content
        self._lines: Any = None
        self._looked_at = 0
        self._spent = 0.0
        self.pictures = 0  # on pages with words; not those that are a sign, or the scan of a page
        self.unread: Counter[str] = Counter()  # pages by what was not looked for on them
        self._last: tuple[int, PageTable, list[list[str]]] | None = None  # the page of a table, and its header rows
        self._header: tuple[int, ...] = ()
        self._blocks = 0

    def __getitem__(self, at: int) -> Placed | None:
        """The page with this number, from 0; None where it is not looked at."""
        if at >= min(len(self._document), _MOST_PAGES):
            self.unread[_TABLES] += 1
            return None
        try:
            drawn = DrawnPage(self._document[at])
        except pypdfium2.PdfiumError:
            self.unread[_TABLES] += 1
            return None
        pieces = drawn.pieces()
        self.unread[_TABLES] += drawn.is_long or drawn.is_crowded
        found = list(self._tables(at, drawn, pieces)) if pieces else []
        if not found:
            return Placed(in_columns(pieces), [], drawn, pieces)
        text, blocks = self._with_tables(at, pieces, found)
        return Placed(text, blocks, drawn, pieces)

    def printed(self, at: int, left: float, bottom: float, right: float, top: float) -> str:
        """The words in a box of a page, as they are printed.

        Args:
            at: The page, from 0.
            left: The left side of the box, in points from the left side of the page.
            bottom: Its lower side, in points from the lower side of the page.
            right: Its right side.
            top: Its upper side.

        Returns:
            The words, line by line; none where there is no such page or it cannot be read.
        """
        try:
            words: str = self._document[at].get_textpage().get_text_bounded(left, bottom, right, top)
        except (pypdfium2.PdfiumError, IndexError):
            return ""
        return words

    def _tables(self, at: int, drawn: DrawnPage, pieces: Sequence[Words]) -> Iterator[PageTable]:
        ruled = self._ruled_tables(at, drawn)
        yield from ruled
        rest = [piece for piece in pieces if not any(table.holds(piece) for table in ruled)]
        if not in_columns(rest):
            yield from aligned_tables(rest)

    def _ruled_tables(self, at: int, drawn: DrawnPage) -> list[PageTable]:
        started = time.process_time()
        try:
            return list(ruled_tables(drawn, self._with_lines(at))) if self._has_lines(drawn) else []
        except (MemoryError, RecursionError):
            raise
        except Exception:  # whatever a parser comes up with: the page is still read as text
            self.unread[_RULED] += 1
            return []
        finally:
            self._spent += time.process_time() - started

    def _has_lines(self, drawn: DrawnPage) -> bool:
        """Whether there are lines to look at; counted where there are, and they are not looked at."""
        page = drawn.page
        lines = 0 if drawn.is_long else self._drawn_on(page)
        if lines < _FEWEST_LINES:
            return False
        # Both programs count the same points only on a page that is neither turned nor cut.
        fits = not page.get_rotation() and not any(page.get_cropbox()[:2]) and lines <= _MOST_LINES
        if not fits or self._looked_at >= _MOST_RULED or self._spent >= _MOST_SECONDS:
            self.unread[_RULED] += 1
            return False
        self._looked_at += 1
        return True

    def _drawn_on(self, page: Any) -> int:
        """How many lines are drawn on a page; its pictures are counted on the way, but for one that is the page itself."""
        lines = 0
        whole = max(page.get_width() * page.get_height(), 1.0)
        for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]):
            if each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = each.get_bounds()
                self.pictures += _SMALLEST_SHARE < (right - left) * (top - bottom) / whole < _LARGEST_SHARE
            else:
                lines += 1
                if lines > _MOST_LINES:
                    break
        return lines

    def _with_lines(self, at: int) -> Any:
        import pdfplumber

        self._lines = self._lines or pdfplumber.open(io.BytesIO(self._content))
        return self._lines.pages[at]

    def _with_tables(self, at: int, pieces: Sequence[Words], tables: Sequence[PageTable]) -> tuple[str, list[Block]]:
        rest = [piece for piece in pieces if not any(table.holds(piece) for table in tables)]
        places = [Words(f"{_PLACE}{number}{_PLACE}", *table.box) for number, table in enumerate(tables)]
        parts: list[str] = []
        blocks: list[Block] = []
        length = 0
        for number, part in enumerate(re.split(f" *{_PLACE}(\\d+){_PLACE} *", page_text([*rest, *places]))):
            made = part.strip("\n")
            if number % 2:
                table = tables[int(part)]
                first = at > 0 and sum(piece.middle < table.box[1] for piece in rest) <= _ABOVE
                made, rows = self._table(at, table, first=first)
                blocks += [moved(block, length) for block in rows]
            if made:
                parts.append(made)
                length += len(made) + 2
        return "\n\n".join(parts), blocks

    def _table(self, at: int, table: PageTable, *, first: bool) -> tuple[str, list[Block]]:
        """The text and the blocks of a table; under the header of one on the page before that goes on in it."""
        before = self._last if first else None
        goes_on = before is not None and before[0] == at - 1 and _same_columns(before[1], table)
        builder = TextBuilder()
        if before is not None and goes_on and [_words(row) for row in table.rows[: len(before[2])]] != before[2]:
            add_table(builder, table.rows, header=0)
            found = [block for block in builder.blocks if block.kind in _ROWS]
            found = [replace(block, kind="row", header=self._header) if self._header else block for block in found]
        else:
            add_table(builder, table.rows)
            numbers = {old: self._blocks + new for new, old in enumerate(_row_numbers(builder.blocks))}
            found = [
                replace(block, header=tuple(numbers[head] for head in block.header))
                for block in builder.blocks
                if block.kind in _ROWS
            ]
            heads = [number for number, block in enumerate(found) if block.kind == "header"]
            self._header = tuple(self._blocks + number for number in heads)
            before = (at, table, [_words(row) for row in table.rows[: len(heads)]])
        self._last = (at, table, before[2])
        self._blocks += len(found)
        return builder.text, found


def _row_numbers(blocks: Sequence[Block]) -> list[int]:
    return [number for number, block in enumerate(blocks) if block.kind in _ROWS]


def _words(row: Sequence[Any]) -> list[str]:
    return [cell.text for cell in row]


def _same_columns(one: PageTable, other: PageTable) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) <= _SAME for a, b in zip(one.edges, other.edges, strict=True)
    )


def moved(block: Block, offset: int) -> Block:
    """The same block so many characters further on."""
    return replace(block, spans=tuple(Span(start + offset, end + offset) for start, end in block.spans))
