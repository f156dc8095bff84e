"""Fields of a form on a page: what was written into them or chosen there, as the page shows it."""

from lxml import etree

FILLED = frozenset(("input", "select", "textarea"))
_WRITTEN_IN = frozenset(("", "text", "email", "tel", "number", "date", "time", "datetime-local", "month", "url"))


def filled_in(element: etree._Element, tag: str) -> tuple[str, bool]:
    """The words in a field, and whether it is a box to tick."""
    if tag == "textarea":
        return "".join(element.itertext()).strip(), False
    if tag == "select":
        chosen = [option for option in element.iter("option") if option.get("selected") is not None]
        return " ".join(" ".join("".join(option.itertext()).split()) for option in chosen), False
    kind = (element.get("type") or "").lower()
    if kind in ("checkbox", "radio"):
        return "☒" if element.get("checked") is not None else "☐", True
    return (element.get("value") or "", False) if kind in _WRITTEN_IN else ("", False)
