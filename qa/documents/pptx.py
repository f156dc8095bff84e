"""Reader of PPTX: slide by slide, each a page; titles, texts, tables, charts and diagrams, then the speaker's notes.

Hidden slides are left out and named.
"""

import io
from collections.abc import Iterator
from typing import Any

from pptx import Presentation

from qa.documents.drawings import chart_rows, diagram_texts
from qa.documents.grids import Grid, GridCell
from qa.documents.maths import formula
from qa.documents.notes import counted
from qa.documents.package import local_name, open_package, parse_xml
from qa.documents.parsed import Parsed, TextBuilder, opening_title, printed_title, reading
from qa.documents.pptx_numbers import Numbers
from qa.documents.raised import lowered, raised
from qa.documents.tables import add_table

_NUMBER, _MARGINS = "sldNum", ("dt", "ftr")  # placeholders: number, date and footer of a slide
_SHAPES = ("spTree", "grpSp")
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def read_pptx(content: bytes) -> Parsed:
    """Read a PPTX file.

    Args:
        content: The bytes of the file.

    Returns:
        Its slides, each a page.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    with reading("PPTX"):
        open_package(content, "PPTX").close()
        presentation = Presentation(io.BytesIO(content))
        builder = TextBuilder()
        hidden: list[int] = []
        pictures = comments = shapes = 0
        margins: set[str] = set()
        for number, slide in enumerate(presentation.slides, start=1):
            builder.begin_page()
            if slide.element.get("show") in ("0", "false"):
                hidden.append(number)
                continue
            shapes += _without_hidden(slide.shapes._spTree)
            pictures += _add_slide(builder, slide)
            comments += _comments(slide)
            for text in _margins(slide):
                if text not in margins:
                    margins.add(text)
                    builder.add(text)
        named = printed_title(presentation.core_properties.title or "")
    tops = (heading.text for heading in builder.headings)
    title = next(tops, "") or named or opening_title(builder)
    notes = [f"{counted(len(hidden), 'hidden slide')} left out: {', '.join(map(str, hidden[:20]))}"] if hidden else []
    notes += [f"{counted(shapes, 'hidden shape')} left out"] if shapes else []
    notes += [
        f"{counted(found, name)} not read" for name, found in (("picture", pictures), ("comment", comments)) if found
    ]
    return Parsed(builder.text, title, builder.headings, builder.pages, note="; ".join(notes), blocks=builder.blocks)


def _add_slide(builder: TextBuilder, slide: Any) -> int:
    """Add a slide; how many pictures stand on it."""
    _unwrap(slide.shapes._spTree)
    title = slide.shapes.title
    pictures = 0
    for shape in _flat(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            builder.add("\n".join(_paragraphs(shape)), 1)
        elif shape.has_text_frame:
            if not _placeholder(shape).intersection((_NUMBER, *_MARGINS)):
                _add_text(builder, shape)
        elif getattr(shape, "has_table", False):
            add_table(builder, _grid(shape.table), header=None)
        else:
            pictures += not _add_drawing(builder, slide, shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame._txBody:
            if local_name(paragraph) == "p":
                builder.add(_words(paragraph))
    return pictures


def _add_text(builder: TextBuilder, shape: Any) -> None:
    """Add the paragraphs of a shape, each with its automatic number."""
    numbers = Numbers()
    for paragraph in (p for p in shape.text_frame._txBody if local_name(p) == "p"):
        text = _words(paragraph)
        if text.strip():  # an empty one has no number, and does not count
            mark = numbers.of(paragraph)
            builder.add(f"{mark} {text}" if mark else text, 0, "item" if mark else "", mark)


def _add_drawing(builder: TextBuilder, slide: Any, shape: Any) -> bool:
    """Add the values of a chart or the words of a diagram; False for a picture."""
    if getattr(shape, "has_chart", False):
        add_table(builder, chart_rows(parse_xml(shape.chart.part.blob)), header=1)
        return True
    for names in (e for e in shape.element.iter() if local_name(e) == "relIds"):
        part = slide.part.related_part(names.get(f"{_RELATED}dm"))
        for text in diagram_texts(parse_xml(part.blob)):
            builder.add(text)
        return True
    return local_name(shape.element) not in ("pic", "graphicFrame")


def _flat(shapes: Any) -> Iterator[Any]:
    """Shapes in their order, those of groups in the place of the group."""
    waiting = list(shapes)[::-1]
    while waiting:
        shape = waiting.pop()
        if hasattr(shape, "shapes"):
            waiting += list(shape.shapes)[::-1]
        else:
            yield shape


def _without_hidden(tree: Any) -> int:
    """Take out the shapes that are not shown; how many there were."""
    told = [e for e in tree.iter() if local_name(e) == "cNvPr" and e.get("hidden") in ("1", "true")]
    shapes = [properties.getparent().getparent() for properties in told]
    for shape in shapes:
        if shape.getparent() is not None:
            shape.getparent().remove(shape)
    return len(shapes)


def _unwrap(tree: Any) -> None:
    """Of two ways to draw a shape (formulas, new kinds of charts) the first, in the place of both."""
    for both in [e for e in tree.iter() if local_name(e) == "AlternateContent"]:
        parent = both.getparent()
        if local_name(parent) in _SHAPES and len(both):
            for shape in list(both[0]):
                both.addprevious(shape)
            parent.remove(both)


def _margins(slide: Any) -> Iterator[str]:
    """What stands at the margin of a slide: its footer and its date, and the words of the layouts below it."""
    below = (slide.slide_layout, slide.slide_layout.slide_master)
    for shape in _flat(slide.shapes):
        told = _placeholder(shape)
        if told.intersection(_MARGINS) and not any(local_name(e) == "fld" for e in shape.element.iter()):
            yield from _paragraphs(shape)
    for layout in below:
        for shape in _flat(layout.shapes):
            if shape.has_text_frame and not _placeholder(shape):
                yield from _paragraphs(shape)


def _placeholder(shape: Any) -> set[str]:
    """Of what kind a placeholder is; nothing for a shape that is none."""
    return {e.get("type") or "obj" for e in shape.element.iter() if local_name(e) == "ph"}


def _comments(slide: Any) -> int:
    parts = [each.target_part.blob for each in slide.part.rels.values() if each.reltype.endswith("/comments")]
    return sum(local_name(e) == "cm" for part in parts for e in parse_xml(part).iter())


def _paragraphs(shape: Any) -> list[str]:
    return [text for p in shape.text_frame._txBody if local_name(p) == "p" and (text := _words(p)).strip()]


def _words(paragraph: Any) -> str:
    """The words of a paragraph, struck-out ones left out."""
    parts: list[str] = []
    for run in paragraph:
        name = local_name(run)
        if name == "br":
            parts.append("\n")
        elif name in ("r", "fld"):
            looks = next((e for e in run if local_name(e) == "rPr"), None)
            told = looks.get if looks is not None else {}.get
            words = "".join(e.text or "" for e in run if local_name(e) == "t")
            if (told("strike") or "noStrike") != "noStrike":
                continue
            height = int(told("baseline") or "0")
            before = "".join(parts[-3:])[-12:]
            parts.append(words if not height else raised(before, words) if height > 0 else lowered(before, words))
        elif name == "m" or any(local_name(e) in ("oMath", "oMathPara") for e in run.iter()):
            maths = (e for e in run.iter() if local_name(e) == "oMath")
            parts.extend(map(formula, maths))
    return "".join(parts).replace("\v", "\n")


def _grid(table: Any) -> Iterator[Grid]:
    """The cells of each row; one that is merged downwards is said in every row that it covers."""
    above: dict[int, GridCell] = {}
    for row in table._tbl.tr_lst:
        cells: list[GridCell] = []
        for column, cell in enumerate(row.tc_lst):
            if cell.get("hMerge") in ("1", "true"):
                continue
            if cell.get("vMerge") in ("1", "true") and column in above:
                cells.append(above[column])
                continue
            numbers = Numbers()
            found = [(words, p) for p in cell.iter() if local_name(p) == "p" and (words := _words(p))]
            paragraphs = [f"{mark} {words}" if (mark := numbers.of(p)) else words for words, p in found]
            above[column] = GridCell(" ".join(paragraphs), column, int(cell.get("gridSpan") or 1))
            cells.append(above[column])
        yield cells
