"""One scanned page of a PDF -> text; runs in the child process."""

from importlib import import_module
from typing import Any

from PIL.Image import Image

from qa.documents.parsed import Unreadable
from qa.documents.reading_order import page_text

_RESOLUTION = 200 / 72  # pixels a point: 200 dpi
LONGEST_SIDE_PIXELS = 4000
_MOST_PIXELS = 12_000_000


def read_scanned_page(content: bytes, number: int, engine: str) -> str:
    """Draw a page and read it.

    Args:
        content: The PDF.
        number: Of the page, from 1.
        engine: Module with a function `read` that gives the words in a picture.

    Returns:
        The text, in reading order.

    Raises:
        Unreadable: The page cannot be drawn, or the engine cannot be loaded.
    """
    return page_text(import_module(engine).read(_drawn(content, number)))


def _drawn(content: bytes, number: int) -> Image:
    """A page as a picture: at most so many pixels, whatever size the page says that it has."""
    import pypdfium2

    try:
        page = pypdfium2.PdfDocument(content)[number - 1]
        width, height = (max(points, 1.0) for points in page.get_size())
        most = (_RESOLUTION, LONGEST_SIDE_PIXELS / max(width, height), (_MOST_PIXELS / (width * height)) ** 0.5)
        drawn: Any = page.render(scale=min(most)).to_pil()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise Unreadable("cannot be drawn") from error
    picture: Image = drawn.convert("RGB")
    return picture
