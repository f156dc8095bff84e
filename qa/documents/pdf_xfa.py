"""Forms in XFA, which keep what was filled in as XML beside the pages of a PDF: a line for each value, with its caption.

Where the form also keeps its values in the fields of its pages (a static form), those are read, and not said again.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from qa.documents.package import local_name, parse_xml
from qa.documents.parsed import Unreadable

FORM = "XFA form"
_MOST_VALUES = 5_000  # values
_LARGEST_BYTES = 20_000_000  # bytes of one part


def filled_in(reader: PdfReader, printed: str) -> Iterator[str]:
    """`caption: value` for each value of the form that its pages do not show.

    Args:
        reader: The file.
        printed: The words of its pages.

    Yields:
        A line each.

    Raises:
        Unreadable: A part of the form is broken or declares entities.
    """
    parts = _parts(reader)
    try:
        yield from _lines(parts, printed)
    except etree.XMLSyntaxError as error:
        raise Unreadable("broken XFA form") from error


def _lines(parts: dict[str, bytes], printed: str) -> Iterator[str]:
    if "datasets" not in parts:
        return
    captions = dict(_captions(parse_xml(parts["template"]))) if "template" in parts else {}
    data = next((e for e in parse_xml(parts["datasets"]).iter() if local_name(e) == "data"), None)
    said = {"".join(words.split()) for line in printed.split("\n") for words in (line, line.partition(":")[2])}
    leaves = [e for e in data.iter() if local_name(e) and not len(e)] if data is not None else []
    for leaf in leaves[:_MOST_VALUES]:
        value = " ".join((leaf.text or "").split())
        if value and "".join(value.split()) not in said:
            yield f"{captions.get(local_name(leaf)) or local_name(leaf).replace('_', ' ')}: {value}"


def _parts(reader: PdfReader) -> dict[str, bytes]:
    """The named parts of the form; none where the file has none, or it is broken."""
    try:
        root: Any = reader.trailer["/Root"]
        form = root["/AcroForm"].get_object() if "/AcroForm" in root else {}
        found = form["/XFA"].get_object() if "/XFA" in form and not _is_static(form) else []
        if not isinstance(found, list):  # all of it in one stream
            return {"datasets": _bytes(found), "template": _bytes(found)}
        return {
            str(name): _bytes(part.get_object())
            for name, part in zip(found[::2], found[1::2], strict=False)
            if str(name) in ("datasets", "template")
        }
    except (PyPdfError, AttributeError, KeyError, ValueError, TypeError):
        return {}


def _is_static(form: Any) -> bool:
    """Whether the fields of the pages keep the values too."""
    waiting = list(form.get("/Fields") or [])
    for _ in range(_MOST_VALUES):
        if not waiting:
            break
        field = waiting.pop().get_object()
        if "/V" in field:
            return True
        waiting += list(field.get("/Kids") or [])
    return False


def _bytes(stream: Any) -> bytes:
    return bytes(stream.get_data()[:_LARGEST_BYTES])


def _captions(template: Any) -> Iterator[tuple[str, str]]:
    """The words before each field, by its name."""
    for field in (e for e in template.iter() if local_name(e) == "field"):
        caption = next((e for e in field if local_name(e) == "caption"), None)
        words = " ".join("".join(caption.itertext()).split()).rstrip(":： ") if caption is not None else ""
        if words and field.get("name"):
            yield field.get("name"), words
