"""Reader of OpenDocument text: headings, paragraphs, list items, tables and notes in their order."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from qa.documents.grids import LONGEST_REPEATED_CHARACTERS, Grid, GridCell
from qa.documents.notes import counted
from qa.documents.odt_looks import Looks
from qa.documents.odt_numbers import Numbers
from qa.documents.package import local_name, named_value, open_package, parse_xml
from qa.documents.parsed import PAGE_NUMBER, Parsed, TextBuilder, Unreadable, opening_title, printed_title, reading
from qa.documents.raised import lowered, raised
from qa.documents.tables import add_table

# Comments would stand in mid-sentence; deleted text is not in the document any more.
_LEFT_OUT = frozenset(
    ("annotation", "tracked-changes", "ruby-text", "sequence-decls", "forms", "desc", "title", "placeholder")
)
_UNREAD = {"image": "pictures", "annotation": "comments", "object": "objects", "object-ole": "objects"}
_CHANGES = frozenset(("change-start", "change", "changed-region"))
_FIELDS = frozenset(("text", "textarea", "formatted-text", "number", "date", "time", "combobox"))  # of a form
_BOXES = frozenset(("checkbox", "radio"))
_MARGINS = frozenset(f"{margin}{side}" for margin in ("header", "footer") for side in ("", "-left", "-first"))
_MOST_BLANKS = 100
_MOST_REPEATED = 1000  # columns or rows that one element stands for


def read_odt(content: bytes) -> Parsed:
    """Read an ODT file.

    Args:
        content: The bytes of the file.

    Returns:
        What a reader of it sees.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    with reading("ODT"), open_package(content, "ODT") as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unreadable("encrypted; save a copy without a password")
        root = parse_xml(archive.read("content.xml"))
        styles = parse_xml(archive.read("styles.xml")) if "styles.xml" in names else None
        reader = _Reader(root, styles)
        reader.read(root)
        builder = reader.builder
        title = ""
        if "meta.xml" in names:
            meta = parse_xml(archive.read("meta.xml"))
            titles = (printed_title(e.text or "") for e in meta.iter() if local_name(e) == "title")
            title = next(filter(None, titles), "")
        tops = (heading.text for heading in builder.headings if heading.level == 1)
        title = title or next(tops, "") or opening_title(builder)
        if styles is not None:
            reader.read_margins(styles)
    return Parsed(builder.text, title, builder.headings, note=reader.note, blocks=builder.blocks)


class _Reader:
    """Walks a document and puts its text together."""

    def __init__(self, root: Any, styles: Any) -> None:
        self.builder = TextBuilder()
        every = [*(styles.iter() if styles is not None else ()), *root.iter()]
        self._looks = Looks(every)
        self._numbers = Numbers(every)
        regions = [e for e in every if local_name(e) == "changed-region"]
        self._changes = len(regions)
        self._notes: list[tuple[str, Any]] = []
        self._boxes: list[Any] = []  # of text, which stand beside the paragraph that is read
        self._values = dict(_filled_in(every))
        self._seen: Counter[str] = Counter()

    @property
    def note(self) -> str:
        """What the verdict says of the file."""
        found = self._seen
        notes = [f"{counted(self._changes, 'tracked change')} pending: read as if accepted"] if self._changes else []
        hidden = (("hidden", "hidden section"), ("hidden words", "hidden text"))
        notes += [f"{counted(found[kind], name)} left out" for kind, name in hidden if found[kind]]
        unread = (("pictures", "picture"), ("comments", "comment"), ("objects", "embedded object"))
        return "; ".join(notes + [f"{counted(found[kind], name)} not read" for kind, name in unread if found[kind]])

    def read(self, element: Any) -> None:
        """Add what stands in an element."""
        name = local_name(element)
        if name in ("h", "p"):
            self._paragraph(element)
        elif name == "list":
            for child, mark, is_first in self._numbers.items(element):
                if local_name(child) in ("h", "p"):
                    self._paragraph(child, mark, is_item=is_first)
                else:
                    self.read(child)
        elif name == "table":
            self._table(element)
        elif name == "section" and (
            named_value(element, "display") == "none" or named_value(element, "is-hidden") == "true"
        ):
            self._seen["hidden"] += 1
        elif name in _UNREAD:
            self._seen[_UNREAD[name]] += 1
        elif name and name not in _LEFT_OUT:
            for child in element:
                self.read(child)

    def read_margins(self, styles: Any) -> None:
        """Add headers and footers, each text once."""
        seen = set()
        for margin in (e for e in styles.iter() if local_name(e) in _MARGINS):
            for paragraph in (e for e in margin.iter() if local_name(e) == "p"):
                text = self._text(paragraph).strip()
                if text and text not in seen and not PAGE_NUMBER.fullmatch(text):
                    seen.add(text)
                    self.builder.add(text)

    def _paragraph(self, element: Any, mark: str = "", *, is_item: bool = False) -> None:
        text = self._text(element)
        level = int(named_value(element, "outline-level") or "1") if local_name(element) == "h" else 0
        mark = mark or (self._numbers.heading(element, level) if level and not is_item and text.strip() else "")
        kind = "item" if is_item and not level else ""
        self.builder.add(f"{mark} {text}" if mark and text.strip() else text, level, kind, mark)
        self._hanging()

    def _hanging(self) -> None:
        """The boxes and notes of what was read last."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            for element in box:
                self.read(element)
        while self._notes:
            cited, note = self._notes.pop(0)
            self.builder.add(f"[{cited}] {' '.join(self._text(note).split())}", kind="footnote", mark=cited)

    def _table(self, table: Any) -> None:
        header = 0
        rows: list[Grid] = []
        nested: list[Any] = []
        above: dict[int, tuple[int, str]] = {}
        for row, is_header in _rows(table):
            rows.append(self._row(row, above, nested))
            header += is_header
        add_table(self.builder, rows, header or None)
        self._hanging()
        for inner in nested:
            self._table(inner)

    def _row(self, row: Any, above: dict[int, tuple[int, str]], nested: list[Any]) -> Grid:
        """The cells of a row; one that is merged downwards is said in every row that it covers."""
        cells: list[GridCell] = []
        column = 0
        for cell in row:
            name = local_name(cell)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            times = min(int(named_value(cell, "number-columns-repeated") or 1), _MOST_REPEATED)
            if name == "covered-table-cell":
                left, text = above.get(column, (0, ""))
                if left > 0:
                    above[column] = (left - 1, text)
                    cells.append(GridCell(text, column))
                column += times
                continue
            nested += [e for e in cell if local_name(e) == "table"]
            text = " ".join(filter(None, (" ".join(each.split()) for each in self._cell(cell))))
            width = min(int(named_value(cell, "number-columns-spanned") or 1), _MOST_REPEATED)
            down = int(named_value(cell, "number-rows-spanned") or 1) - 1
            above[column] = (down, text if len(text) <= LONGEST_REPEATED_CHARACTERS else "")
            for _ in range(times if text else 0):
                cells.append(GridCell(text, column, width))
                column += 1
            column += 0 if text else times
        return cells

    def _cell(self, cell: Any) -> Iterator[str]:
        for element in cell:
            if local_name(element) == "list":
                for child, mark, _ in self._numbers.items(element):
                    text = self._text(child)
                    yield f"{mark} {text}" if mark and text.strip() else text
            elif local_name(element) != "table":
                yield self._text(element)

    def _text(self, element: Any) -> str:
        if self._is_hidden(element):
            self._seen["hidden words"] += 1
            return ""
        parts: list[str] = []
        self._collect(element, parts)
        return "".join(parts)

    def _is_hidden(self, paragraph: Any) -> bool:
        """Whether a paragraph is struck out or hidden as a whole."""
        if local_name(paragraph) not in ("p", "h"):
            return False
        hides = (e for e in paragraph if local_name(e) == "hidden-paragraph")
        return any(named_value(e, "is-hidden") == "true" for e in hides) or self._looks.of(paragraph)[0]

    def _collect(self, element: Any, parts: list[str]) -> None:
        parts.append(element.text or "")
        for child in element:
            name = local_name(child)
            if name == "s":
                parts.append(" " * min(int(named_value(child, "c") or "1"), _MOST_BLANKS))
            elif name in ("tab", "line-break"):
                parts.append("\t" if name == "tab" else "\n")
            elif name == "note":
                self._note(child)
            elif name == "text-box":
                self._boxes.append(child)
            elif name == "control":
                parts.append(self._values.get(named_value(child, "control"), ""))
            elif name in _UNREAD:
                self._seen[_UNREAD[name]] += 1
            elif name == "hidden-text" and named_value(child, "is-hidden") != "false":
                self._seen["hidden words"] += 1
            elif name and name not in _LEFT_OUT:
                self._span(child, parts)
                parts.append(" " if name in ("p", "h") else "")
            parts.append(child.tail or "")

    def _span(self, element: Any, parts: list[str]) -> None:
        struck, height = self._looks.of(element)
        if struck:
            return
        if not height or local_name(element) != "span":
            self._collect(element, parts)
            return
        before = "".join(parts[-4:])[-12:]
        words = self._text(element)
        parts.append(raised(before, words) if height == "super" else lowered(before, words))

    def _note(self, note: Any) -> None:
        body = next((e for e in note if local_name(e) == "note-body"), None)
        cited = "".join(e.text or "" for e in note if local_name(e) == "note-citation").strip()
        if body is not None:
            self._notes.append((cited or str(len(self._notes) + 1), body))


def _rows(table: Any) -> Iterator[tuple[Any, bool]]:
    """The rows of a table, and whether each is said to be a header."""
    for child in table:
        name = local_name(child)
        if name == "table-row":
            yield child, False
        elif name == "table-header-rows":
            yield from ((row, True) for row in child if local_name(row) == "table-row")
        elif name in ("table-rows", "table-row-group"):
            yield from _rows(child)


def _filled_in(elements: list[Any]) -> Iterator[tuple[str, str]]:
    """What stands in the fields of a form, by their names."""
    for field in elements:
        name = local_name(field)
        if name in _BOXES:
            on = named_value(field, "current-state") == "checked" or named_value(field, "current-selected") == "true"
            yield named_value(field, "id"), "☒" if on else "☐"
        elif value := name in _FIELDS and (named_value(field, "current-value") or named_value(field, "value")):
            yield named_value(field, "id"), value
