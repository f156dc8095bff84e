"""Which row of a table is asked for, where the question says so: 李四的餐补 is in the row of 李四, whatever the network prefers.

It reads rows side by side as it reads sentences, and now and then prefers the neighbour of the right one. A row that holds
a cell, or a field that has a label, which the question says whole goes before one of the same table that holds none. Where the question
names the column too, and nothing else that is not said there, that row answers it, however strange its wording is to the network.
"""

import re
from collections.abc import Callable, Hashable, Sequence

from qa.question.answer_type import blanked
from qa.question.everyday import is_everyday
from qa.reader.candidates import Candidate
from qa.reader.judging import Judged
from qa.text.analyzer import normalise
from qa.text.lines import is_cjk
from qa.text.segmenter import chinese_words, latin_words
from qa.text.table_rows import is_head_said, levels
from qa.types import Block, Passage, Table, TableRow

_LONGEST_CELL_CHARACTERS = 40
_SHORTEST_CJK_CHARACTERS = 2
# Jieba's tags of words that name nothing (and, also, of, which, this), and words that any question may have.
_SAY_NOTHING = ("c", "d", "p", "r", "u", "y")
_OF_ANY_QUESTION = ("是", "有", "要", "能", "会", "會", "可以", "请问", "請問", "个", "個", "位")


def named_instead(question: str, judged: Judged, best: int) -> int | None:
    """The candidate that is the row which the question names, where the best one is another row of that table; mostly None.

    Args:
        question: The question.
        judged: What was read.
        best: Number of the best candidate.

    Returns:
        Its number, or None.
    """
    asked = normalise(question)
    chosen = _row(judged.found[best])
    if chosen is None or _said_of_row(asked, judged.found[best], *chosen[1:]):
        return None
    beside = [(at, row) for at, each in enumerate(judged.found) if (row := _row(each)) and row[0] == chosen[0]]
    named = {at: sum(map(len, _said_of_row(asked, judged.found[at], *row[1:]))) for at, row in beside}
    most = max(named.values(), default=0)
    first = [at for at, length in named.items() if length == most]
    return first[0] if most and len(first) == 1 else None


def named_cell(question: str, judged: Judged, near: Callable[[Passage], str]) -> int | None:
    """The candidate that is the row which a question names by one of its cells, with the column by its header, and nothing else.

    Args:
        question: The question.
        judged: What was read.
        near: A passage with what stands above it and at the beginning of its document.

    Returns:
        Its number; None where no row or more than one is named.
    """
    asked = normalise(question)
    rows = [(at, row) for at, each in enumerate(judged.found) if (row := _row(each)) and row[1].header]
    named = [(at, row[1], keys) for at, row in rows if (keys := _said(asked, judged.found[at], *row[1:]))]
    if len(named) != 1:
        return None
    at, table, keys = named[0]
    heads = [levels(head) for head in table.header if is_head_said(head, asked)]
    heads = [parts for parts in heads if not set(keys).issuperset(parts)]
    text = normalise(near(judged.found[at].hit.passage))
    return at if len(heads) == 1 and _is_nothing_else_asked(asked, (*keys, *heads[0]), text) else None


def is_cell_empty(question: str, candidate: Candidate) -> bool:
    """Whether a row has nothing below the only header that a question says: what it has in other columns does not answer.

    Args:
        question: The question.
        candidate: What would be quoted.

    Returns:
        Whether it is so; False of what is no row, and where no header or more than one is said.
    """
    row = _row(candidate)
    if row is None:
        return False
    asked, passage = normalise(question), candidate.hit.passage
    said = [column for column, head in enumerate(row[1].header) if is_head_said(head, asked)]
    cells = Block("row", (row[2].span,), layout=row[2].cells).cells
    below = (cell for cell in cells if said and cell.column <= said[0] < cell.column + cell.width)
    return len(said) == 1 and not any(map(str.isalnum, "".join(passage.text[slice(*cell.span)] for cell in below)))


def _is_nothing_else_asked(asked: str, named: Sequence[str], near: str) -> bool:
    rest = blanked(asked)
    for text in named:
        rest = rest.replace(text, " ")
    chinese = [word.text for word in chinese_words(rest) if word.tag[0] not in _SAY_NOTHING]
    others = [word.text for word in latin_words(rest) if len(word.text) > 2 and not is_everyday(word)]
    return all(word in near or word in _OF_ANY_QUESTION for word in (*chinese, *others))


def _row(candidate: Candidate) -> tuple[Hashable, Table, TableRow] | None:
    """The row that a candidate is, in what table; the fields of a passage are one."""
    passage = candidate.hit.passage
    for table in passage.tables:
        for row in table.rows:
            if row.span == candidate.span:
                return (passage.source, table.spans or candidate.hit.row), table, row
    return None


def _said(asked: str, candidate: Candidate, table: Table, row: TableRow) -> list[str]:
    """The cells of a row that a question says whole; of fields, the labels."""
    cells = Block("row", (row.span,), layout=row.cells).cells
    passage = candidate.hit.passage
    texts = (normalise(passage.text[slice(*cell.span)]).strip() for cell in (cells if table.header else cells[::2]))
    return [text for text in texts if _is_said(text, asked)]


def _said_of_row(asked: str, candidate: Candidate, table: Table, row: TableRow) -> list[str]:
    """The same without words that head a column as well: 合计 is said of the last column as well as of the last row."""
    heads = {normalise(head).strip() for head in table.header}
    return [text for text in _said(asked, candidate, table, row) if text not in heads]


def _is_said(text: str, asked: str) -> bool:
    if not any(map(str.isalpha, text)) or len(text) > _LONGEST_CELL_CHARACTERS:
        return False
    if any(map(is_cjk, text)):
        return len(text) >= _SHORTEST_CJK_CHARACTERS and text in asked
    return bool(re.search(rf"(?<!\w){re.escape(text)}(?![\w-])", asked))
