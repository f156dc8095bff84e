"""The words of one paragraph of a DOCX in the final view, and what is anchored in it: text boxes, drawings, notes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qa.documents.docx_styles import Styles, child, is_on, value
from qa.documents.maths import formula
from qa.documents.package import local_name
from qa.documents.raised import lowered, raised

_DELETED = frozenset(("del", "moveFrom"))
_INSERTED = frozenset(("ins", "moveTo"))
_PASSED = frozenset(("pPr", "rPr", "rt", "sdtPr", "sdtEndPr", "del", "moveFrom", "instrText", "delText"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# Signs of the fonts that office programs draw boxes and ticks with, by font and last byte.
_SYMBOLS = {
    "wingdings": {
        0xFE: "☒",
        0xFD: "☒",
        0xA8: "☐",
        0x6F: "☐",
        0x71: "☐",
        0xFC: "✓",
        0xFB: "✗",
        0x6C: "●",
        0x9F: "•",
        0xE0: "→",
    },
    "wingdings 2": {0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x50: "✓", 0x4F: "✗", 0x2A: "☐"},
    "symbol": {
        0xB7: "•",
        0xB0: "°",
        0xB1: "±",
        0xB4: "×",
        0xB3: "≥",
        0xA3: "≤",
        0xB8: "÷",
        0xAE: "→",
        0x6D: "μ",
        0x57: "Ω",
    },
}
_EQUATION = re.compile(r"\s{0,9}EQ\s", re.IGNORECASE)
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{1,6}")
_RAISED_HALF_POINTS = 4
_SHORT_CHARACTERS = 4  # characters
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(slots=True)
class Line:
    """A paragraph's words; `notes` are kind and number of what its marks point to, `drawings` names of related parts."""

    text: str = ""
    boxes: list[Any] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    end_deleted: bool = False


class Words:
    """Reads paragraphs, counting in `seen` the tracked changes and what is not read."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.seen: Counter[str] = Counter()
        self._off_by_style: list[Any] = []  # the looks that the style of the paragraph gives

    def of(self, paragraph: Any) -> Line:
        """The words of a paragraph."""
        line = Line()
        properties = child(paragraph, "pPr")
        line_looks = [child(style, "rPr") for style in self._styles.line(value(child(properties, "pStyle")))]
        self._off_by_style = [each for each in line_looks if each is not None]
        marked = child(properties, "rPr")
        line.end_deleted = child(marked, "del") is not None
        self.seen["changes"] += line.end_deleted
        parts: list[str] = []
        fields: list[bool] = []  # of each open field, whether its result has begun
        # Without recursion: content controls and links may nest without end.
        waiting: list[Any] = list(paragraph)[::-1]
        while waiting:
            element = waiting.pop()
            name = local_name(element)
            self.seen["changes"] += name in _DELETED or name in _INSERTED
            if name == "r":
                self._run(element, parts, fields, line)
            elif name in ("oMath", "oMathPara"):
                parts.append(formula(element))
            elif name == "sdt" and is_on(child(child(element, "sdtPr"), "showingPlcHdr")):
                continue  # “Click here to enter text”
            elif name == "fldSimple" or name not in _PASSED:
                waiting += list(element)[::-1]
        line.text = "".join(parts)
        return line

    def _run(self, run: Any, parts: list[str], fields: list[bool], line: Line) -> None:
        strikes, hides, align = self._looks(child(run, "rPr"))
        words = "".join(self._pieces(run, fields, line))
        if strikes or hides or not words:
            self.seen["hidden"] += hides and bool(words.strip())
            return
        before = "".join(parts[-3:])[-12:] if align else ""
        # What is lifted by hand is a mark or a power where it is short and follows words that are not.
        if align == "superscript" or (align == "lifted" and before and len(words.strip()) <= _SHORT_CHARACTERS):
            words = raised(before, words)
        elif align == "subscript":
            words = lowered(before, words)
        parts.append(words)

    def _looks(self, properties: Any) -> tuple[bool, bool, str]:
        """Whether a run is struck out, whether it is hidden, and how it is aligned."""
        styles = [child(style, "rPr") for style in self._styles.line(value(child(properties, "rStyle")))]
        told = [each for each in (properties, *styles) if each is not None]
        first = {}
        for name in ("strike", "dstrike", "vanish", "vertAlign", "position"):
            among = told if name in ("vertAlign", "position") else [*told, *self._off_by_style]
            first[name] = next((found for each in among if (found := child(each, name)) is not None), None)
        align = value(first["vertAlign"])
        height = value(first["position"])
        if align in ("", "baseline") and height.lstrip("-").isdigit() and abs(int(height)) >= _RAISED_HALF_POINTS:
            align = "lifted" if int(height) > 0 else ""
        return is_on(first["strike"]) or is_on(first["dstrike"]), is_on(first["vanish"]), align

    def _pieces(self, run: Any, fields: list[bool], line: Line) -> Iterator[str]:
        for element in run:
            name = local_name(element)
            if name == "fldChar":
                yield from _field(element, fields)
            elif not all(fields):  # the instruction of a field, not its result; a formula has none
                self.seen["formulas"] += name == "instrText" and bool(_EQUATION.match(element.text or ""))
            elif name == "t":
                yield element.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "sym":
                yield self._sign(element)
            elif name == "ruby":
                base = child(element, "rubyBase")
                yield "".join(e.text or "" for e in base.iter() if local_name(e) == "t") if base is not None else ""
            elif name in ("footnoteReference", "endnoteReference"):
                line.notes.append((name, value(element, "id")))
            elif name in ("drawing", "pict", "AlternateContent", "object"):
                self._drawn(element, line)

    def _sign(self, element: Any) -> str:
        """A sign that stands in a font of its own; one that is not known is counted."""
        code = value(element, "char")
        number = int(code, 16) & 0xFF if _HEXADECIMAL.fullmatch(code) else 0
        sign = _SYMBOLS.get(value(element, "font").casefold(), {}).get(number, "")
        self.seen["signs"] += not sign
        return sign

    def _drawn(self, element: Any, line: Line) -> None:
        """Text boxes, charts and diagrams; of two ways to draw one thing the first."""
        waiting = [element]
        found = False
        while waiting:
            here = waiting.pop()
            name = local_name(here)
            if name == "AlternateContent":
                waiting += [here[0]] if len(here) else []
            elif name == "txbxContent":
                line.boxes.append(here)
                found = True
            elif name in ("chart", "relIds"):
                line.drawings.append(here.get(f"{_RELATED}id") or here.get(f"{_RELATED}dm") or "")
                found = True
            elif name:
                waiting += list(here)[::-1]
        if not found:
            self.seen["objects" if local_name(element) == "object" else "pictures"] += 1


def _field(mark: Any, fields: list[bool]) -> Iterator[str]:
    """Follow the marks of a field; boxes and lists of old forms hold their value in the mark itself."""
    kind = value(mark, "fldCharType")
    if kind == "begin":
        fields.append(False)
        form = child(mark, "ffData")
        box, listed = child(form, "checkBox"), child(form, "ddList")
        if box is not None:
            told = child(box, "checked")
            yield "☒" if is_on(child(box, "default") if told is None else told) else "☐"
        elif listed is not None:
            entries = [value(e) for e in listed if local_name(e) == "listEntry"]
            at = int(value(child(listed, "result")) or value(child(listed, "default")) or 0)
            yield entries[at] if at < len(entries) else ""
    elif fields and kind == "separate":
        fields[-1] = True
    elif fields and kind == "end":
        fields.pop()
