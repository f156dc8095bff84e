"""Reader of PDF: the text layer, page by page, and which pages have none."""

import io
import logging
from collections import Counter
from functools import partial
from itertools import islice

import pypdfium2
from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from qa.documents.notes import counted
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
from qa.documents.pdf_forms import ATTACHED, NOTES, STRUCK, written_on
from qa.documents.pdf_page import Pages, moved
from qa.documents.pdf_xfa import FORM, filled_in
from qa.documents.short_columns import kept_apart
from qa.types import Block

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong becomes a verdict

_SEEN = (
    (STRUCK, "", "left out"),
    (NOTES, "notes or fields", "not read"),
    (ATTACHED, "", "not read"),
    (FORM, "", "not read"),
)
_MOST_ATTACHED = 1_000


def read_pdf(content: bytes) -> Parsed:
    """Read a PDF file.

    Args:
        content: The bytes of the file.

    Returns:
        Its pages, with tables, forms and notes.

    Raises:
        Unreadable: It is broken or encrypted.
    """
    if b"%PDF-" not in content[:1024]:
        raise Unreadable("content is not PDF, whatever its name says; give it its right type")
    with reading("PDF"):
        try:
            reader = _opened(content)
            placed = _placed(content, locked=reader.is_encrypted)
            aside: Counter[str] = Counter()
            found = [_page(page, at, placed, aside) for at, page in enumerate(reader.pages)]
            form = _form(reader, "".join(f"{text}\n" for text, _ in found), aside)
            aside[ATTACHED] += _attached(reader)
            title = printed_title(str((reader.metadata and reader.metadata.title) or ""))
        except LimitReachedError as error:
            raise Unreadable("unpacks to far more than it should; refused as a bomb") from error
    parts: list[str] = []
    pages: list[int] = []
    blocks: list[Block] = []
    length = 0
    for text, rows in found:
        pages.append(length)
        blocks += [moved(row, length) for row in rows]
        part = text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
        parts.append(part)
        length += len(part)
    parts += [f"\n{line}\n" for line in form]  # behind the last page
    texts = [text for text, _ in found]
    unread = placed.unread if placed else {}
    notes = [f"{what} not looked for on {counted(count, 'page')}" for what, count in unread.items() if count]
    notes += [f"{counted(placed.pictures, 'picture')} not read"] if placed and placed.pictures else []
    notes += [f"{counted(aside[name], name, several)} {what}" for name, several, what in _SEEN if aside[name]]
    without_text = [number for number, text in enumerate(texts, start=1) if not has_text(text)]
    title = title or first_title(without_running_heads(texts))
    return Parsed("".join(parts), title, pages=pages, note="; ".join(notes), without_text=without_text, blocks=blocks)


def _page(page: PageObject, at: int, pages: Pages | None, aside: Counter[str]) -> tuple[str, list[Block]]:
    """The words of a page, what is filled into its form and what is noted on it; the rows of its tables."""
    placed = pages[at] if pages else None
    text = placed.text if placed else ""
    if not text and placed and not placed.drawn.is_long:
        _unpacked(page)
        text = kept_apart(placed.drawn.said, placed.pieces)
    elif not text:
        text = seen(page.extract_text())
    written = written_on(page, partial(pages.printed, at), aside) if pages else ()
    return "\n\n".join(filter(None, (text.rstrip(), *written))), placed.blocks if placed else []


def _unpacked(page: PageObject) -> None:
    """Refuses a page that unpacks to far too much, or in a way that nobody knows, which pdfium reads as an empty one."""
    if contents := page.get_contents():
        contents.get_data()


def _form(reader: PdfReader, printed: str, aside: Counter[str]) -> list[str]:
    """What is filled into a form that is kept beside the pages; a broken one does not cost them."""
    try:
        return list(filled_in(reader, printed))
    except Unreadable:
        aside[FORM] += 1
        return []


def _attached(reader: PdfReader) -> int:
    """How many files are attached to it."""
    try:
        return sum(1 for _ in islice(reader.attachment_list, _MOST_ATTACHED))
    except (PyPdfError, AttributeError, KeyError, ValueError, TypeError):
        return 0


def _placed(content: bytes, *, locked: bool) -> Pages | None:
    try:
        return None if locked else Pages(content)
    except pypdfium2.PdfiumError:
        return None  # what it cannot read the other reader may


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
    except (NotImplementedError, DependencyError) as error:  # by a certificate, a program of its own, ...
        raise Unreadable("encrypted in a way that cannot be read; save a copy without protection") from error
    if locked:
        raise Unreadable("encrypted; save a copy without a password")
    return reader
