"""Tables of a page: which hold data rather than layout, and their cells with spans over rows and columns."""

from collections.abc import Callable, Iterator

from lxml import etree

from qa.documents.grids import LONGEST_REPEATED_CHARACTERS, GridCell
from qa.documents.html_look import Look

_LAYOUT = frozenset(("table", "h1", "h2", "h3", "h4", "article", "section", "form", "ul", "ol", "main", "header"))
_LONGEST_CELL_CHARACTERS = 800  # of a cell of data
_WIDEST_COLUMNS = 1000  # columns
_MOST_ROWS = 65_534
_GROUPS = frozenset(("thead", "tbody", "tfoot"))


def is_data(table: etree._Element) -> bool:
    """Whether a table holds data: two columns or more, nothing but words in its cells."""
    if (table.get("role") or "") in ("presentation", "none"):
        return False
    if any(element.tag in _LAYOUT for element in table.iterdescendants()):
        return False
    rows = list(_rows(table))
    widest = max((len(_cells(row)) for row in rows), default=0)
    return widest > 1 and all(
        len("".join(cell.itertext())) <= _LONGEST_CELL_CHARACTERS for row in rows for cell in _cells(row)
    )


def table_rows(
    table: etree._Element, look: Look, words: Callable[[etree._Element], str]
) -> tuple[list[list[GridCell]], int | None]:
    """The cells of each row, merged ones in every row that they cover; how many are headers, where the page says so."""
    grid: list[list[GridCell]] = []
    open_cells: dict[int, tuple[int, GridCell]] = {}  # rows to come, and the cell, by column
    headers, still = 0, True
    for row in _rows(table):
        if any(_is_off(each, look) for each in (row, row.getparent()) if each is not None and each.tag != "table"):
            continue
        cells: list[GridCell] = []
        column = 0
        waiting = {at: cell for at, (left, cell) in open_cells.items() if left > 0}
        open_cells = {at: (left - 1, cell) for at, (left, cell) in open_cells.items() if left > 0}
        for element in _cells(row):
            hidden = look.is_hidden(element)
            if hidden and not look.keeps_place(element):
                continue
            while column in waiting:
                cells.append(waiting.pop(column))
                column += cells[-1].width
            width = min(_number(element.get("colspan")), _WIDEST_COLUMNS)
            is_off = hidden or look.is_struck(element)
            cell = GridCell("" if is_off else words(element).strip(), column, width)
            down = _down(element.get("rowspan"))
            if down > 0:
                kept = cell if len(cell.text) <= LONGEST_REPEATED_CHARACTERS else cell._replace(text="")
                open_cells[column] = (down, kept)
            cells.append(cell)
            column += width
        cells += waiting.values()
        grid.append(sorted(cells, key=lambda cell: cell.column))
        parent = row.getparent()
        told = (parent is not None and parent.tag == "thead") or all(cell.tag == "th" for cell in _cells(row))
        still = still and told and bool(_cells(row))
        headers += still
    return grid, headers or None


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Its rows, those of the head first and of the foot last."""
    groups = sorted(
        (child for child in table if child.tag in _GROUPS),
        key=lambda group: ("thead", "tbody", "tfoot").index(group.tag),
    )
    heads = [group for group in groups if group.tag == "thead"]
    for group in heads:
        yield from group.iterchildren("tr")
    yield from table.iterchildren("tr")
    for group in groups[len(heads) :]:
        yield from group.iterchildren("tr")


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_off(element: etree._Element, look: Look) -> bool:
    """Whether a row, or the rows together with it, are hidden or struck out."""
    return look.is_hidden(element) or look.is_struck(element)


def _down(rowspan: str | None) -> int:
    """How many rows below its own a cell covers; 0 is written for all that follow."""
    return _MOST_ROWS if (rowspan or "").strip() == "0" else _number(rowspan) - 1


def _number(text: str | None) -> int:
    return max(int(text), 1) if text and text.strip().isdecimal() and len(text) < 6 else 1
