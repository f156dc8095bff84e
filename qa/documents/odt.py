"""Reader of OpenDocument text: headings, paragraphs and the rows of tables in their order."""

from collections.abc import Iterator
from typing import Any

from qa.documents.package import local_name, open_package, parse_xml
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, first_title, reading

# Notes and comments would stand in mid-sentence; deleted text is not in the document any more.
_LEFT_OUT = frozenset(("note", "annotation", "tracked-changes", "ruby-text"))
_MOST_BLANKS = 100


def read_odt(content: bytes) -> Parsed:
    """Read an ODT file.

    Raises:
        Unreadable: It is broken, encrypted, or unpacks to far more than it should.
    """
    with reading("ODT"), open_package(content, "ODT") as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unreadable("encrypted; save a copy without a password")
        builder = TextBuilder()
        for text, level in _blocks(parse_xml(archive.read("content.xml"))):
            builder.add(text, level)
        title = ""
        if "meta.xml" in names:
            meta = parse_xml(archive.read("meta.xml"))
            titles = (" ".join((e.text or "").split()) for e in meta.iter() if local_name(e) == "title")
            title = next(filter(None, titles), "")
    tops = (heading.text for heading in builder.headings if heading.level == 1)
    return Parsed(builder.text, title or next(tops, "") or first_title(builder.text), builder.headings)


def _blocks(element: Any) -> Iterator[tuple[str, int]]:
    """Text and heading level of each paragraph; a row of a table is one paragraph."""
    name = local_name(element)
    if name == "h":
        yield "".join(_words(element)), int(element.get(_attribute(element, "outline-level"), "1"))
    elif name == "p":
        yield "".join(_words(element)), 0
    elif name == "table-row":
        cells = (" ".join("".join(_words(cell)).split()) for cell in element)
        yield " ".join(filter(None, cells)), 0
    elif name not in _LEFT_OUT:
        for child in element:
            yield from _blocks(child)


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "s":
            yield " " * min(int(child.get(_attribute(child, "c"), "1")), _MOST_BLANKS)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name and name not in _LEFT_OUT:
            yield from _words(child)
            yield " " if name in ("p", "h") else ""
        yield child.tail or ""


def _attribute(element: Any, name: str) -> str:
    """The name of an attribute in the namespace of its element."""
    return f"{element.tag.rpartition('}')[0]}}}{name}"
