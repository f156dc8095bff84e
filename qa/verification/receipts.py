"""Receipts: a quote with everything that is needed to check it later, offline, in a small JSON file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qa.assistant import Assistant, as_text
from qa.errors import DocumentError, QuestionError, ReceiptError
from qa.text.occurrences import is_whole
from qa.text.spans import join
from qa.types import Document, IndexInfo, Quote, Span
from qa.verification.finding import Standing, standing

VERSION = 1
THERE, MOVED, CHANGED, GONE = "still there", "moved", "changed", "gone"
_LARGEST = 1_000_000  # bytes of a receipt


@dataclass(frozen=True, slots=True)
class Check:
    """What became of a quote: `still there`, `moved` (the words stand elsewhere), `changed` (they don't) or `gone`.

    `spans` say where the words stand now; `note` says more in one line.
    """

    status: str
    source: str
    spans: tuple[Span, ...] = ()
    note: str = ""

    def to_json(self) -> dict[str, object]:
        """The object that `yinju check --json` prints."""
        spans = [list(span) for span in self.spans]
        return {"status": self.status, "source": self.source, "spans": spans, "note": self.note}


def receipt(quote: Quote, document: Document, info: IndexInfo) -> dict[str, object]:
    """The receipt of a quote from a document, as JSON."""
    more = {"page": quote.passage.page, "headings": list(quote.passage.headings), "citation": quote.citation}
    return {**receipt_of(document, quote.spans, info), **more}


def receipt_of(document: Document, spans: Sequence[Span], info: IndexInfo) -> dict[str, object]:
    """The receipt of the words that some spans cut out of a document, as JSON."""
    return {
        "yinju_receipt": VERSION,
        "quote": join(document.text, spans),
        "source": document.source,
        "title": document.title,
        "sha256": document.sha256,
        "spans": [list(span) for span in spans],
        "generation": info.generation,
        "model": info.model,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def read_receipt(path: Path) -> dict[str, object]:
    """Read a receipt from a file.

    Raises:
        ReceiptError: It cannot be read or is no receipt.
    """
    try:
        if path.stat().st_size > _LARGEST:
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

    Raises:
        ReceiptError: The receipt is broken or of a newer version.
    """
    text, source, spans, digest = _parts(content)
    assistant = assistant.still()
    try:
        document = assistant.document(source)
    except DocumentError:
        return _elsewhere(text, source, assistant)
    there = join(document.text, spans) == text and all(span.end <= len(document.text) for span in spans)
    if there:
        if document.sha256 == digest:
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


def _parts(content: dict[str, object]) -> tuple[str, str, tuple[Span, ...], str]:
    version = content.get("yinju_receipt")
    if version != VERSION:
        mend = (
            "update yinju"
            if isinstance(version, int) and version > VERSION
            else "give one that the page or the API made"
        )
        raise ReceiptError(f"this is no receipt of version {VERSION}; {mend}")
    text, source, spans, digest = (content.get(key) for key in ("quote", "source", "spans", "sha256"))
    if not isinstance(text, str) or not text.strip() or not isinstance(source, str) or not isinstance(spans, list):
        raise ReceiptError('the receipt is broken: it needs "quote", "source" and "spans"')
    try:
        places = tuple(Span(int(start), int(end)) for start, end in spans)
    except (TypeError, ValueError, OverflowError) as error:
        raise ReceiptError('the receipt is broken: "spans" must be pairs of numbers') from error
    if any(not 0 <= span.start < span.end for span in places):
        raise ReceiptError('the receipt is broken: "spans" must be pairs of numbers, start before end')
    return text, source, places, str(digest)
