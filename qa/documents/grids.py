"""The cells of a table of any format, and which of its first rows are headers, told by what stands in them and below."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

LONGEST_REPEATED_CHARACTERS = 200  # of a merged cell that is said again in every row it covers
_MOST_HEADERS = 3
_SHORT_CHARACTERS = 24  # characters of a header cell where nothing else tells
_LONG_CHARACTERS = 40
_MOSTLY = 0.6
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?|[/–-]\d{2,4})?|[QH][1-4]|\d{1,2}月份?|第[一二三四1-4]季度")
_OF_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?[^\W\d].*")
_NUMBER = re.compile(r"[-+−–(]?[¥￥$€£]?\s?\d[\d,.  ' ]*\s?(?:[%‰℃°)]|[^\W\d_]{1,4}\d?)?[)]?")
_DATE = re.compile(r"\d{2,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,4}日?.{0,12}|\d{1,2}:\d\d(?::\d\d)?.{0,12}")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|[+(]?\d[\d()  /-]{5,}\d")


class GridCell(NamedTuple):
    """A cell: its words, its first column from 0, and how many columns it takes."""

    text: str
    column: int
    width: int = 1


Grid = Sequence[GridCell]


def cells_of(texts: Iterable[str]) -> list[GridCell]:
    """A row of plain cells, one a column."""
    return [GridCell(text, column) for column, text in enumerate(texts)]


def header_rows(rows: Sequence[Grid]) -> int:
    """How many of the first rows are headers."""
    if len(rows) < 2:
        return 0
    count = 1
    while count < min(_MOST_HEADERS, len(rows) - 1) and any(cell.width > 1 for cell in rows[count - 1]):
        count += 1
    heads, below = rows[:count], rows[count:]
    kinds = [kind_of_cell(cell.text) for row in heads for cell in row]
    width = max(cell.column + cell.width for row in rows for cell in row)
    if any(kind not in ("text", "year") for kind in kinds) or len(heads[-1]) < 2:
        return 0
    columns = {cell.column for row in heads for cell in row}
    told = [
        _samekind_of_cell([kind_of_cell(c.text) for row in below for c in row if c.column == at])
        for at in sorted(columns)
    ]
    if any(kind not in ("", "text") for kind in told) and not (width == 2 and kinds[0] == "year"):
        return count
    words = [cell.text for cell in heads[-1]]
    said_again = {cell.text for row in below for cell in row} & set(words)
    plain = len(set(words)) == len(words) and not said_again and max(map(len, words)) <= _SHORT_CHARACTERS
    enough = width >= 3 or (len(below) >= 3 and all(kind == "text" for kind in told))
    ends = any(word.endswith((":", "：")) for word in words)
    return count if plain and enough and not ends and len(words) >= width - 1 else 0


def kind_of_cell(text: str) -> str:
    """`year`, `date`, `address`, `number`, `question`, `text`, or `long` for more than a few words."""
    if _YEAR.fullmatch(text):
        return "year"
    if _OF_YEAR.fullmatch(text) and not _DATE.fullmatch(text):
        return "text"
    for kind, pattern in (("date", _DATE), ("address", _ADDRESS), ("number", _NUMBER)):
        if pattern.fullmatch(text):
            return kind
    if text.endswith(("?", "？")):
        return "question"
    return "long" if len(text) > _LONG_CHARACTERS else "text"


def _samekind_of_cell(kinds: Sequence[str]) -> str:
    """What most of a column's cells are; empty where they are this and that."""
    kind, count = Counter(kinds).most_common(1)[0] if kinds else ("", 0)
    return kind if count >= _MOSTLY * len(kinds) else ""


def two_row_header(rows: Sequence[Grid]) -> tuple[Grid, Grid] | None:
    """The first two rows with each heading over all of its columns, where no cells were merged; None elsewhere.

    So are headings written in CSV: 2022年 stands above its first column only, 地区 in the first row only.

    Args:
        rows: The first rows of a table.

    Returns:
        The two rows, or None.
    """
    if len(rows) < 3 or any(cell.width > 1 for row in rows[:2] for cell in row):
        return None
    above, below = ({cell.column: cell.text for cell in row} for row in rows[:2])
    columns = sorted({cell.column for row in rows[2:] for cell in row})
    under = [at for at in columns if at in below and at not in above]
    heads = {at: max((head for head in above if head < at), default=-1) for at in under}
    is_header = (
        set(columns) == set(above) | set(below) | ({0} & set(columns))
        and bool(under)
        and 0 not in below
        and all(head in below and head > 0 for head in heads.values())
        and all(kind_of_cell(text) in ("text", "year") for row in (above, below) for text in row.values())
        and any(kind_of_cell(cell.text) == "number" for row in rows[2:] for cell in row)
    )
    if not is_header:
        return None
    first = [GridCell(text, at, 1 + sum(head == at for head in heads.values())) for at, text in sorted(above.items())]
    alone = {at: text for at, text in above.items() if at not in below}
    return first, [GridCell(text, at) for at, text in sorted((below | alone).items())]
