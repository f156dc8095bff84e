"""What a sheet of XLSX holds beside its cells: headers and footers of its pages, and formulas that were saved without a value."""

import re
from collections.abc import Iterator
from html import unescape

from qa.documents.parsed import PAGE_NUMBER

_MARGIN = re.compile(rb"<(?:\w{1,20}:)?((?:odd|even|first)(?:Header|Footer))>([^<]{1,2000})<")
_SECTION = re.compile(r"&[LCR]")
# Page, date, file and the like are filled in when it is printed; fonts, sizes and colours are looks.
_CODE = re.compile(r'&(?:"[^"]{0,100}"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z+-])')
_WITHOUT_VALUE = re.compile(
    rb"<(?:\w{1,20}:)?c\s([^>]{1,200})><(?:\w{1,20}:)?f(?:\s[^>]{0,300})?(?:/>|>[^<]{0,9000}</(?:\w{1,20}:)?f>)"
    rb"(?:<(?:\w{1,20}:)?v\s?/>|<(?:\w{1,20}:)?v></(?:\w{1,20}:)?v>)?</"
)
_TEXT = b't="str"'  # the value of such a formula may be no words


def printed_margins(raw: bytes) -> Iterator[str]:
    """The words of the headers and footers of a sheet; not those that are page numbers only.

    Args:
        raw: The XML of the sheet.

    Yields:
        The words of the left, the middle or the right of one.
    """
    for match in _MARGIN.finditer(raw):
        for section in _SECTION.split(unescape(match[2].decode("utf-8", "replace")).replace("&&", "\0")):
            words = _CODE.sub("", section).replace("\0", "&").strip()
            if words and not PAGE_NUMBER.fullmatch(words):
                yield words


def without_value(raw: bytes) -> int:
    """How many formulas show nothing, as the program that wrote them did not work them out.

    Args:
        raw: The XML of the sheet.

    Returns:
        Their number.
    """
    return sum(_TEXT not in match[1] for match in _WITHOUT_VALUE.finditer(raw))
