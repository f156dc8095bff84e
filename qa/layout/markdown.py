"""Blocks of Markdown: the markers of headings, lists, quotations and tables stay outside the spans."""

import re

from qa.layout.lines import Line, joined, text_lines
from qa.types import Block, Document, Span

_FENCE = re.compile(r"(```|~~~)")
_RULE = re.compile(r"(?:[-*_=][ \t]*){3,}|[-=]{2,}")
_MARKER = re.compile(r"(?:>[ \t]?)+|(?:[-*+]|\d{1,3}[.)])[ \t]+")
_TABLE_RULE = re.compile(r"[|:\-\t ]+")


def markdown_blocks(document: Document) -> list[Block]:
    """Headings, paragraphs, list items and table rows, a block each."""
    text = document.text
    headings = {heading.start: Span(heading.start, heading.end) for heading in document.headings}
    blocks: list[Block] = []
    paragraph: list[Span] = []
    fence = ""

    def close() -> None:
        if paragraph:
            blocks.append(Block("paragraph", tuple(paragraph)))
            paragraph.clear()

    for line in _after_front_matter(text):
        words = text[line.start : line.end]
        marker = _FENCE.match(words)
        if marker and fence in ("", marker.group(1)):
            close()
            fence = "" if fence else marker.group(1)
            continue
        heading = next(
            (headings[at] for at in range(line.start, min(line.start + 8, line.end)) if at in headings), None
        )
        if heading and not fence:
            close()
            blocks.append(Block("heading", (heading,)))
        elif not fence and (_RULE.fullmatch(words) or words.startswith("<!--")):
            close()
        else:
            span, begins = (Span(line.start, line.end), False) if fence else _content(text, line)
            if begins or line.blank_before:
                close()
            if span.start < span.end:
                paragraph[:] = joined(text, paragraph, [span]) if paragraph else [span]
    close()
    return blocks


def _after_front_matter(text: str) -> list[Line]:
    lines = text_lines(text)
    if lines and lines[0].start == 0 and text[: lines[0].end] == "---":
        for at, line in enumerate(lines[1:200], start=1):
            if text[line.start : line.end] in ("---", "..."):
                return lines[at + 1 :]
    return lines


def _content(text: str, line: Line) -> tuple[Span, bool]:
    """Where the words of a line stand, and whether they begin a block of their own."""
    start, end, begins = line.start, line.end, False
    if text[start] == "|":
        if _TABLE_RULE.fullmatch(text, start, end):
            return Span(start, start), True
        start, end, begins = start + 1, end - (text[end - 1] == "|"), True
    while marker := _MARKER.match(text, start, end):
        begins = begins or not marker.group().startswith(">")
        start = marker.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end), begins
