"""Repairs layout: a document's text -> blocks, each put together from the spans it was printed in.

Nothing is rewritten: a block is a list of spans of `Document.text`. Where two halves of a sentence may or may not
belong together they are left apart, for a wrong join is a fabricated quote.
"""

from qa.layout.flowing import flowing_blocks
from qa.layout.lines import paragraph_span, text_lines
from qa.layout.markdown import markdown_blocks
from qa.types import Block, Document

__all__ = ["blocks"]


def blocks(document: Document) -> list[Block]:
    """The paragraphs, headings, captions and page furniture of a document, in reading order."""
    if document.format == "md":
        return markdown_blocks(document)
    if document.format in ("txt", "pdf"):
        return flowing_blocks(document)
    # HTML and DOCX say themselves where their paragraphs end: a line each.
    headings = {heading.start for heading in document.headings}
    return [
        Block("heading" if line.start in headings else "paragraph", (paragraph_span(line),))
        for line in text_lines(document.text)
    ]
