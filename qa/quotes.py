"""Is this string in the documents, where, and if not, what is nearest: for those who were given a quote."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.assistant import LONGEST_QUESTION, Assistant
from qa.errors import QuestionError
from qa.types import Document, Hit, Span

LONGEST = 20_000  # characters of a quote
_MOST_PLACES = 20
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a string stands: its document, offsets, heading path, page; `exact` unless only white space differs.

    `ocr` where OCR read any of it from a scanned page.
    """

    source: str
    title: str
    span: Span
    headings: tuple[str, ...]
    page: int | None
    exact: bool
    ocr: bool = False

    def to_json(self) -> dict[str, object]:
        """The place as JSON."""
        return {
            "source": self.source,
            "title": self.title,
            "span": list(self.span),
            "headings": list(self.headings),
            "page": self.page,
            "exact": self.exact,
            "ocr": self.ocr,
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """Every place of a quote (the first twenty), or the passages that come nearest to it."""

    quote: str
    places: tuple[Place, ...]
    nearest: tuple[Hit, ...]

    def to_json(self) -> dict[str, object]:
        """What the route and the tool give."""
        nearest = [{"source": hit.passage.source, "text": hit.passage.text, "score": hit.score} for hit in self.nearest]
        places = [place.to_json() for place in self.places]
        return {"found": bool(self.places), "quote": self.quote, "places": places, "nearest": nearest}


def verify_quote(assistant: Assistant, quote: str, source: str | None = None) -> Verification:
    """Look for a string in the documents.

    Args:
        assistant: Whose documents.
        quote: The string.
        source: Look in this document alone.

    Raises:
        QuestionError: The string is blank or too long.
        DocumentError: There is no such document.
    """
    if not quote.strip():
        raise QuestionError("the quote is blank; give the words to look for")
    if len(quote) > LONGEST:
        raise QuestionError(f"the quote is {len(quote)} characters long; give at most {LONGEST}")
    sources = assistant.sources if source is None else (source,)
    places: list[Place] = []
    for name in sources:
        document = assistant.document(name)
        for span in occurrences(quote, document.text):
            places.append(_place(document, span, exact=document.text[span.start : span.end] == quote))
            if len(places) == _MOST_PLACES:
                return Verification(quote, tuple(places), ())
    nearest = () if places else tuple(assistant.search(quote[:LONGEST_QUESTION], _NEAREST))
    return Verification(quote, tuple(places), nearest)


def occurrences(quote: str, text: str) -> Iterator[Span]:
    """Where a string stands in a text, white space aside, in order; in time linear in the text."""
    wanted = "".join(quote.split())
    kept = [at for at, character in enumerate(text) if not character.isspace()]
    bare = "".join(text[at] for at in kept)
    at = bare.find(wanted) if wanted else -1
    while at >= 0:
        yield Span(kept[at], kept[at + len(wanted) - 1] + 1)
        at = bare.find(wanted, at + len(wanted))


def _place(document: Document, span: Span, *, exact: bool) -> Place:
    path: list[tuple[int, str]] = []
    for heading in document.headings:
        if heading.start > span.start:
            break
        path = [*(above for above in path if above[0] < heading.level), (heading.level, heading.text)]
    page = sum(start <= span.start for start in document.pages) or None
    headings = tuple(text for _, text in path if text != document.title)
    return Place(document.source, document.title, span, headings, page, exact, span.meets(document.scanned))
