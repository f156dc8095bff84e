"""Reader of RTF: the words, a paragraph a line; RTF names no headings that every program agrees on."""

import re

from striprtf.striprtf import rtf_to_text

from qa.documents.parsed import Parsed, TextBuilder, Unreadable, first_title, reading

_HIGH = re.compile(rb"[\x80-\xff]")
# The converter would write the address of a link into the sentence, by a pattern that takes quadratic time.
_LINK = re.compile(r"hyperlink", re.IGNORECASE)


def read_rtf(content: bytes) -> Parsed:
    """Read an RTF file.

    Raises:
        Unreadable: It is broken, or no RTF.
    """
    if not content.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("content is not RTF, whatever its name says; give it its right type")
    with reading("RTF"):
        # Bytes beyond ASCII mean the same as their escapes, which are decoded by the font's own encoding.
        source = _HIGH.sub(lambda match: b"\\'%02x" % match.group()[0], content).decode("ascii")
        raw = rtf_to_text(_LINK.sub("link", source), errors="replace")
        text = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # emoji come as two halves
    builder = TextBuilder()
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        builder.add(line)
    return Parsed(builder.text, first_title(builder.text))
