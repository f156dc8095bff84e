"""Reader of PDF: the text layer, page by page, and which pages have none."""

import io
import logging

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from qa.documents.parsed import Parsed, Unreadable, first_title, has_text, reading, without_running_heads

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong becomes a verdict


def read_pdf(content: bytes) -> Parsed:
    """Read a PDF file.

    Raises:
        Unreadable: It is broken or encrypted.
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
    parts: list[str] = []
    pages: list[int] = []
    length = 0
    for text in texts:
        pages.append(length)
        part = text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
        parts.append(part)
        length += len(part)
    without_text = [number for number, text in enumerate(texts, start=1) if not has_text(text)]
    title = title or first_title(without_running_heads(texts))
    return Parsed("".join(parts), title, pages=pages, without_text=without_text)


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
    except (NotImplementedError, DependencyError) as error:  # by a certificate, a program of its own, ...
        raise Unreadable("encrypted in a way that cannot be read; save a copy without protection") from error
    if locked:
        raise Unreadable("encrypted; save a copy without a password")
    return reader
