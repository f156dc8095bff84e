"""What stands on a page of a PDF beside its text layer: filled form fields, and notes of readers."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from pypdf import PageObject
from pypdf.errors import PyPdfError

NOTES, ATTACHED, STRUCK = "note or field", "attached file", "struck-out place"
_MOST_NOTES = 2_000  # of a page
_LONGEST_FIELD_CHARACTERS = 20_000
_DEEPEST = 8
_LONGEST_LABEL_CHARACTERS = 80
_HALF_LINE, _ABOVE = 5.0, 16.0  # points
_NOTES = frozenset(
    (
        *("/FreeText", "/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Popup"),
        *("/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Ink", "/FileAttachment"),
    )
)
_HIDDEN = 1 << 1 | 1 << 5  # flags of what is not shown, or not on a screen


def written_on(
    page: PageObject, printed: Callable[[float, float, float, float], str], seen: Counter[str]
) -> Iterator[str]:
    """A line for each filled field (“label: value”), and the words of each note, in the order of the page's list.

    Args:
        page: The page.
        printed: The words that are printed in a box of it: left, bottom, right, top, in points.
        seen: Counts what is left out or not read.

    Yields:
        A line each.
    """
    try:
        found = page.get("/Annots")
        annotations = (found.get_object() if found is not None else None) or ()
    except PyPdfError:
        return
    seen[NOTES] += max(len(annotations) - _MOST_NOTES, 0)
    said = set()
    for reference in list(annotations)[:_MOST_NOTES]:
        try:
            annotation = reference.get_object()
            seen[STRUCK] += annotation.get("/Subtype") == "/StrikeOut"
            seen[ATTACHED] += annotation.get("/Subtype") == "/FileAttachment"
            line = "" if int(annotation.get("/F") or 0) & _HIDDEN else _line(annotation, printed)
        except (PyPdfError, AttributeError, ValueError, TypeError):
            continue  # one that is broken does not cost the page
        if line and line not in said:
            said.add(line)
            yield line


def _line(annotation: Any, printed: Callable[[float, float, float, float], str]) -> str:
    kind = annotation.get("/Subtype")
    if kind == "/Widget":
        value = _value(annotation)
        label = value and (_label(annotation, printed) or _one(_inherited(annotation, "/TU")) or _name(annotation))
        return f"{label}: {value}" if label and value else value
    if kind in _NOTES:
        return _one(annotation.get("/Contents"))
    return ""


def _value(field: Any) -> str:
    kind = _inherited(field, "/FT")
    if kind == "/Sig":
        return ""
    if kind == "/Btn":
        state = str(field.get("/AS") or _inherited(field, "/V") or "/Off").lstrip("/")
        return "" if state == "Off" or int(_inherited(field, "/Ff") or 0) & 1 << 16 else "☒"
    value = _inherited(field, "/V")
    return ", ".join(map(_one, value)) if isinstance(value, list) else _one(value)


def _label(field: Any, printed: Callable[[float, float, float, float], str]) -> str:
    """What is printed before a field on its line, or just above it."""
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    middle = (bottom + top) / 2
    for box in ((0.0, middle - _HALF_LINE, left + 1, middle + _HALF_LINE), (left - 2, top - 2, right, top + _ABOVE)):
        words = _one(printed(*box)).rstrip(":：_. ")
        if words:
            return words[-_LONGEST_LABEL_CHARACTERS:]
    return ""


def _name(field: Any) -> str:
    """Its own name, which is often a number of the program that made the form."""
    return _one(_inherited(field, "/T")).replace("_", " ").strip()


def _inherited(field: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            return None
        field = field["/Parent"].get_object()
    return None


def _one(value: Any) -> str:
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
    return " ".join(text[:_LONGEST_FIELD_CHARACTERS].split())
