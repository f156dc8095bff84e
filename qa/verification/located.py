"""Offsets belong to one version of a document's text: which one that is, and where the words of a quote stand in another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from qa.assistant import Assistant, as_text
from qa.errors import QuestionError
from qa.types import Document, Span
from qa.verification.finding import standing

SHORTEST_VERSION = 16  # hexadecimal digits of a version, as links have it
_MOST_PLACES = 200  # of the words in one document, of which the nearest to the old place is taken


@dataclass(frozen=True, slots=True)
class Located:
    """Where the words of a quote stand now.

    Attributes:
        document: The document as it is now.
        spans: Where the words stand in it; nothing where it no longer holds them, or where that cannot be told.
        changed: Whether its text is another than the one that the offsets were counted in.
    """

    document: Document
    spans: tuple[Span, ...]
    changed: bool = False


def located(assistant: Assistant, source: str, spans: Sequence[Span], version: str, words: str) -> Located:
    """Find the words of a quote: by their offsets in the text that these were counted in, by themselves in any other.

    Args:
        assistant: Whose documents.
        source: The document.
        spans: Offsets in the text of `version`.
        version: SHA-256 of that text, its first 16 digits or more; empty where it isn't known.
        words: What the quote says, or its beginning; may be empty.

    Returns:
        Where the words stand now, or that they are gone.

    Raises:
        DocumentError: There is no such document.
    """
    document = assistant.document(source)
    length = len(document.text)
    inside = all(0 <= span.start < span.end <= length for span in spans)
    if is_version(document, version) and inside:
        return Located(document, tuple(spans))
    try:
        places = standing(assistant, as_text(words), document.source) if words.strip() else iter(())
        whole = list(islice((place for place in places if place.whole), _MOST_PLACES))
    except QuestionError:  # too short to be looked for
        whole = []
    old = spans[0].start if spans else 0
    nearest = min(whole, key=lambda place: abs(place.span.start - old), default=None)
    return Located(document, nearest.spans if nearest else (), changed=True)


def is_version(document: Document, version: str) -> bool:
    """Whether a document's text is the one that a version names."""
    return len(version) >= SHORTEST_VERSION and document.text_sha256.startswith(version)
