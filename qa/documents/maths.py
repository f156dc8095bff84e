"""Formulas (OMML of office programs, MathML of pages) as one line of text: 0.5%, x², (a+b)/(2c)."""

from typing import Any

from qa.documents.package import local_name

_UP = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_PASSED = frozenset(
    ("annotation", "annotation-xml", "rPr", "ctrlPr", "fPr", "sSupPr", "sSubPr", "radPr", "dPr", "naryPr")
)
_RAISED = frozenset(("sSup", "msup"))
_LOWERED = frozenset(("sSub", "msub"))
_FRACTIONS = frozenset(("f", "mfrac"))
_ROOTS = frozenset(("rad", "msqrt"))
_DEEPEST = 60


def formula(element: Any, depth: int = 0) -> str:
    """The formula as a line; what is nested too deeply is left out."""
    name = local_name(element)
    if depth > _DEEPEST or name in _PASSED or not name:
        return ""
    parts = [formula(each, depth + 1) for each in element]
    told = [part for part in parts if part]
    if name in _RAISED and len(told) == 2:
        base, up = told
        return base + (up.translate(_UP) if all(c in "0123456789+-−n" for c in up) else f"^{_grouped(up)}")
    if name in _LOWERED and len(told) == 2:
        return f"{told[0]}_{_grouped(told[1])}" if told[0][-1:].isdigit() else told[0] + told[1]
    if name in _FRACTIONS and len(told) == 2:
        return f"{_grouped(told[0])}/{_grouped(told[1])}"
    if name in _ROOTS:
        return f"√{_grouped(''.join(told))}"
    if name == "d":
        return f"({','.join(told)})"
    own = "".join((element.text or "").split()) if not len(element) or name in ("t", "mtext") else ""
    return own + "".join(told)


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() or text.replace(".", "").isdigit() else f"({text})"
