"""Reader of EPUB: the chapters in the order of the book's spine, each as a page of HTML."""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from qa.documents.encoding import decode
from qa.documents.html import add_page
from qa.documents.html_look import look_note
from qa.documents.package import local_name, open_package, parse_xml
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, opening_title, printed_title, reading

_PAGES = ("application/xhtml+xml", "text/html")


def read_epub(content: bytes) -> Parsed:
    """Read an EPUB file.

    Args:
        content: The bytes of the file.

    Returns:
        Its chapters, in reading order.

    Raises:
        Unreadable: It is broken, protected, or unpacks to far more than it should.
    """
    with reading("EPUB"), open_package(content, "EPUB", doctypes=True) as archive:
        container = parse_xml(archive.read("META-INF/container.xml"))
        name = next(e.get("full-path") for e in container.iter() if local_name(e) == "rootfile")
        book = parse_xml(archive.read(name))
        hidden = _encrypted(archive)
        builder = TextBuilder()
        seen: Counter[str] = Counter()
        for chapter in _spine(book, posixpath.dirname(name)):
            if chapter in hidden:
                raise Unreadable("encrypted; get a copy without copy protection")
            page = archive.read(chapter)
            if page.strip():
                seen.update(add_page(builder, decode(page).text)[1].seen)
        titles = (printed_title(e.text or "") for e in book.iter() if local_name(e) == "title")
        title = next(filter(None, titles), "")
    return Parsed(
        builder.text, title or opening_title(builder), builder.headings, note=look_note(seen), blocks=builder.blocks
    )


def _spine(book: Any, folder: str) -> Iterator[str]:
    items = {e.get("id"): e for e in book.iter() if local_name(e) == "item"}
    seen = set()
    for reference in (e.get("idref") for e in book.iter() if local_name(e) == "itemref"):
        item = items[reference]
        # A spine that names one chapter a million times is a bomb of its own kind.
        if item.get("media-type") in _PAGES and reference not in seen:
            seen.add(reference)
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href")).partition("#")[0]))


def _encrypted(archive: zipfile.ZipFile) -> set[str]:
    """Members that copy protection has scrambled; often only the fonts are."""
    name = "META-INF/encryption.xml"
    if name not in archive.namelist():
        return set()
    uris = (e.get("URI") for e in parse_xml(archive.read(name)).iter() if local_name(e) == "CipherReference")
    return {unquote(uri) for uri in uris if uri}
