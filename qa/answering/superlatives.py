"""Which has the most? No sentence says so where a table has a row for each: all of them are quoted, to be compared.

The row with the largest (or smallest) figure in the column that is asked for comes first; where there are several, as of prices by the
day and by the hour, only if it does in each. That orders quotes and claims nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa.question.answer_type import SUPERLATIVES, without_interrogatives
from qa.text.analyzer import normalise, passage_tokens, tokens
from qa.text.numbers import value_of
from qa.text.spans import cut
from qa.types import Quote, Span, Table, TableRow

_SUPERLATIVE = re.compile(
    r"最(?:多|高|大|长|長|重|贵|貴|远|遠|早|晚|快|好|新|低|少|小|短|轻|輕|便宜|近|慢)|"
    rf"\b(?:{SUPERLATIVES})\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"[低少小短轻輕早近]|便宜|least|fewest|lowest|smallest|shortest|lightest|cheapest|earliest", re.IGNORECASE
)
_PRICE = re.compile(
    r"最(?:便宜|贵|貴)|cheapest|dearest|(?:most|least) expensive|(?:am )?(?:teuersten|billigsten|günstigsten)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$€£¥￥₩₽]|元|圆|円|원|\b(?:EUR|USD|GBP|CHF|CNY|RMB|euros?|dollars?|pounds?)\b", re.IGNORECASE)
_FIGURE = re.compile(r"(?:[$€£¥￥₩₽]|[A-Z]{3})?\s?(?P<number>[-+]?\d[\d,]*(?:\.\d+)?\s?(?:[百千]?[万萬亿億])?)")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?年)?$")
_MOST_ROWS = 12


def is_superlative(question: str) -> bool:
    """Whether the most or the least of something is asked for."""
    return bool(_SUPERLATIVE.search(question))


def compared(question: str, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes of a question for the most or the least of something; where the first is a row of a table, its other rows too."""
    asked = _SUPERLATIVE.search(question)
    table = _table_of(quotes[0]) if asked and quotes else None
    if not asked or table is None:
        return tuple(quotes)
    rows = [_row(quotes[0], row) for row in table.rows[:_MOST_ROWS]]
    columns = _columns(question, table, rows)
    if any(_is_named(row, question) for row in rows):  # at most, of one that is named: 新能源车全天最多收多少钱?
        return tuple(_with_marks(quote, columns) if columns and _quoted(quote, rows) else quote for quote in quotes)
    if not columns:
        return (*quotes, *(row for row in rows if not _quoted(row, quotes)))
    told = [row for row in rows if any(_value(row, column) is not None for column in columns)]
    orders = [_in_order(told, column, largest=not _SMALL.search(asked.group())) for column in columns]
    if all(order == orders[0] for order in orders):
        told = [told[at] for at in orders[0]]
    told = [_with_marks(row, columns) for row in told]
    return (*told, *(quote for quote in quotes if not _quoted(quote, told)))


def _is_named(row: Quote, question: str) -> bool:
    """Whether a question names what a row is of, by its first cell."""
    label = normalise(_cell(row, 0))
    return len(label) > 1 and not _FIGURE.fullmatch(label) and label in normalise(question)


def _in_order(rows: Sequence[Quote], column: int, *, largest: bool) -> list[int]:
    """The numbers of some rows by their figure in a column; those without one come last."""
    values = [_value(row, column) for row in rows]
    known = [(value, at) for at, value in enumerate(values) if value is not None]
    known.sort(key=lambda each: each[0], reverse=largest)
    return [at for _, at in known] + [at for at, value in enumerate(values) if value is None]


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


def _columns(question: str, table: Table, rows: Sequence[Quote]) -> list[int]:
    """The columns of figures that are asked for: those whose header has the question's words, of a price those of money, else the only one."""
    width = max((len(shown.row) for row in rows if (shown := row.table)), default=0)
    figures = [at for at in range(width) if sum(_value(row, at) is not None for row in rows) > len(rows) / 2]
    of_price = bool(_PRICE.search(question))
    if of_price:
        figures = [at for at in figures if any(_MONEY.search(_cell(row, at)) for row in rows)] or figures
    wanted = set(tokens(without_interrogatives(question)))
    named = [
        at
        for at in figures
        if at < len(table.header) and wanted & {t for t in passage_tokens(table.header[at]) if len(t) > 1}
    ]
    chosen = named or figures
    return chosen if len(chosen) == 1 or of_price else []


def _cell(row: Quote, column: int) -> str:
    return row.table.row[column].strip() if row.table and column < len(row.table.row) else ""


def _value(row: Quote, column: int) -> Decimal | None:
    """The figure of a cell that is one with its unit; a year, or a code, is none."""
    cell = _cell(row, column)
    found = _FIGURE.match(cell)
    return value_of(found["number"]) if found and not _YEAR.match(cell) else None


def _with_marks(row: Quote, columns: Sequence[int]) -> Quote:
    """A row with its figures in some columns marked, as far as its text has them in order."""
    marks: list[Span] = []
    at = 0
    for number, cell in enumerate(row.table.row if row.table else ()):
        start = row.text.find(cell, at) if cell else -1
        at = start + len(cell) if start >= 0 else at
        marks += [Span(start, at)] * (start >= 0 and number in columns)
    return replace(row, marks=tuple(marks))


def _quoted(quote: Quote, others: Sequence[Quote]) -> bool:
    return any(quote.passage.source == other.passage.source and quote.spans == other.spans for other in others)
