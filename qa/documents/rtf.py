"""Reader of RTF: the words, a paragraph a line; RTF names no headings that every program agrees on."""

import re

from striprtf.striprtf import rtf_to_text

from qa.documents.parsed import Parsed, TextBuilder, Unreadable, first_title, reading

_HIGH = re.compile(rb"[\x80-\xff]")
# The converter would write the address of a link into the sentence, by a pattern that takes quadratic time.
_LINK = re.compile(r"hyperlink", re.IGNORECASE)
_FONTS = re.compile(r"{[^{}]*\\fonttbl")
_FONT = re.compile(r"\\f(?=\d)")
_BRACE = re.compile(r"[{}]")


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
        raw = rtf_to_text(_with_fonts_apart(_LINK.sub("link", source)), errors="replace")
        text = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # emoji come as two halves
    builder = TextBuilder()
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        builder.add(line)
    return Parsed(builder.text, first_title(builder.text), blocks=builder.blocks)


def _with_fonts_apart(source: str) -> str:
    """The same document with its table of fonts a font a line and ended by a semicolon.

    The converter looks for each font's character set up to the end of its line, and for its name up to a semicolon: in
    a table that has neither, in quadratic time.
    """
    table = _FONTS.search(source)
    if not table:
        return source
    depth, end = 1, len(source)
    for brace in _BRACE.finditer(source, table.end()):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            end = brace.start()
            break
    return source[: table.end()] + _FONT.sub("\n\\\\f", source[table.end() : end]) + ";" + source[end:]
