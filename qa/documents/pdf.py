"""Reader of PDF: the text layer, page by page."""

import io
import logging

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from qa.documents.parsed import Parsed, Unreadable, first_title, reading

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong becomes a verdict


def read_pdf(content: bytes) -> Parsed:
    """Read a PDF file.

    Raises:
        Unreadable: It is broken, encrypted, or has pages but no text.
    """
    if b"%PDF-" not in content[:1024]:
        raise Unreadable("content is not PDF, whatever its name says; give it its right type")
    with reading("PDF"):
        try:
            reader = _opened(content)
            texts = [page.extract_text() for page in reader.pages]
            title = str((reader.metadata and reader.metadata.title) or "").strip()
        except LimitReachedError as error:
            raise Unreadable("unpacks to far more than it should; refused as a bomb") from error
    if not any(text.strip() for text in texts):
        raise Unreadable(f"{len(texts)} scanned pages with no text; run it through OCR first")
    empty = sum(not text.strip() for text in texts)
    parts: list[str] = []
    pages: list[int] = []
    length = 0
    for text in texts:
        pages.append(length)
        part = text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
        parts.append(part)
        length += len(part)
    whole = "".join(parts)
    note = f"{empty} of {len(texts)} pages have no text" if empty else ""
    return Parsed(whole, title or first_title(_without_running_heads(texts)), pages=pages, note=note)


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
    except (NotImplementedError, DependencyError) as error:  # by a certificate, a program of its own, ...
        raise Unreadable("encrypted in a way that cannot be read; save a copy without protection") from error
    if locked:
        raise Unreadable("encrypted; save a copy without a password")
    return reader


def _without_running_heads(texts: list[str]) -> str:
    """The first page without the lines that stand on the second one too."""
    repeated = set(texts[1].split("\n")) if len(texts) > 1 else set()
    return "\n".join(line for line in texts[0].split("\n") if line not in repeated)
