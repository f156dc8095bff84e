"""The text of a document as HTML, laid out by its blocks: headings, lists, tables. Text only; marks are the only tags in it.

No word of the text is left out: what no block holds stands between them as it is. Only signs without letters or digits
that stand for layout (`##`, `|---|`) are left to the layout.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from qa.types import Block, Document, Span

_LEVELS = 6


def text_html(
    document: Document, blocks: Sequence[Block], window: Span, spans: Sequence[Span], others: Sequence[Span]
) -> str:
    """The part of a document inside a window.

    Args:
        document: The document.
        blocks: All its blocks.
        window: What is shown of it.
        spans: What is marked as the place itself, in order.
        others: What is marked besides, in order.

    Returns:
        HTML, everything of the document escaped.
    """
    pieces = _Pieces(document.text, window, spans, others)
    shown = [block for block in blocks if window.meets(block.spans)]
    told: list[tuple[int, Block | None, str]] = [
        (block.spans[0].start, block, pieces.of_block(block)) for block in shown
    ]
    marks = {block.mark for block in shown}
    told += [
        (start, None, pieces.of(start, end))
        for start, end in _between(document.text, shown, window)
        if document.text[start:end].strip() not in marks  # numbers of items stand before these
    ]
    told.sort(key=lambda each: each[0])
    return "".join(
        _table(group) if kind == "table" else "".join(map(_one, group))
        for kind, group in groupby(((block, html) for _, block, html in told), _kind)
    )


class _Pieces:
    """Stretches of a text with what is marked in them."""

    def __init__(self, text: str, window: Span, spans: Sequence[Span], others: Sequence[Span]) -> None:
        self._text, self._window = text, window
        self._marks = sorted(
            [(*span, ' class="here"') for span in spans] + [(*span, "") for span in others if not span.meets(spans)]
        )

    def of(self, start: int, end: int) -> str:
        """The stretch `[start, end)`."""
        start, end = max(start, self._window.start), min(end, self._window.end)
        parts, at = list[str](), start
        for first, last, kind in self._marks:
            first, last = max(first, at), min(last, end)
            if first < last:
                parts += [escape(self._text[at:first]), f"<mark{kind}>", escape(self._text[first:last]), "</mark>"]
                at = last
        return "".join((*parts, escape(self._text[at : max(at, end)])))

    def of_block(self, block: Block) -> str:
        """A block; a row as the cells of a table."""
        if block.kind in _ROWS and block.cells:
            tag = "th" if block.kind == "header" else "td"
            return "".join(
                f"<{tag}{f' colspan={chr(34)}{cell.width}{chr(34)}' if cell.width > 1 else ''}>{self.of(*cell.span)}</{tag}>"
                for cell in block.cells
            )
        return "".join(self.of(start, end) for start, end in block.spans)


_ROWS = ("header", "row")
_Told = tuple[Block | None, str]


def _kind(told: _Told) -> str:
    block = told[0]
    return "table" if block and block.kind in _ROWS and block.cells else "other"


def _table(rows: Iterator[_Told]) -> str:
    return f'<table class="row"><tbody>{"".join(f"<tr>{html}</tr>" for _, html in rows)}</tbody></table>'


def _one(told: _Told) -> str:
    block, html = told
    if block is None:
        return f"<div>{html}</div>"
    if block.kind == "heading":
        level = min(_LEVELS, max(block.level, 1) + 2)  # the page has its own above
        return f'<div class="heading" role="heading" aria-level="{level}">{html}</div>'
    if block.kind == "item":
        return f'<div class="item"><span aria-hidden="true">{escape(block.mark) or "•"} </span>{html}</div>'
    return f'<div class="{block.kind}">{html}</div>'


def _between(text: str, blocks: Sequence[Block], window: Span) -> Iterator[Span]:
    """What stands between blocks and has a word in it."""
    at = window.start
    for start, end in sorted(span for block in blocks for span in block.spans):
        if at < start and any(map(str.isalnum, text[at:start])):
            yield Span(at, start)
        at = max(at, end)
    if at < window.end and any(map(str.isalnum, text[at : window.end])):
        yield Span(at, window.end)
