"""Opens the zip containers of office formats: checked for bombs and document types before a parser sees them."""

import io
import zipfile
from typing import Any

from lxml import etree

from qa.documents.parsed import Unreadable

LARGEST_BYTES = 200_000_000  # unpacked
HIGHEST_RATIO = 100
SMALL_BYTES = 1_000_000  # unpacked below which no ratio is suspicious
MOST_MEMBERS = 5_000
CHUNK_BYTES = 1 << 20
_XML = (".xml", ".rels")
_LONGEST_MARK_BYTES = 16  # of "<!DOCTYPE" or "<!ENTITY" that may be cut by the end of a chunk


def open_package(content: bytes, kind: str, *, doctypes: bool = False) -> zipfile.ZipFile:
    """Open and check a container, counting what really comes out of it.

    Args:
        content: The file.
        kind: What it is called in reasons, such as `DOCX`.
        doctypes: Whether its parts may name a document type, as pages of books do.

    Returns:
        The container, open.

    Raises:
        Unreadable: It is no zip, encrypted, or unpacks to far more than it should.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(f"encrypted, or in the format before {kind}; save it as {kind} without a password")
    if not content.startswith(b"PK"):
        raise Unreadable(f"content is not {kind}, whatever its name says; give it its right type")
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Unreadable(f"{len(members)} members in one {kind}; refused as a bomb")
    room = LARGEST_BYTES
    for member in members:
        if member.flag_bits & 1:
            raise Unreadable("encrypted; save a copy without a password")
        room -= _checked_size(archive, member, room, doctypes=doctypes)
    return archive


def _checked_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, *, doctypes: bool) -> int:
    size = 0
    before = b""
    is_xml = member.filename.lower().endswith(_XML) and not doctypes
    with archive.open(member) as file:
        while chunk := file.read(CHUNK_BYTES):
            size += len(chunk)
            if size > room:
                raise Unreadable("unpacks to more than 200 MB; refused as a bomb")
            plain = (before + chunk).replace(b"\0", b"")  # also in UTF-16
            if is_xml and (b"<!DOCTYPE" in plain or b"<!ENTITY" in plain):
                raise Unreadable("declares a document type; refused, as it can hide or multiply text")
            before = chunk[-2 * _LONGEST_MARK_BYTES :]
    if size > SMALL_BYTES and size > HIGHEST_RATIO * max(member.compress_size, 1):
        raise Unreadable("unpacks to over 100 times its size; refused as a bomb")
    return size


def parse_xml(content: bytes) -> Any:
    """The root element; entities are not resolved, and nothing outside the content is read.

    Args:
        content: The bytes of an XML file.

    Returns:
        An lxml element.

    Raises:
        Unreadable: It declares entities.
    """
    if b"<!ENTITY" in content.replace(b"\0", b""):
        raise Unreadable("declares entities; refused, as they can hide or multiply text")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def local_name(element: Any) -> str:
    """The tag without its namespace; empty for comments, and for None."""
    tag = getattr(element, "tag", None)
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named_value(element: Any, name: str) -> str:
    """An attribute by its name, in the namespace of its element or any other; empty where there is none."""
    own = f"{element.tag.rpartition('}')[0]}}}{name}"
    if own in element.attrib:
        return str(element.get(own))
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), "")
