"""Hostile and odd files, made here: each with the verdict that it must get."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import NamedTuple

from tests.builders.files import (
    CONTAINER,
    MAIL,
    ODT_NAMES,
    docx_bytes,
    epub_bytes,
    odt_bytes,
    pdf_bytes,
    pptx_bytes,
    xlsx_bytes,
    zip_bytes,
)


class Case(NamedTuple):
    """A file, and what its verdict must say: the start of a reason, or (with `=`) what stands in its text."""

    name: str
    content: bytes
    says: str


Cases = Iterator[Case]
BINARY = {
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 4,
    "gzip": b"\x1f\x8b\x08" + bytes(range(256)) * 4,
    "elf": b"\x7fELF\x02\x01\x01" + bytes(9) + bytes(range(256)) * 4,
    "sqlite": b"SQLite format 3\0" + bytes(range(100)) * 9,
    "controls": bytes(range(1, 32)) * 50,
}
PACKAGES = {
    "docx": docx_bytes(),
    "pptx": pptx_bytes(),
    "xlsx": xlsx_bytes(("S", [["会员", 129]])),
    "odt": odt_bytes("<text:p>会员</text:p>"),
    "epub": epub_bytes("<html><body><p>会员</p></body></html>"),
}
MAIN_PART = {
    "docx": "word/document.xml",
    "pptx": "ppt/presentation.xml",
    "xlsx": "xl/workbook.xml",
    "odt": "content.xml",
    "epub": "META-INF/container.xml",
}
TEXT_TYPES = ("txt", "md", "html", "csv", "srt")
BINARY_TYPES = ("pdf", "rtf", "eml", *PACKAGES)


def wrong_types() -> Cases:
    """The name says one thing, the content another."""
    others = {"pdf": pdf_bytes("x"), "docx": PACKAGES["docx"], "rtf": rb"{\rtf1 x}", "ole": b"\xd0\xcf\x11\xe0" * 99}
    for kind in TEXT_TYPES:
        for name, content in (BINARY | others).items():
            yield Case(f"{name}.{kind}", content, "content is not text, whatever its name says")
    for kind in BINARY_TYPES:
        shown = "a mail" if kind == "eml" else kind.upper()
        for name, content in (BINARY | {"text": b"Only words.", "page": b"<html><p>x</p></html>"}).items():
            yield Case(f"{name}.{kind}", content, f"content is not {shown}, whatever its name says")
    for kind in PACKAGES:
        for other in PACKAGES.keys() - {kind}:
            yield Case(f"really-{other}.{kind}", PACKAGES[other], f"broken {kind.upper()} (")
        yield Case(f"old.{kind}", b"\xd0\xcf\x11\xe0" * 99, f"encrypted, or in the format before {kind.upper()}")


def torn() -> Cases:
    """A download that was cut off, and bits that fell over."""
    for kind, content in PACKAGES.items():
        for percent in (5, 30, 60, 99):
            cut = content[: len(content) * percent // 100]
            yield Case(f"{percent}-percent.{kind}", cut, f"broken {kind.upper()} (")
        yield Case(f"nothing.{kind}", b"", f"content is not {kind.upper()}")
        yield Case(f"no-parts.{kind}", zip_bytes({"a": b"b"}), f"broken {kind.upper()} (")
        yield Case(f"flipped.{kind}", _flipped(zip_bytes({MAIN_PART[kind]: b"<x/>" * 99})), f"broken {kind.upper()} (")
    for percent in (5, 30, 60):
        pdf = pdf_bytes("hello")
        yield Case(f"{percent}-percent.pdf", pdf[: len(pdf) * percent // 100], "broken PDF")


def bombs() -> Cases:
    """Small outside, large inside; or so many parts that counting them is the attack."""
    blanks = b" " * 12_000_000
    many = zip_bytes({f"{n}": b"" for n in range(5001)})
    large = _same_member_often(zlib.compress(b" " * 990_000 + b"noise" * 2000, 1)[2:-4], 1_000_000, 250)
    for kind in PACKAGES:
        yield Case(f"ratio.{kind}", zip_bytes({MAIN_PART[kind]: blanks}), "unpacks to over 100 times its size")
        yield Case(f"picture.{kind}", zip_bytes({"a.png": blanks}), "unpacks to over 100 times its size")
        yield Case(f"many.{kind}", many, "5001 members in one")
        yield Case(f"overlap.{kind}", large, "unpacks to more than 200 MB")
        yield Case(f"locked.{kind}", _locked(PACKAGES[kind]), "encrypted; save a copy without a password")
    yield Case("flate.pdf", pdf_bytes("x", bomb=100_000_000), "unpacks to far more than it should")


def entities() -> Cases:
    """Documents that declare what their text is made of: it multiplies, or comes from elsewhere, or vanishes."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    heads = {
        "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l11;</x>',
        "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 5_000}</x>',
        "outside": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        "parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/a.dtd"> %a;]><x/>',
        "late": f"<!--{' ' * 5_000}--><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
    }
    for kind, part in MAIN_PART.items():
        for name, text in heads.items():
            yield Case(f"{name}.{kind}", zip_bytes({part: text.encode()}), "declares ")
        wide = ('<?xml version="1.0" encoding="utf-16"?>' + heads["outside"]).encode("utf-16")
        yield Case(f"wide.{kind}", zip_bytes({part: wide}), "declares ")
    for kind, part in MAIN_PART.items():
        deep = b"<x>" * 100_000 + b"</x>" * 100_000
        yield Case(
            f"deep.{kind}", _with_part(PACKAGES[kind], part, deep + b"\n" + _noise()), f"broken {kind.upper()} ("
        )
        yield Case(f"half.{kind}", _with_part(PACKAGES[kind], part, b"<x><y>"), f"broken {kind.upper()} (")
        yield Case(f"nul.{kind}", _with_part(PACKAGES[kind], part, b"<x>\0</x>"), f"broken {kind.upper()} (")


def _noise() -> bytes:
    """Bytes that do not compress, so that a deep document is not refused as a bomb first."""
    return (
        b"<!--"
        + zlib.compress(b"".join(struct.pack("<I", n * 2654435761 % 2**32) for n in range(4000))).hex().encode()
        + b"-->"
    )


def _flipped(content: bytes) -> bytes:
    """One bit of the first member's data is wrong; its checksum says so."""
    at = content.index(b"PK\x01\x02") - 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def _locked(content: bytes) -> bytes:
    """Every member says that it is encrypted."""
    buffer = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = buffer.find(mark)
        while at >= 0:
            buffer[at + offset] |= 1
            at = buffer.find(mark, at + 4)
    return bytes(buffer)


def _with_part(package: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    return zip_bytes({**parts, name: content})


def _same_member_often(deflated: bytes, size: int, times: int) -> bytes:
    """An archive whose directory names one stretch of data many times."""
    plain = zlib.decompress(deflated, -15)
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, zlib.crc32(plain), len(deflated), size, 1, 0)
    body = b"PK\x03\x04" + head + b"a" + deflated
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + b"a"
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, times, times, len(entry) * times, len(body), 0)
    return body + entry * times + end


FAMILIES: tuple[Callable[[], Cases], ...] = (wrong_types, torn, bombs, entities)
__all__ = ["CONTAINER", "FAMILIES", "MAIL", "ODT_NAMES", "PACKAGES", "Case", "Cases"]
