"""A font that stands in for those that a PDF does not bring and the machine does not have: without a shape, pdfium drops the words.

Printed reports in Chinese, Japanese or Korean often name a font (STSong-Light) and leave it out. What pdfium itself puts in its place has no shapes for
these characters; it takes them for nothing where they are placed one by one, and finds them in no box of a page. So each gets a box.
"""

import ctypes
import struct
from contextlib import suppress
from functools import cache
from typing import Any

import pypdfium2

_LATIN = {0, 1, 2}  # character sets (ANSI, default, symbols) for which pdfium has fonts of its own
_EM, _BELOW, _ABOVE = 1000, -120, 880  # units of the font: a letter, and how far it goes below and above the line
_CJK, _OTHER = 1, 2  # the two shapes
_NARROW = 500  # units: letters and figures beside Chinese ones, about


@cache
def let_stand_in() -> None:
    """From now on in this process, pdfium finds a font for every character set."""
    with suppress(pypdfium2.PdfiumError):  # on a system whose fonts pdfium does not look for
        _StandIn().setup()


class _StandIn(pypdfium2.PdfSysfontBase):  # type: ignore[misc]
    """The fonts of the machine, and one of boxes where it has none; the methods are those that pdfium calls."""

    def __init__(self) -> None:
        super().__init__()
        self._font = ctypes.create_string_buffer(font := box_font(), len(font))
        self._handle = ctypes.addressof(self._font)

    def MapFont(self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> Any:
        found = super().MapFont(_, weight, italic, charset, pitch, face, exact)
        return found or (None if charset in _LATIN else self._handle)

    def GetFontData(self, _: Any, font: int, table: int, buffer: Any, size: int) -> int:
        if font != self._handle:
            return int(super().GetFontData(_, font, table, buffer, size))
        if table:
            return 0  # the whole is asked for next
        if size >= len(self._font):
            ctypes.memmove(buffer, self._font, len(self._font))
        return len(self._font)

    def GetFaceName(self, _: Any, font: int, buffer: Any, size: int) -> int:
        return 0 if font == self._handle else int(super().GetFaceName(_, font, buffer, size))

    def GetFontCharset(self, _: Any, font: int) -> int:
        return 1 if font == self._handle else int(super().GetFontCharset(_, font))

    def DeleteFont(self, _: Any, font: int) -> None:
        if font != self._handle:
            super().DeleteFont(_, font)


def box_font() -> bytes:
    """A TrueType font with a box for every character: narrow ones for Latin, Greek and the like, as wide as high for the rest."""
    shapes = [_box(_EM), _box(_EM), _box(_NARROW)]
    groups = ((0, 0x2E7F, _OTHER), (0x2E80, 0x10FFFF, _CJK))
    tables = {
        b"cmap": struct.pack(">4HI", 0, 1, 3, 10, 12)
        + struct.pack(">2H3I", 13, 0, 16 + 12 * len(groups), 0, len(groups))
        + b"".join(struct.pack(">3I", *group) for group in groups),
        b"glyf": b"".join(shapes),
        b"head": struct.pack(
            ">4I2H2q4h2H3h", 1 << 16, 1 << 16, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _BELOW, _EM, _ABOVE, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">I3hH11hH", 1 << 16, _ABOVE, _BELOW, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 3),
        b"hmtx": struct.pack(">HhHhHh", _EM, 0, _EM, 0, _NARROW, 0),
        b"loca": struct.pack(">4I", *(sum(map(len, shapes[:count])) for count in range(4))),
        b"maxp": struct.pack(">I14H", 1 << 16, 3, 4, 1, 0, 0, 1, *[0] * 8),
        b"post": struct.pack(">2I2h5I", 3 << 16, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _file_of(tables)


def _box(width: int) -> bytes:
    """A shape of four corners."""
    head = struct.pack(">5h3H", 1, 0, _BELOW, width, _ABOVE, 3, 0, 0x0101) + bytes([1, 1])
    # From corner to corner, across and then upwards.
    moves = (0, 0, width, 0, _BELOW, _ABOVE - _BELOW, 0, _BELOW - _ABOVE)
    return _padded(head + struct.pack(">8h", *moves))


def _file_of(tables: dict[bytes, bytes]) -> bytes:
    """The tables behind a list of them."""
    listed, bodies = b"", b""
    for tag, table in sorted(tables.items()):
        words = struct.unpack(f">{len(_padded(table)) // 4}I", _padded(table))
        place = 12 + 16 * len(tables) + len(bodies)
        listed += tag + struct.pack(">3I", sum(words) & 0xFFFFFFFF, place, len(table))
        bodies += _padded(table)
    return struct.pack(">I4H", 1 << 16, len(tables), 128, 3, 16 * len(tables) - 128) + listed + bodies


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)
