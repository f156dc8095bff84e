"""The lines around the tables of a PDF, whose rows its reader knows, and the blocks of both together."""

from collections.abc import Sequence
from dataclasses import replace

from qa.text.lines import Line, text_lines
from qa.types import Block, Document


def around_tables(document: Document) -> tuple[list[Line], frozenset[int]]:
    """The lines of a document that are no rows of its tables, and the starts of those that follow one directly."""
    rows = {block.spans[0].start for block in document.blocks}
    lines: list[Line] = []
    below: set[int] = set()
    after_row = False
    for line in text_lines(document.text):
        if line.start in rows:
            after_row = True
            continue
        lines.append(line)
        if after_row:
            below.add(line.start)
            after_row = False
    return lines, frozenset(below)


def with_tables(blocks: Sequence[Block], rows: Sequence[Block]) -> list[Block]:
    """The blocks of a text with the rows of its tables where they stand, knowing their header rows by their new numbers."""
    made: list[Block] = []
    numbers: list[int] = []
    for block in (*blocks, None):
        while len(numbers) < len(rows) and (block is None or rows[len(numbers)].spans[0].start < block.spans[0].start):
            row = rows[len(numbers)]
            numbers.append(len(made))
            made.append(replace(row, header=tuple(numbers[head] for head in row.header)))
        if block is not None:
            made.append(block)
    return made
