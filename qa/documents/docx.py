"""Reader of DOCX: the final view of a text as it is printed: paragraphs with their numbers, tables, text boxes, notes.

What was deleted under tracked changes is out, what was inserted is in. Footnotes follow the paragraph that has their
mark, headers and footers stand once, at the end. The package is checked before anything is unpacked.
"""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document as open_docx

from qa.documents.docx_numbers import Numbers
from qa.documents.docx_styles import Styles, child, is_on, value
from qa.documents.docx_words import Line, Words
from qa.documents.drawings import chart_rows, diagram_texts
from qa.documents.grids import LONGEST_REPEATED_CHARACTERS, Grid, GridCell
from qa.documents.notes import counted
from qa.documents.package import local_name, open_package, parse_xml
from qa.documents.parsed import PAGE_NUMBER, Parsed, TextBuilder, opening_title, printed_title, reading
from qa.documents.tables import add_table

_NOTES = ("footnotes", "endnotes")
_MOST_PAGE_FIGURES = 6  # in two numbers of a page; a telephone has more
_MOST_GRID = 1000  # columns


def read_docx(content: bytes) -> Parsed:
    """Read a DOCX file.

    Args:
        content: The bytes of the file.

    Returns:
        What a reader of its final view sees.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    with reading("DOCX"):
        open_package(content, "DOCX").close()
        document = open_docx(io.BytesIO(content))
        reader = _Reader(document.part)
        reader.read(document.element.body)
        builder = reader.builder
        tops = [heading.text for heading in builder.headings if heading.level == 1]
        title = next(iter(tops), "") or printed_title(document.core_properties.title or "")
        title = title or opening_title(builder)
        reader.read_margins()
    return Parsed(builder.text, title, builder.headings, note=reader.note, blocks=builder.blocks)


class _Reader:
    """Walks the body of a document and puts its text together."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self.builder = TextBuilder()
        root = _root_of(part, "styles")
        self._styles = Styles(root)
        self._words = Words(self._styles)
        self._numbers = Numbers(_root_of(part, "numbering"), self._styles)
        self._notes = {f"{kind[:-1]}Reference": _notes(_root_of(part, kind)) for kind in _NOTES}
        self._cited = 0
        # Lines in the cells of the table that is read: their text boxes and notes come behind it.
        self._in_cells: list[Line] = []
        self._carried = ""  # of a paragraph whose end was deleted: it runs on into the next one

    @property
    def note(self) -> str:
        """What the verdict says of the file."""
        found = self._words.seen
        changes = found["changes"]
        notes = [f"{counted(changes, 'tracked change')} pending: read as if accepted"] if changes else []
        notes += [f"{counted(found['hidden'], 'hidden text')} left out"] if found["hidden"] else []
        comments = _root_of(self._part, "comments")
        found["comments"] = sum(1 for _ in comments.iter(f"{{{_W}}}comment")) if comments is not None else 0
        found["documents"] = sum(relation.reltype.endswith("/aFChunk") for relation in self._part.rels.values())
        notes += [f"{counted(found[kind], name)} not read" for kind, name in _UNREAD if found[kind]]
        return "; ".join(notes)

    def read(self, container: Any) -> None:
        """Add every paragraph and table of a body, cell, text box or note."""
        for element in _blocks(container):
            name = local_name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)

    def read_margins(self) -> None:
        """Add the headers and footers, each text once."""
        seen: set[str] = set()
        for relation in self._part.rels.values():
            if relation.is_external or not relation.reltype.endswith(("/header", "/footer")):
                continue
            for element in _blocks(_root(relation.target_part)):
                if local_name(element) == "tbl":
                    self._table(element)
                    continue
                for paragraph in element.iter(f"{{{_W}}}p"):
                    text = self._words.of(paragraph).text.strip()
                    if text and text not in seen and not _is_page_number(text):
                        seen.add(text)
                        self.builder.add(text)

    def _paragraph(self, paragraph: Any) -> None:
        line = self._words.of(paragraph)
        properties = child(paragraph, "pPr")
        number = self._numbers.of(properties) if line.text.strip() or self._carried else ""
        text = f"{number}{self._carried}{line.text}".strip()
        self._carried = ""
        if line.end_deleted:
            self._carried = text
            return
        level = self._styles.level(properties)
        mark = number.strip()
        is_item = bool(mark) or self._numbers.is_bullet(properties)
        self.builder.add(text, level, "item" if is_item and not level else "", mark)
        for box in line.boxes:
            self.read(box)
        self._hanging(line)

    def _hanging(self, line: Line) -> None:
        """The drawings and notes of a paragraph."""
        for relation in line.drawings:
            self._drawing(relation)
        for kind, identity in line.notes:
            self._note(kind, identity)

    def _note(self, kind: str, identity: str) -> None:
        note = self._notes.get(kind, {}).pop(identity, None)
        if note is not None:
            self._cited += 1
            text = " ".join(filter(None, (self._words.of(p).text.strip() for p in note.iter(f"{{{_W}}}p"))))
            self.builder.add(f"[{self._cited}] {text}" if text else "", 0, "footnote", str(self._cited))

    def _drawing(self, relation: str) -> None:
        """The values of a chart or the words of a diagram."""
        part = self._part.related_parts.get(relation)
        if part is None:
            return
        root = parse_xml(part.blob)
        add_table(self.builder, chart_rows(root), header=1)
        for text in diagram_texts(root):
            self.builder.add(text)

    def _table(self, table: Any) -> None:
        rows = [row for row in _blocks(table) if local_name(row) == "tr"]
        nested: list[Any] = []
        grid = list(self._grid(rows, nested))
        headers = [child(child(row, "trPr"), "tblHeader") for row in rows]
        told = next((at for at, head in enumerate(headers) if head is None), len(headers))
        if told and told < len(grid):
            add_table(self.builder, grid, header=told)
        else:
            add_table(self.builder, grid)
        hanging, self._in_cells = self._in_cells, []
        for line in hanging:
            self._hanging(line)
        for inner in nested:
            self._table(inner)

    def _grid(self, rows: list[Any], nested: list[Any]) -> Iterator[Grid]:
        """The cells of each row; one that is merged downwards is said in every row that it covers."""
        above: dict[int, str] = {}
        for row in rows:
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self._words.seen["changes"] += 1
                continue
            if is_on(child(properties, "hidden")):
                self._words.seen["hidden"] += 1
                continue
            before = child(properties, "gridBefore")
            column = int(value(before) or 0)
            cells: list[GridCell] = []
            for cell in _blocks(row):
                if local_name(cell) != "tc":
                    continue
                told = child(cell, "tcPr")
                width = min(int(value(child(told, "gridSpan")) or 1), _MOST_GRID)
                merged = child(told, "vMerge")
                if child(told, "cellDel") is not None:
                    self._words.seen["changes"] += 1
                    continue
                if merged is not None and value(merged) != "restart":
                    text = above.get(column, "")
                else:
                    text = self._cell(cell, nested)
                    above[column] = text if len(text) <= LONGEST_REPEATED_CHARACTERS else ""
                cells.append(GridCell(text, column, width))
                column += width
            yield cells

    def _cell(self, cell: Any, nested: list[Any]) -> str:
        texts: list[str] = []
        for element in _blocks(cell):
            if local_name(element) == "tbl":
                nested.append(element)
            elif local_name(element) == "p":
                line = self._words.of(element)
                number = self._numbers.of(child(element, "pPr")) if line.text.strip() else ""
                texts.append(f"{number}{line.text}")
                self._in_cells.append(line)
                texts += (self._words.of(p).text for box in line.boxes for p in box.iter(f"{{{_W}}}p"))
        return " ".join(texts)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))
_UNREAD = (
    *(("objects", "embedded object"), ("documents", "embedded document"), ("pictures", "picture")),
    *(("signs", "sign"), ("formulas", "formula field"), ("comments", "comment")),
)


def _blocks(container: Any) -> Iterator[Any]:
    """What stands in a container, looked up in content controls and the like."""
    waiting = list(container)[::-1]
    while waiting:
        element = waiting.pop()
        if local_name(element) in _WRAPPERS:
            waiting += list(element)[::-1]
        else:
            yield element


def _is_page_number(text: str) -> bool:
    return bool(PAGE_NUMBER.fullmatch(text)) and sum(c.isdigit() for c in text) <= _MOST_PAGE_FIGURES


def _root(part: Any) -> Any:
    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _root_of(part: Any, kind: str) -> Any:
    """The root of the related part of a kind, or None."""
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            return _root(relation.target_part)
    return None


def _notes(root: Any) -> dict[str, Any]:
    """Footnotes or endnotes by their number; not the lines that part them from the text."""
    notes = [] if root is None else list(root)
    return {value(note, "id"): note for note in notes if not value(note, "type") or value(note, "type") == "normal"}
