"""Reader of RTF: the words, a paragraph a line, and tables; RTF names no headings that every program agrees on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from striprtf.striprtf import rtf_to_text

from qa.documents.grids import LONGEST_REPEATED_CHARACTERS, Grid, GridCell
from qa.documents.notes import counted
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, first_title, reading
from qa.documents.rtf_source import CELL_ENDS, NUMBER_ENDS, ROW_BEGINS, ROW_ENDS, Cell, prepared
from qa.documents.tables import add_table

_HIGH = re.compile(rb"[\x80-\xff]")
# The converter would write the address of a link into the sentence, by a pattern that takes quadratic time.
_LINK = re.compile(r"hyperlink", re.IGNORECASE)
_FONTS = re.compile(r"{[^{}]*\\fonttbl")
_FONT = re.compile(r"\\f(?=\d)")
_BRACE = re.compile(r"[{}]")
_ROW = re.compile(f"{ROW_BEGINS}([^{ROW_BEGINS}{ROW_ENDS}]*){ROW_ENDS}(\\d+){NUMBER_ENDS}")
_LEFT_OVER = re.compile(f"[{ROW_BEGINS}{CELL_ENDS}]|{ROW_ENDS}\\d*{NUMBER_ENDS}?")  # of tables that are broken
_SAME = 30  # twips between edges that are one


def read_rtf(content: bytes) -> Parsed:
    """Read an RTF file.

    Args:
        content: The bytes of the file.

    Returns:
        What a reader of it sees.

    Raises:
        Unreadable: It is broken, or no RTF.
    """
    if not content.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("content is not RTF, whatever its name says; give it its right type")
    with reading("RTF"):
        # Bytes beyond ASCII mean the same as their escapes, which are decoded by the font's own encoding.
        source = _HIGH.sub(lambda match: b"\\'%02x" % match.group()[0], content).decode("ascii")
        ready = prepared(_with_fonts_apart(_LINK.sub("link", source)))
        raw = rtf_to_text(ready.source, errors="replace")
        text = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # emoji come as two halves
    builder = TextBuilder()
    rows: list[tuple[list[Cell], list[str]]] = []
    for at, part in enumerate(_ROW.split(text.replace("\r\n", "\n").replace("\r", "\n"))):
        if at % 3 == 1:
            cells = part.split(CELL_ENDS)[:-1]
        elif at % 3 == 2:
            rows.append((ready.rows[int(part)], cells))
        elif part.strip():
            add_table(builder, _grid(rows))
            rows = []
            for line in _LEFT_OVER.sub("\n", part).split("\n"):
                builder.add(line)
    add_table(builder, _grid(rows))
    return Parsed(builder.text, first_title(builder.text), note=_note(ready.seen), blocks=builder.blocks)


def _note(seen: Counter[str]) -> str:
    notes = [f"{counted(seen['changes'], 'tracked change')} pending: read as if accepted"] if seen["changes"] else []
    unread = (("pictures", "picture"), ("objects", "embedded object"), ("comments", "comment"))
    return "; ".join(notes + [f"{counted(seen[kind], name)} not read" for kind, name in unread if seen[kind] > 0])


def _grid(rows: Sequence[tuple[list[Cell], list[str]]]) -> Iterator[Grid]:
    """The cells of each row by the edges that all rows have; one that goes on downwards is said in every row."""
    edges: list[int] = []
    for right in sorted(cell.right for cells, _ in rows for cell in cells):
        if not edges or right - edges[-1] > _SAME:
            edges.append(right)
    above: dict[int, str] = {}
    for cells, texts in rows:
        line: list[GridCell] = []
        column = 0
        for at, text in enumerate(texts):
            cell = cells[at] if at < len(cells) else None
            behind = sum(edge <= cell.right + _SAME for edge in edges) if cell else column + 1
            width = max(behind - column, 1)
            if cell and cell.from_left and line:
                line[-1] = line[-1]._replace(width=line[-1].width + width)
            else:
                words = above.get(column, "") if cell and cell.from_above else text
                above[column] = words if len(words) <= LONGEST_REPEATED_CHARACTERS else ""
                line.append(GridCell(words, column, width))
            column += width
        yield line


def _with_fonts_apart(source: str) -> str:
    """The same document with its table of fonts a font a line and ended by a semicolon.

    The converter looks for each font's character set up to the end of its line, and for its name up to a semicolon: in
    a table that has neither, in quadratic time.

    Returns:
        The source of the document.
    """
    table = _FONTS.search(source)
    if not table:
        return source
    depth, end = 1, len(source)
    for brace in _BRACE.finditer(source, table.end()):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            end = brace.start()
            break
    return source[: table.end()] + _FONT.sub("\n\\\\f", source[table.end() : end]) + ";" + source[end:]
