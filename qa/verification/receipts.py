"""Receipts: a quote with everything that is needed to check it later, offline, in a small JSON file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.assistant import Assistant, as_text
from qa.errors import DocumentError, QuestionError, ReceiptError
from qa.text.occurrences import is_whole
from qa.text.spans import join
from qa.types import Document, IndexInfo, Quote, Span
from qa.types.contract import NotOfTheContract, as_json, from_json
from qa.verification.finding import Standing, standing

VERSION = 1
THERE, MOVED, CHANGED, GONE = "still there", "moved", "changed", "gone"
_LARGEST_BYTES = 1_000_000  # of a receipt


@dataclass(frozen=True, slots=True)
class Check:
    """What became of a quote: `still there`, `moved` (the words stand elsewhere), `changed` (they don't) or `gone`.

    `spans` say where the words stand now; `note` says more in one line.
    """

    status: str
    source: str
    spans: tuple[Span, ...] = ()
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """The object that `yinju check --json` prints."""
        return as_json(self)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A quote with everything that is needed to check it later.

    Attributes:
        yinju_receipt: Version of this form.
        quote: The words.
        source: Their document.
        title: Of the document.
        sha256: Of the document's file.
        spans: Where the words stand in its text.
        generation: Of the index that it was made from.
        model: Of that index.
        date: When it was made, ISO 8601 in UTC.
        page: Of the quote, where there are pages; like the following only in the receipt of a quote.
        headings: Above the quote.
        citation: A line to paste under it.
    """

    yinju_receipt: int = VERSION
    quote: str
    source: str
    title: str = ""
    sha256: str = ""
    spans: tuple[Span, ...]
    generation: str = ""
    model: str = ""
    date: str = ""
    page: int | None = None
    headings: tuple[str, ...] = ()
    citation: str = ""


_OF_QUOTES = ("page", "headings", "citation")


def receipt(quote: Quote, document: Document, info: IndexInfo) -> dict[str, Any]:
    """The receipt of a quote from a document, as JSON."""
    passage = quote.passage
    made = _made(document, quote.spans, info)
    made = replace(made, page=passage.page, headings=passage.headings, citation=quote.citation)
    return as_json(made)  # type: ignore[no-any-return]


def receipt_of(document: Document, spans: Sequence[Span], info: IndexInfo) -> dict[str, Any]:
    """The receipt of the words that some spans cut out of a document, as JSON."""
    made: dict[str, Any] = as_json(_made(document, spans, info))
    return {key: value for key, value in made.items() if key not in _OF_QUOTES}


def _made(document: Document, spans: Sequence[Span], info: IndexInfo) -> Receipt:
    return Receipt(
        quote=join(document.text, spans),
        source=document.source,
        title=document.title,
        sha256=document.sha256,
        spans=tuple(spans),
        generation=info.generation,
        model=info.model,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def read_receipt(path: Path) -> dict[str, object]:
    """Read a receipt from a file.

    Args:
        path: The file.

    Returns:
        Its content; `check` looks at it.

    Raises:
        ReceiptError: It cannot be read or is no receipt.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise ReceiptError(f"{path}: is too large for a receipt; give a file that the page or the API made")
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ReceiptError(f"{path}: cannot be read ({error.strerror}); give a receipt file") from error
    except (ValueError, RecursionError) as error:
        raise ReceiptError(f"{path}: is not JSON; give a receipt that the page or the API made") from error
    if not isinstance(content, dict):
        raise ReceiptError(f"{path}: is no receipt; give one that the page or the API made")
    return content


def check(content: dict[str, object], assistant: Assistant) -> Check:
    """Compare a receipt with the documents of an index.

    Args:
        content: What `read_receipt` gave, or the JSON that a client sent.
        assistant: Opened on the documents to look in.

    Returns:
        What became of the quote.

    Raises:
        ReceiptError: The receipt is broken or of a newer version.
    """
    claimed = _read(content)
    text, source, spans = claimed.quote, claimed.source, claimed.spans
    assistant = assistant.still()
    try:
        document = assistant.document(source)
    except DocumentError:
        return _elsewhere(text, source, assistant)
    there = join(document.text, spans) == text and all(span.end <= len(document.text) for span in spans)
    if there:
        if document.sha256 == claimed.sha256:
            return Check(THERE, source, spans)
        # 12 at the same place is another word when the text now says 125.
        if is_whole(document.text, Span(spans[0].start, spans[-1].end)):
            return Check(THERE, source, spans, "the file has changed, the words have not")
    if now := _first(assistant, text, source):
        return Check(MOVED, source, now.spans, "the words stand at another place of the same document")
    inside = "only inside longer ones" if there else "no longer"
    return Check(CHANGED, source, (), f"the document holds these words {inside}")


def _first(assistant: Assistant, text: str, source: str | None = None) -> Standing | None:
    """Where the words first stand whole, white space aside that means nothing."""
    try:
        return next((found for found in standing(assistant, as_text(text), source) if found.whole), None)
    except QuestionError as error:
        raise ReceiptError(f"the receipt cannot be checked: {error}") from error


def _elsewhere(text: str, source: str, assistant: Assistant) -> Check:
    if found := _first(assistant, text):
        note = f"{source} is not in the index, but the words stand in another document"
        return Check(MOVED, found.document.source, found.spans, note)
    return Check(GONE, source, (), "the index has no such document, and no other holds these words")


def _read(content: dict[str, object]) -> Receipt:
    version = content.get("yinju_receipt")
    if version != VERSION:
        mend = (
            "update yinju"
            if isinstance(version, int) and version > VERSION
            else "give one that the page or the API made"
        )
        raise ReceiptError(f"this is no receipt of version {VERSION}; {mend}")
    try:
        found = from_json(Receipt, content)
    except NotOfTheContract as error:
        raise ReceiptError(f"the receipt is broken: {error}") from error
    if not found.quote.strip():
        raise ReceiptError('the receipt is broken: "quote" is blank')
    if any(not 0 <= span.start < span.end for span in found.spans):
        raise ReceiptError('the receipt is broken: "spans" must be pairs of numbers, start before end')
    return found
