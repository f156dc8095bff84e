"""Which has the most? No sentence says so where a table has a row for each: all of them are quoted, to be compared.

The row with the largest (or smallest) figure in the column that is asked for comes first. That orders quotes and claims nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa.question.answer_type import SUPERLATIVES, without_interrogatives
from qa.text.analyzer import passage_tokens, tokens
from qa.text.numbers import value_of
from qa.text.spans import cut
from qa.types import Quote, Span, Table, TableRow

_MOST = re.compile(
    r"最(?:多|高|大|长|長|重|贵|貴|远|遠|早|晚|快|好|新|低|少|小|短|轻|輕|便宜|近|慢)|"
    rf"\b(?:{SUPERLATIVES})\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"[低少小短轻輕早近]|便宜|least|fewest|lowest|smallest|shortest|lightest|cheapest|earliest", re.IGNORECASE
)
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?\s?(?:[百千]?[万萬亿億])?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?年)?$")
_MOST_ROWS = 12


def is_superlative(question: str) -> bool:
    """Whether the most or the least of something is asked for."""
    return bool(_MOST.search(question))


def compared(question: str, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes of a question for the most or the least of something; where the first is a row of a table, its other rows too."""
    asked = _MOST.search(question)
    table = _table_of(quotes[0]) if asked and quotes else None
    if not asked or table is None:
        return tuple(quotes)
    rows = [_row(quotes[0], row) for row in table.rows[:_MOST_ROWS]]
    column = _column(question, table, rows)
    if column is None:
        return (*quotes, *(row for row in rows if not _quoted(row, quotes)))
    values = {row.spans: value for row in rows if (value := _value(row, column)) is not None}
    told = [_with_mark(row, column) for row in rows if row.spans in values]
    told.sort(key=lambda row: values[row.spans], reverse=not _SMALL.search(asked.group()))
    return (*told, *(quote for quote in quotes if not _quoted(quote, told)))


def _table_of(quote: Quote) -> Table | None:
    """The table that a quote holds one row of, if it has others in the same passage."""
    holding = [
        table
        for table in quote.passage.tables
        for row in table.rows
        if quote.passage.text[slice(*row.span)].strip() in quote.text
    ]
    return holding[0] if len(set(map(id, holding))) == 1 and len(holding[0].rows) > 1 else None


def _row(quote: Quote, row: TableRow) -> Quote:
    passage = quote.passage
    text = passage.text[slice(*row.span)]
    return replace(quote, text=text, spans=cut(passage.spans, *row.span), marks=(), shared=(), above=(), copies=())


def _column(question: str, table: Table, rows: Sequence[Quote]) -> int | None:
    """The column of figures that is asked for: the one whose header has the question's words, else the only one."""
    width = max((len(shown.row) for row in rows if (shown := row.table)), default=0)
    figures = [at for at in range(width) if sum(_value(row, at) is not None for row in rows) > len(rows) / 2]
    wanted = set(tokens(without_interrogatives(question)))
    named = [
        at
        for at in figures
        if at < len(table.header) and wanted & {t for t in passage_tokens(table.header[at]) if len(t) > 1}
    ]
    chosen = named or figures
    return chosen[0] if len(chosen) == 1 else None


def _value(row: Quote, column: int) -> Decimal | None:
    """The figure of a cell that is one with its unit; a year, or a code, is none."""
    cell = row.table.row[column].strip() if row.table and column < len(row.table.row) else ""
    found = _FIGURE.match(cell)
    return value_of(found.group()) if found and not _YEAR.match(cell) else None


def _with_mark(row: Quote, column: int) -> Quote:
    cell = row.table.row[column] if row.table else ""
    at = row.text.rfind(cell) if cell else -1
    return replace(row, marks=(Span(at, at + len(cell)),)) if at >= 0 else row


def _quoted(quote: Quote, others: Sequence[Quote]) -> bool:
    return any(quote.passage.source == other.passage.source and quote.spans == other.spans for other in others)
