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
from qa.documents.notes import counted
from qa.documents.package import local_name, open_package, parse_xml
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, opening_title, printed_title, reading

_ASIDE, _ASIDES = "page outside its order", "pages outside its order"
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
        chapters = list(_spine(book, posixpath.dirname(name)))
        aside = len(_pages(book, posixpath.dirname(name)) - set(chapters))
        for chapter in chapters:
            if chapter in hidden:
                raise Unreadable("encrypted; get a copy without copy protection")
            page = archive.read(chapter)
            if page.strip():
                seen.update(add_page(builder, decode(page).text)[1].seen)
        titles = (printed_title(e.text or "") for e in book.iter() if local_name(e) == "title")
        title = next(filter(None, titles), "")
    note = "; ".join(filter(None, (look_note(seen), f"{counted(aside, _ASIDE, _ASIDES)} not read" if aside else "")))
    return Parsed(builder.text, title or opening_title(builder), builder.headings, note=note, blocks=builder.blocks)


def _spine(book: Any, folder: str) -> Iterator[str]:
    items = {e.get("id"): e for e in book.iter() if local_name(e) == "item"}
    seen = set()
    for reference in (e.get("idref") for e in book.iter() if local_name(e) == "itemref"):
        item = items[reference]
        # A spine that names one chapter a million times is a bomb of its own kind.
        if item.get("media-type") in _PAGES and reference not in seen:
            seen.add(reference)
            yield _path(folder, item)


def _pages(book: Any, folder: str) -> set[str]:
    """Every page of a book, but for its table of contents, which says the headings once more."""
    items = (e for e in book.iter() if local_name(e) == "item" and e.get("media-type") in _PAGES and e.get("href"))
    return {_path(folder, item) for item in items if "nav" not in (item.get("properties") or "").split()}


def _path(folder: str, item: Any) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(item.get("href")).partition("#")[0]))


def _encrypted(archive: zipfile.ZipFile) -> set[str]:
    """Members that copy protection has scrambled; often only the fonts are."""
    name = "META-INF/encryption.xml"
    if name not in archive.namelist():
        return set()
    uris = (e.get("URI") for e in parse_xml(archive.read(name)).iter() if local_name(e) == "CipherReference")
    return {unquote(uri) for uri in uris if uri}
