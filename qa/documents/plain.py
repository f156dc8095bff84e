"""Reader of plain text: it stays as it stands in the file."""

from qa.documents.encoding import decode_text
from qa.documents.parsed import Parsed, first_title, seen


def read_text(content: bytes, encoding: str = "") -> Parsed:
    """Read a text file.

    Args:
        content: The bytes of the file.
        encoding: Its encoding, where it was given; else it is told from the bytes.

    Returns:
        The text; its blocks are told from it later.

    Raises:
        Unreadable: It is no text, or not in the encoding that was given for it.
    """
    decoded = decode_text(content, encoding)
    text = seen(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    return Parsed(text, first_title(text), encoding=decoded.encoding, note=decoded.note)
