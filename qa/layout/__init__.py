"""Repairs the layout of plain text and PDF: a document's text -> blocks, each put together from the spans it was printed in.

Nothing is rewritten: a block is a list of spans of `Document.text`. Where two halves of a sentence may or may not
belong together they are left apart, for a wrong join is a fabricated quote. Readers of other formats know their blocks.
"""

from qa.layout.flowing import flowing_blocks
from qa.types import Block, Document

__all__ = ["blocks"]


_OF_TABLES = frozenset(("header", "row", "field"))


def blocks(document: Document) -> list[Block]:
    """The blocks of a document, in reading order."""
    # The reader of PDF knows the rows of tables, and of what stands around them only the lines.
    if document.format == "pdf" and all(block.kind in _OF_TABLES for block in document.blocks):
        return flowing_blocks(document)
    return list(document.blocks) or flowing_blocks(document)
