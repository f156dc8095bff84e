"""Blocks of texts without markup (plain text, PDF): paragraphs mended from hard wraps, columns and captions.

Three repairs, in this order: lines of a text wrapped at a fixed width are put together; then a paragraph that stops
in mid-sentence is joined to the one that goes on, also over captions that stand between; furniture is set aside
before both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from qa.layout.around_tables import around_tables, with_tables
from qa.layout.furniture import furniture
from qa.layout.items import ENDS, NUMBER, are_items, wrapped_items
from qa.layout.narrow import narrow_margins
from qa.layout.side_by_side import one_column
from qa.text.line_kinds import field_parts, item_mark, kind_of
from qa.text.lines import Line, is_cjk, joined, width
from qa.types import Block, Document, Span

_TERMINAL = frozenset("。！？!?…；;：:”」』）)》】]］〕.")
_PAUSES = frozenset("，,、；;：:。")
_WRAPPED_SHARE = 0.5  # of lines that reach the margin in a text with hard wraps
_REACHES = 0.85  # of the widest lines' width
_FILLS, _WIDE = 0.92, 64  # of the widest line, and columns, of a line that a page broke where too few tell its margin
_WIDEST_WRAP = 200  # columns; longer lines were not wrapped by hand or by a page
_LONGEST_HEADING_CHARACTERS = 30
_LONGEST_CAPTION_CHARACTERS = 80
_MOST_CAPTIONS = 6
_SHORTEST_TEXT = 20  # characters; shorter lines that stop in mid-sentence are headings or captions
_NEARLY = 0.7  # of the margin: a line of prose that the next one plainly goes on from
_FEWEST_BLANKS = 3  # of such a line
_FIGURE = re.compile(r"\d{1,4}(?:[.,]\d+)?%? [^\W\d_]")  # that goes on in a sentence, unlike the number of an item
_BEGINS = ("question", "answer", "caption", "row")
_ROW = re.compile(r"\S(?: {3,}|\t)\S")  # cells parted by blanks
_GAP = re.compile(
    r"(?<=[^\s.!?:;。！？：；，])[ \u3000]{2,}(?=\S)"
)  # not behind a sentence, where it is typed by habit
_FEWEST_GAPS = 2
_ORNAMENTS = "#*▶■●◆□ 　"
_FAR = 2  # blank lines that set a caption apart


@dataclass(slots=True)
class _Paragraph:
    spans: list[Span]
    blank_before: int
    kind: str = "paragraph"
    below_table: bool = False
    is_row: bool = False  # of cells that are parted by blanks

    def text(self, document: Document) -> str:
        return "".join(document.text[s:e] for s, e in self.spans)


def flowing_blocks(document: Document) -> list[Block]:
    """The blocks of a text without markup, in reading order; a caption follows the sentence it interrupted."""
    lines, below = around_tables(document)
    lines = one_column(document.text, lines)
    set_aside = furniture(document, lines)
    body = [line for number, line in enumerate(lines) if number not in set_aside]
    paragraphs = _unwrapped(document.text, body, below, on_pages=document.format == "pdf")
    paragraphs = _mended(document, paragraphs)
    _name_kinds(document, paragraphs)
    blocks = with_tables([_block(document, paragraph) for paragraph in paragraphs], document.blocks)
    blocks += [Block("furniture", (Span(lines[number].start, lines[number].end),)) for number in sorted(set_aside)]
    return blocks


def _block(document: Document, paragraph: _Paragraph) -> Block:
    text = paragraph.text(document)
    kind = kind_of(text) if paragraph.kind == "paragraph" else paragraph.kind
    mark = item_mark(text) if kind == "paragraph" else None
    parts = field_parts(text) if kind == "field" and len(paragraph.spans) == 1 else None
    layout = tuple(n for at, (s, e) in enumerate(parts) for n in (at, 1, s, e - s)) if parts else ()
    return Block("item" if mark is not None else kind, tuple(paragraph.spans), mark=mark or "", layout=layout)


def _unwrapped(text: str, lines: Sequence[Line], below_tables: frozenset[int], *, on_pages: bool) -> list[_Paragraph]:
    """Lines put together into paragraphs, where the text was wrapped at a fixed width."""
    margin = _margin(text, lines)
    widest = max((width(text[line.start : line.end]) for line in lines), default=0) if on_pages and not margin else 0
    narrow = narrow_margins(text, lines, margin, _margin) if on_pages else {}
    items = wrapped_items(text, lines)
    numbered = {line.start: int(told[1]) for line in lines if (told := NUMBER.match(text, line.start, line.end))}
    last = 0  # number of an item
    paragraphs: list[_Paragraph] = []
    full, before = False, ""
    line_above: Line | None = None
    for line, following in zip_longest(lines, lines[1:]):
        span = Span(line.start, line.end)
        kind = kind_of(text[line.start : line.end])
        if _ROW.search(text, line.start, line.end) or _are_rows(text, line, line_above, following):
            kind = "row"
        line_above = line
        begins = kind in _BEGINS or (kind == before == "field") or before in ("caption", "row")
        if number := numbered.get(line.start, 0):
            begins = begins or number == last + 1 or bool(paragraphs and text[paragraphs[-1].spans[-1].end - 1] in ENDS)
            last = number if begins else last
        before = kind
        is_below = line.start in below_tables
        goes_on = full and not line.blank_before and not line.indented and not begins and not is_below
        if paragraphs and (goes_on or line.start in items):
            paragraphs[-1].spans = joined(text, paragraphs[-1].spans, [span])
        else:
            paragraphs.append(_Paragraph([span], line.blank_before, below_table=is_below, is_row=kind == "row"))
        own = narrow.get(line.start, margin)
        full = _was_wrapped(text, line, following, own) if own else _reaches_over(text, line, widest)
    return paragraphs


def _are_rows(text: str, line: Line, above: Line | None, below: Line | None) -> bool:
    """Whether a line has as many gaps as the one above or below it, two or more: then it is one of their rows."""
    gaps = _gaps(text, line)
    others = (each for each in (above, below) if each)
    return gaps >= _FEWEST_GAPS and any(_gaps(text, each) == gaps for each in others)


def _gaps(text: str, line: Line) -> int:
    return len(_GAP.findall(text, line.start, line.end))


def _reaches_over(text: str, line: Line, widest: int) -> bool:
    """Whether a line of a page with few lines of text fills it, and stops in mid-sentence."""
    columns = width(text[line.start : line.end])
    return columns >= max(widest * _FILLS, _WIDE) and text[line.end - 1] not in _TERMINAL


def _was_wrapped(text: str, line: Line, following: Line | None, margin: int) -> bool:
    """Whether a line may go on in the next: it reaches the margin, or plainly stops in mid-sentence somewhat before it.

    Lines of proportional letters end at different counts of them.

    Returns:
        True where the next line may be the rest of it.
    """
    words = text[line.start : line.end]
    columns = width(words)
    if columns >= margin * _REACHES or following is None:
        return columns >= margin * _REACHES
    rest = text[following.start : following.end]
    prose = words.count(" ") >= _FEWEST_BLANKS and (words[-1].isalpha() or words[-1] in ",-") and not is_cjk(words[-1])
    if not prose or columns < margin * _NEARLY:
        return False
    goes_on = rest[0].islower() or bool(_FIGURE.match(rest))
    # German nouns begin with capitals: the next word would not have fitted, and a line of prose follows.
    no_room = columns + 1 + width(rest.split(" ", 1)[0]) > margin and rest.count(" ") >= _FEWEST_BLANKS
    return goes_on or (no_room and (words[-1] == "," or words.rsplit(" ", 1)[-1][0].islower()))


def _margin(text: str, lines: Sequence[Line]) -> int:
    """Columns at which the lines were wrapped; 0 when they were not."""
    widths = sorted(width(text[line.start : line.end]) for line in lines)
    if len(widths) < 4:
        return 0
    margin = widths[len(widths) * 9 // 10]
    reach = sum(map(partial(_reaches, text, margin), lines, [*lines[1:], None]))
    longest = widths[-1]
    wrapped = margin <= _WIDEST_WRAP and longest <= margin * 1.3 and reach >= len(widths) * _WRAPPED_SHARE
    return margin if wrapped else 0


def _reaches(text: str, margin: int, line: Line, following: Line | None) -> bool:
    """Whether a line is as wide as the others, or nearly so where the next word had no room."""
    columns = width(text[line.start : line.end])
    if columns >= margin * _REACHES or following is None or following.blank_before:
        return columns >= margin * _REACHES
    first = text[following.start : following.end].split(" ", 1)[0]
    return columns >= margin * _NEARLY and columns + 1 + width(first) > margin and not is_cjk(first[0])


def _mended(document: Document, paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Paragraphs that stop in mid-sentence joined to those that go on, captions between them set behind."""
    neighbours = _neighbours(document, paragraphs)
    mended: list[_Paragraph] = []
    at = 0
    while at < len(paragraphs):
        paragraph = paragraphs[at]
        at += 1
        captions: list[_Paragraph] = []
        while _stops_in_mid_sentence(paragraph.text(document)) and kind_of(paragraph.text(document)) != "caption":
            skipped = _captions(document, paragraphs, at)
            following = at + len(skipped)
            if following == len(paragraphs) or not _goes_on(document, paragraph, paragraphs[following], neighbours):
                break
            paragraph.spans = joined(document.text, paragraph.spans, paragraphs[following].spans)
            captions += skipped
            at = following + 1
        mended += [paragraph, *captions]
    return mended


def _stops_in_mid_sentence(text: str) -> bool:
    return len(text) >= _SHORTEST_TEXT and text[-1] not in _TERMINAL and any(c in _PAUSES for c in text)


def _captions(document: Document, paragraphs: Sequence[_Paragraph], at: int) -> list[_Paragraph]:
    """The captions that stand from `at` on: short, and each set far apart from what is above it."""
    captions: list[_Paragraph] = []
    for paragraph in paragraphs[at : at + _MOST_CAPTIONS]:
        text = paragraph.text(document)
        is_caption = paragraph.blank_before >= _FAR or kind_of(text) == "caption"
        if not is_caption or len(text) > _LONGEST_CAPTION_CHARACTERS:
            break
        captions.append(_Paragraph(paragraph.spans, paragraph.blank_before, "caption"))
    return captions


def _goes_on(document: Document, paragraph: _Paragraph, following: _Paragraph, neighbours: frozenset[str]) -> bool:
    """Whether `following` is the rest of the sentence that `paragraph` begins.

    Blank lines alone don't prove it (columns are printed in any order). Three of the characters that would meet must
    meet elsewhere in the document (two are not enough: 常委 and 会 would meet over a missing column); in scripts with
    small letters, the rest must begin with one.

    Returns:
        True where the two are one paragraph.
    """
    if following.below_table:
        return False
    left, right = paragraph.text(document)[-2:], following.text(document)[:2]
    if is_cjk(left[-1]) and is_cjk(right[0]):
        return left + right[0] in neighbours or left[-1] + right in neighbours
    return right[0].islower() and not is_cjk(left[-1])


def _neighbours(document: Document, paragraphs: Sequence[_Paragraph]) -> frozenset[str]:
    """Every three characters that stand side by side inside a paragraph."""
    return frozenset(
        text[at : at + 3] for text in (p.text(document) for p in paragraphs) for at in range(len(text) - 2)
    )


def _is_field(text: str, beside: Sequence[str]) -> bool:
    """Whether “label: value” is a field: it holds a figure or an address, or another one stands beside it.

    Alone over running text it is a heading.

    Returns:
        True for a field.
    """
    return bool(field_parts(text)) and (any(c.isdigit() or c == "@" for c in text) or any(map(field_parts, beside)))


def _name_kinds(document: Document, paragraphs: list[_Paragraph]) -> None:
    """Tell headings and captions from running text."""
    for at, paragraph in enumerate(paragraphs):
        if paragraph.kind == "caption" or len(paragraph.spans) > 1:
            continue
        text = paragraph.text(document)
        following = paragraphs[at + 1].text(document) if at + 1 < len(paragraphs) else ""
        if paragraph.is_row or are_items(text, following):
            continue
        is_title = at == 0 and text == document.title and item_mark(text) is None
        if any(c in _TERMINAL for c in text[-1:]) or (any(c in "，,。；;" for c in text) and not is_title):
            continue
        beside = [each.text(document) for each in (*paragraphs[max(at - 1, 0) : at], *paragraphs[at + 1 : at + 2])]
        if _is_field(text, beside) and (text != document.title or any(map(field_parts, beside))):
            continue
        below = paragraphs[at + 1].blank_before if at + 1 < len(paragraphs) else _FAR
        if paragraph.blank_before >= _FAR and below >= _FAR and text != document.title:
            paragraph.kind = "caption"
        elif (is_title or len(text) <= _LONGEST_HEADING_CHARACTERS) and at + 1 < len(paragraphs):
            paragraph.kind = "heading"
            ornaments = len(text) - len(text.lstrip(_ORNAMENTS))
            if ornaments < len(text):
                paragraph.spans = [Span(paragraph.spans[0].start + ornaments, paragraph.spans[0].end)]
