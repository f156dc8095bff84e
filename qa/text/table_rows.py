"""Tables by row and column: the header above each row of a passage, and the cell of a row that a question asks for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from qa.text.analyzer import normalise, passage_tokens
from qa.text.scripts import SPACED_LETTER
from qa.types import Block, Passage, Span, Table, TableRow

_UNIT = re.compile(r"[(（\[][^()（）\[\]]{0,20}[)）\]]$")
_WORD = re.compile(f"{SPACED_LETTER}+")
_LONGEST_PARTICLE = 3  # characters: per, of, par, pro
_MOST_COLUMNS = 60  # of a header that is kept with its rows
_LONGEST_HEAD_CHARACTERS = 80  # of one of its cells
_LONGEST_CELL_CHARACTERS = 40  # of a cell that is marked as a whole


def tables_of(text: str, blocks: Sequence[Block], rows: Sequence[tuple[Span, Block]]) -> Iterator[Table]:
    """The tables of a passage.

    Args:
        text: Of the document.
        blocks: Of the document.
        rows: The rows, and fields, that stand in the passage, with where they do.

    Yields:
        A table with those of its rows that stand in the passage.
    """
    for numbers, together in groupby(rows, key=lambda row: (row[1].kind, row[1].header)):
        heads = [blocks[number] for number in numbers[1]]
        found = tuple(TableRow(span, block.layout) for span, block in together)
        yield Table(_header(text, heads), tuple(span for head in heads for span in head.spans), found)


def _header(text: str, heads: Sequence[Block]) -> tuple[str, ...]:
    """What stands above each column."""
    columns: dict[int, list[str]] = {}
    for head in heads:
        for column, width, span in head.cells:
            for at in range(column, min(column + width, _MOST_COLUMNS)):
                words = text[slice(*span)][:_LONGEST_HEAD_CHARACTERS]
                if words not in columns.setdefault(at, []):
                    columns[at].append(words)
    return tuple(" / ".join(columns.get(at, ())) for at in range(max(columns, default=-1) + 1))


def heads(text: str, blocks: Sequence[Block], row: Block) -> Iterator[tuple[str, Span]]:
    """Each cell of a row with what stands above it."""
    header = _header(text, [blocks[number] for number in row.header])
    for column, _, span in row.cells:
        yield header[column] if column < len(header) else "", span


def cell_of(passage: Passage, answer: Span) -> Span | None:
    """The cell of a row that an answer stands in, if it is short and the only one; None elsewhere."""
    cells = (
        Span(row.span.start + start, row.span.start + start + length)
        for table in passage.tables
        for row in table.rows
        if answer.meets([row.span])
        for _, _, start, length in zip(*[iter(row.cells)] * 4, strict=True)
    )
    met = [cell for cell in cells if cell.meets([answer])]
    return met[0] if len(met) == 1 and met[0].end - met[0].start <= _LONGEST_CELL_CHARACTERS else None


def asked_cell(passage: Passage, chosen: Span, weights: Mapping[str, float]) -> Span | None:
    """The cell of a row that a question asks for, as a span of the passage's text; None where that cannot be told.

    It is the one below the header that has most of the question's words, or beside the label that has them.

    Args:
        passage: The passage.
        chosen: The sentence that answers.
        weights: The question's terms, and how rare each is.

    Returns:
        The span, or None.
    """
    found = _row_of(passage, chosen)
    if found is None:
        return None
    table, row = found
    cells = Block("row", (row.span,), layout=row.cells).cells
    named = {cell.column: _shared(passage.text[slice(*cell.span)], weights) for cell in cells}
    if not table.header:
        label = max(cells[::2], key=lambda cell: named[cell.column], default=None)
        values = [cell for cell in cells if label and cell.column == label.column + 1]
        return values[0].span if label and named[label.column] and values else None
    told = {cell.column: _shared(_head_of(table, cell.column), weights) for cell in cells}
    best = max(told.values(), default=0.0)
    likely = [cell for cell in cells if told[cell.column] == best and named[cell.column] <= best]
    if best and len(likely) == 1:
        return likely[0].span
    others = [cell for cell in cells if not named[cell.column]]
    return others[0].span if len(cells) == 2 and len(others) == 1 else None


def headed_cell(passage: Passage, chosen: Span, found: Span, asked: str) -> Span | None:
    """The cell below the only header that a question says, where another one was found in the row; mostly None.

    What names the row is left as it was found: who has the longest service is asked, not how long it is.

    Args:
        passage: The passage.
        chosen: The sentence that answers.
        found: What was found in it.
        asked: The question.

    Returns:
        The span, or None.
    """
    row = _row_of(passage, chosen)
    if row is None or not row[0].header:
        return None
    cells = Block("row", (row[1].span,), layout=row[1].cells).cells
    met = [cell for cell in cells if cell.span.meets([found])]
    question = normalise(asked)
    said = [cell for cell in cells if is_head_said(_head_of(row[0], cell.column), question)]
    if len(cells) <= 2 or len(said) != 1 or len(met) != 1 or said[0] in (met[0], cells[0]) or met[0] == cells[0]:
        return None
    return None if normalise(passage.text[slice(*said[0].span)]).strip() in question else said[0].span


def is_head_said(head: str, question: str) -> bool:
    """Whether a question, normalised, says what stands above a column, at each level; not its unit."""
    return all(_is_said(part, question) or _is_said_but_for_particles(part, question) for part in levels(head))


def levels(head: str) -> list[str]:
    """What stands above a column, level by level, normalised and without its unit: 押金(元) is 押金."""
    return [_UNIT.sub("", normalise(part)).strip() for part in head.split(" / ")]


def _is_said(words: str, question: str) -> bool:
    return len(words) > 1 and bool(re.search(rf"(?<![a-z0-9]){re.escape(words)}(?![a-z0-9])", question))


def _is_said_but_for_particles(words: str, question: str) -> bool:
    """Whether a question says all words of several but the short ones that join them: "for a day", below Per day."""
    every = _WORD.findall(words)
    unsaid = [word for word in every if not _is_said(word, question)]
    return len(every) > 1 and len(unsaid) < len(every) and all(len(word) <= _LONGEST_PARTICLE for word in unsaid)


def _row_of(passage: Passage, chosen: Span) -> tuple[Table, TableRow] | None:
    rows = ((table, row) for table in passage.tables for row in table.rows)
    return next(((table, row) for table, row in rows if row.span == chosen), None)


def _head_of(table: Table, column: int) -> str:
    return table.header[column] if column < len(table.header) else ""


def _shared(text: str, weights: Mapping[str, float]) -> float:
    """How much of a question's words stand in a text, less for words that it does not have."""
    terms = set(passage_tokens(text))
    shared = sum(weights.get(term, 0.0) for term in terms)
    return shared / (1 + 0.1 * len(terms - weights.keys()))
