"""Pages of a PDF that have no text of their own: read by OCR, one by one, where the user asks for it; else named.

Each page is drawn and read in a child process of its own kind, under limits of its own: a page that takes too much is
named in the verdict, and the others are read.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import accumulate, pairwise
from typing import Any

from qa.documents.child import Child
from qa.documents.limits import Limits
from qa.documents.parsed import PAGE, first_title, has_text, without_running_heads
from qa.types import Document

ENGINE = "qa.documents.rapid"  # module with `installed()` and `read(picture) -> list[Words]`
PAGE_LIMITS = Limits(memory_bytes=4_000_000_000, seconds=300.0)  # for one page
MOST_PAGES = 2000  # of one file: a small file can claim a million
_MEND = "pip install 'yinju[ocr]', then yinju index --ocr"
_MOST_RANGES = 12
Tell = Callable[[int, int], None]


def installed() -> bool:
    """Whether pages can be read: the extra `ocr` is there."""
    return bool(import_module(ENGINE).installed())


def is_up_to_date(document: Document, wanted: bool) -> bool:
    """Whether reading a document again, with or without OCR, would give the same."""
    if not wanted:
        return not document.ocr
    if document.format != "pdf" or not installed():
        return True
    texts = _page_texts(document.text, document.pages)
    return {number for number, text in enumerate(texts, start=1) if not has_text(text)} <= set(document.ocr)


def read_pages(
    child: Child, request: dict[str, object], answer: dict[str, Any], limits: Limits, tell: Tell
) -> dict[str, Any]:
    """The answer about a PDF with the text of its scanned pages put in; `note` says how each of them fared.

    Args:
        child: Reads the pages.
        request: What the file was read by.
        answer: What came of it, with the numbers of the pages `without_text`.
        limits: For one page.
        tell: Told how many pages of how many are read.

    Returns:
        The answer of the reader of PDFs, with pages and note changed.
    """
    numbers: list[int] = answer["without_text"]
    texts = _page_texts(answer["text"], answer["pages"])
    taken, left = numbers[:MOST_PAGES], numbers[MOST_PAGES:]
    refused = {f"more than {MOST_PAGES:,} pages without text; split it": left} if left else {}
    tell(0, len(taken))
    for done, number in enumerate(taken, start=1):
        asked = {**request, "format": PAGE, "page": number, "engine": ENGINE, "sha256": answer["sha256"]}
        page = child.ask(asked, limits)
        if "error" in page:
            refused.setdefault(page["error"].removesuffix("; split it"), []).append(number)
        else:
            texts[number - 1] = page["text"].rstrip() + "\n"
        tell(done, len(taken))
    failed = {number for group in refused.values() for number in group}
    read = [number for number in numbers if has_text(texts[number - 1])]
    empty = [number for number in numbers if number not in failed and number not in read]
    notes = [f"{_named(read)} read by OCR ({len(read)} of {len(texts)})"] if read else []
    notes += [f"OCR found no text on {_named(empty)}"] if empty else []
    notes += [f"{_named(group)} not read by OCR: {reason}" for reason, group in refused.items()]
    notes += filter(None, (answer["note"],))
    starts = [0, *accumulate(map(len, texts))][:-1]
    title = answer["title"] or first_title(without_running_heads(texts))
    return {**answer, "text": "".join(texts), "pages": starts, "title": title, "ocr": numbers, "note": "; ".join(notes)}


def without_text_note(numbers: Sequence[int]) -> str:
    """What the verdict says about pages without text that were not read."""
    return f"{_named(numbers)} {'has' if len(numbers) == 1 else 'have'} no text; to read scans: {_MEND}"


def _page_texts(text: str, pages: Sequence[int]) -> list[str]:
    return [text[start:end] for start, end in pairwise((*pages, len(text)))]


def _named(numbers: Sequence[int]) -> str:
    """`page 2` or `pages 1-3, 7`, cut off when there are many stretches."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in ranges[:_MOST_RANGES]]
    more = ", ..." if len(ranges) > _MOST_RANGES else ""
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join(shown)}{more}"
