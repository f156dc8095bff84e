"""The same table, list and fields in every format: cells with their columns, header rows, merged cells said in every row, printed numbers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as new_docx
from docx.oxml import OxmlElement
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from qa.layout import blocks
from qa.text.spans import join
from qa.types import Document
from tests.builders.files import odt_bytes
from tests.builders.read_back import read_one
from tests.builders.small_files import saved

# Words, row, column, rows and columns that the cell takes.
ZH = (("片区", 0, 0, 2, 1), ("人数", 0, 1, 1, 2), ("男", 1, 1, 1, 1), ("女", 1, 2, 1, 1), ("东区", 2, 0, 2, 1), ("31", 2, 1, 1, 1), ("28", 2, 2, 1, 1), ("40", 3, 1, 1, 1), ("22", 3, 2, 1, 1))  # fmt: skip
EN = (("Berth", 0, 0, 2, 1), ("Boats", 0, 1, 1, 2), ("sail", 1, 1, 1, 1), ("motor", 1, 2, 1, 1), ("North", 2, 0, 2, 1), ("12", 2, 1, 1, 1), ("9", 2, 2, 1, 1), ("7", 3, 1, 1, 1), ("3", 3, 2, 1, 1))  # fmt: skip
Cells = tuple[tuple[str, int, int, int, int], ...]


def of_docx(cells: Cells) -> bytes:
    document = new_docx()
    table = document.add_table(rows=4, cols=3)
    for words, row, column, rows, columns in cells:
        cell = table.cell(row, column)
        if rows * columns > 1:
            cell = cell.merge(table.cell(row + rows - 1, column + columns - 1))
        cell.text = words
    return saved(document)


def of_pptx(cells: Cells) -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(4, 3, 0, 0, Inches(3), Inches(2)).table
    for words, row, column, rows, columns in cells:
        if rows * columns > 1:
            table.cell(row, column).merge(table.cell(row + rows - 1, column + columns - 1))
        table.cell(row, column).text = words
    return saved(deck)


def of_xlsx(cells: Cells) -> bytes:
    book = Workbook()
    for words, row, column, rows, columns in cells:
        book.active.cell(row + 1, column + 1, words)
        if rows * columns > 1:
            edges = {
                "start_row": row + 1,
                "end_row": row + rows,
                "start_column": column + 1,
                "end_column": column + columns,
            }
            book.active.merge_cells(**edges)
    return saved(book)


def of_html(cells: Cells) -> bytes:
    rows = ["".join(f"<td rowspan={c[3]} colspan={c[4]}>{c[0]}</td>" for c in cells if c[1] == row) for row in range(4)]
    return f"<meta charset=utf-8><table><tr>{'</tr><tr>'.join(rows)}</tr></table>".encode()


def of_odt(cells: Cells) -> bytes:
    covered = {(c[1] + down, c[2] + right) for c in cells for down in range(c[3]) for right in range(c[4])} - {c[1:3] for c in cells}  # fmt: skip
    rows = []
    for row in range(4):
        made = {c[2]: f'<table:table-cell table:number-rows-spanned="{c[3]}" table:number-columns-spanned="{c[4]}"><text:p>{c[0]}</text:p></table:table-cell>' for c in cells if c[1] == row}  # fmt: skip
        made |= {column: "<table:covered-table-cell/>" for at, column in covered if at == row}
        rows.append(f"<table:table-row>{''.join(made[column] for column in sorted(made))}</table:table-row>")
    return odt_bytes(f"<table:table>{''.join(rows)}</table:table>")


MAKERS: dict[str, Callable[[Cells], bytes]] = {
    "docx": of_docx,
    "pptx": of_pptx,
    "xlsx": of_xlsx,
    "html": of_html,
    "odt": of_odt,
}


def rows_of(document: Document) -> list[tuple[str, list[tuple[str, int, int]], int]]:
    """Kind, cells (words, column, width) and number of header rows of each row."""
    return [
        (
            block.kind,
            [(document.text[slice(*cell.span)], cell.column, cell.width) for cell in block.cells],
            len(block.header),
        )
        for block in document.blocks
        if block.kind in ("header", "row")
    ]


@pytest.mark.parametrize("cells", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("kind", list(MAKERS))
def test_merged_cells_are_said_in_every_row_and_column_they_cover(tmp_path: Path, kind: str, cells: Cells) -> None:
    document = read_one(tmp_path, f"a.{kind}", MAKERS[kind](cells))
    words = [cell[0] for cell in cells]
    assert rows_of(document) == [
        ("header", [(words[0], 0, 1), (words[1], 1, 2)], 0),
        ("header", [(words[0], 0, 1), (words[2], 1, 1), (words[3], 2, 1)], 0),
        ("row", [(words[4], 0, 1), (words[5], 1, 1), (words[6], 2, 1)], 2),
        ("row", [(words[4], 0, 1), (words[7], 1, 1), (words[8], 2, 1)], 2),
    ]
    heads = [document.blocks[number] for block in document.blocks if block.kind == "row" for number in block.header]
    assert {block.kind for block in heads} == {"header"}


def paragraphs_of_docx(*words: str) -> bytes:
    document = new_docx()
    for each in words:
        document.add_paragraph(each)
    return saved(document)


@pytest.mark.parametrize(
    ("name", "content", "label", "value"),
    [
        ("a.txt", "联系人：唐莉\n电话：025-667788\n".encode(), "电话", "025-667788"),
        ("a.docx", paragraphs_of_docx("Chair: Ida Holm", "Place: Hall B"), "Place", "Hall B"),
        ("a.md", b"Chair: Ida Holm\n**Place**: Hall B\n", "Place", "Hall B"),
        ("a.html", "<meta charset=utf-8><p>联系人：唐莉</p><p>电话：025-667788</p>".encode(), "电话", "025-667788"),
        ("a.odt", odt_bytes("<text:p>Chair: Ida Holm</text:p><text:p>Place: Hall B</text:p>"), "Place", "Hall B"),
    ],
)
def test_a_field_knows_its_label_and_its_value(
    tmp_path: Path, name: str, content: bytes, label: str, value: str
) -> None:
    document = read_one(tmp_path, name, content)
    last = blocks(document)[-1]
    printed = join(document.text, last.spans)
    starts = [last.layout[at : at + 4] for at in range(0, len(last.layout), 4)]
    assert [printed[start : start + length].strip("*") for _, _, start, length in starts] == [label, value]


LISTED = '<text:list text:style-name="L"><text:list-item><text:p>{}</text:p></text:list-item><text:list-item><text:p>{}</text:p></text:list-item></text:list>'
STYLE = '<text:list-style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>'


def numbered_docx(*words: str) -> bytes:
    document = new_docx()
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "Rules"
    for each in words:
        document.add_paragraph(each, style="List Number")
    return saved(document)


@pytest.mark.parametrize("words", [("先登记", "再缴费"), ("Sign in", "Pay the fee")], ids=["zh", "en"])
@pytest.mark.parametrize("kind", ["docx", "odt", "html", "md", "txt"])
def test_items_keep_the_number_that_is_printed(tmp_path: Path, kind: str, words: tuple[str, str]) -> None:
    made = {
        "docx": lambda: numbered_docx(*words),
        "odt": lambda: odt_bytes(STYLE + LISTED.format(*words)),
        "html": lambda: f"<meta charset=utf-8><ol><li>{words[0]}<li>{words[1]}</ol>".encode(),
        "md": lambda: f"1. {words[0]}\n2. {words[1]}\n".encode(),
        "txt": lambda: f"1. {words[0]}\n2. {words[1]}\n".encode(),
    }[kind]()
    found = [block for block in blocks(read_one(tmp_path, f"a.{kind}", made)) if block.kind == "item"]
    assert [block.mark for block in found] == ["1.", "2."]


@pytest.mark.parametrize("words", ["先登记", "Sign in"])
def test_numbers_in_cells_of_docx_are_printed(tmp_path: Path, words: str) -> None:
    document = new_docx()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).paragraphs[0].style = "List Number"
    table.cell(0, 0).paragraphs[0].add_run(words)
    table.cell(0, 1).text = "5 min"
    assert read_one(tmp_path, "a.docx", saved(document)).text == f"1. {words}\t5 min"


@pytest.mark.parametrize("heads", [("姓名", "职务"), ("Boat", "Owner")])
def test_rows_that_a_file_calls_headers_are_headers(tmp_path: Path, heads: tuple[str, str]) -> None:
    """Two columns of words would be labels and values."""
    document = new_docx()
    table = document.add_table(rows=2, cols=2)
    for row, words in enumerate((heads, ("Sula", "Ida"))):
        table.cell(row, 0).text, table.cell(row, 1).text = words
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    page = f"<meta charset=utf-8><table><thead><tr><td>{heads[0]}</td><td>{heads[1]}</td></tr></thead><tr><td>Sula</td><td>Ida</td></tr></table>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    line = "<table:table-row>{}</table:table-row>"
    lines = [line.format("".join(map(cell.format, words))) for words in (heads, ("Sula", "Ida"))]
    odt = odt_bytes(
        f"<table:table><table:table-header-rows>{lines[0]}</table:table-header-rows>{lines[1]}</table:table>"
    )
    for name, content in (("a.docx", saved(document)), ("a.html", page.encode()), ("a.odt", odt)):
        found = rows_of(read_one(tmp_path, name, content))
        assert [(kind, header) for kind, _, header in found] == [("header", 0), ("row", 1)], name
