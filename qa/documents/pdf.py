"""Reader of PDF: the text layer, page by page, and which pages have none."""

import io
import logging
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from qa.documents.parsed import (
    Parsed,
    Unreadable,
    first_title,
    has_text,
    printed_title,
    reading,
    seen,
    without_running_heads,
)
from qa.documents.pdf_columns import columns_text
from qa.documents.pdf_forms import written_on

_MOST_PAGES = 2_000  # of which columns are looked for
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
            columns = _columns(content, locked=reader.is_encrypted)
            texts = [
                _page_text(page, columns.get(at, ""), partial(_printed, content, at))
                for at, page in enumerate(reader.pages)
            ]
            title = printed_title(str((reader.metadata and reader.metadata.title) or ""))
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


def _page_text(page: PageObject, columns: str, printed: Callable[[float, float, float, float], str]) -> str:
    """The text layer of a page, then what is filled into its form and what is noted on it."""
    text = seen(columns or page.extract_text()).rstrip()
    return "\n\n".join(filter(None, (text, *written_on(page, printed))))


def _columns(content: bytes, *, locked: bool) -> dict[int, str]:
    """The texts of the pages that are printed in columns, by number from 0."""
    import pypdfium2

    if locked:
        return {}
    try:
        document = pypdfium2.PdfDocument(content)
        texts = ((at, columns_text(document[at])) for at in range(min(len(document), _MOST_PAGES)))
        return {at: text for at, text in texts if text}
    except pypdfium2.PdfiumError:
        return {}  # what it cannot read the other reader may


def _printed(content: bytes, page: int, left: float, bottom: float, right: float, top: float) -> str:
    """The words in a box of a page; asked for only where a form is filled."""
    import pypdfium2

    try:
        words: str = _drawn_page(content, page).get_text_bounded(left, bottom, right, top)
    except (pypdfium2.PdfiumError, IndexError):
        return ""
    return words


@lru_cache(maxsize=1)
def _drawn_page(content: bytes, page: int) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(content)[page].get_textpage()


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
    except (NotImplementedError, DependencyError) as error:  # by a certificate, a program of its own, ...
        raise Unreadable("encrypted in a way that cannot be read; save a copy without protection") from error
    if locked:
        raise Unreadable("encrypted; save a copy without a password")
    return reader
