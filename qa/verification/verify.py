"""Is this string in the documents, where, and if not, what is nearest: for those who were given a quote."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from qa.assistant import LONGEST_QUESTION_CHARACTERS, Assistant, as_text
from qa.errors import QuestionError
from qa.text.occurrences import widened
from qa.text.spans import touched
from qa.types import Document, Passage, Span
from qa.types.contract import as_json
from qa.verification.differences import Difference, Run, compared, nearest_run
from qa.verification.finding import Standing, standing

LONGEST_QUOTE_CHARACTERS = 20_000  # of a quote
_MOST_PLACES = 20
_SCORE_DIGITS = 4
_NEAREST = 3
_AROUND_CHARACTERS = 2 * LONGEST_QUESTION_CHARACTERS  # around a passage that a quote may run over its rims
CUT = "the quote begins or ends inside a word or a number"
SPELT = "the same words, spelt otherwise (case, width, accents, marks or traditional characters)"
ELSEWHERE = "no words in common"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand.

    Attributes:
        span: From the first character to the last.
        spans: Several where layout, such as a page break, parts the words.
        exact: False when white space differs, where it means nothing.
        ocr: Whether OCR read any of it from a scanned page.
    """

    source: str
    title: str
    span: Span
    spans: tuple[Span, ...]
    headings: tuple[str, ...]
    page: int | None
    exact: bool
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """A run of text that comes near to the words.

    Attributes:
        span: Where the run stands.
        text: The passage that it stands in.
        score: The share of the claimed characters that stand there, from 0 to 1.
        difference: What differs, in order, in the first 300 words.
        note: What kind of difference it is, where that can be said.
    """

    source: str
    span: Span
    text: str
    score: float
    difference: tuple[Difference, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """Every place of the words (at most 20), or what comes nearest to them."""

    found: bool
    quote: str
    places: tuple[Place, ...]
    nearest: tuple[Near, ...]

    def to_json(self) -> dict[str, Any]:
        """What the route and the tool give."""
        return as_json(self)  # type: ignore[no-any-return]


def verify_quote(assistant: Assistant, quote: str, source: str | None = None) -> Verification:
    """Look for a string in the documents. White space may differ where it means nothing, and nothing else may.

    Args:
        assistant: Whose documents.
        quote: The string.
        source: Look in this document alone.

    Returns:
        Every place, or what comes nearest.

    Raises:
        QuestionError: The string is blank, too long, or a letter or two that stand inside all words.
        DocumentError: There is no such document.
    """
    quote = as_text(quote)
    if not quote.strip():
        raise QuestionError("the quote is blank; give the words to look for")
    if len(quote) > LONGEST_QUOTE_CHARACTERS:
        raise QuestionError(f"the quote is {len(quote)} characters long; give at most {LONGEST_QUOTE_CHARACTERS}")
    assistant = assistant.still()
    places: list[Place] = []
    inside: list[Standing] = []
    for found in standing(assistant, quote, source):
        if found.whole:
            places.append(_place(found, quote))
        elif len(inside) < _NEAREST:
            inside.append(found)
        if len(places) == _MOST_PLACES:
            break
    nearest = () if places else _nearest(assistant, quote, inside, source)
    rounded = tuple(replace(near, score=round(near.score, _SCORE_DIGITS)) for near in nearest)
    return Verification(bool(places), quote, tuple(places), rounded)


def _place(found: Standing, quote: str) -> Place:
    document, span = found.document, found.span
    path: list[tuple[int, str]] = []
    for heading in document.headings:
        if heading.start > span.start:
            break
        path = [*(above for above in path if above[0] < heading.level), (heading.level, heading.text)]
    page = sum(start <= span.start for start in document.pages) or None
    headings = tuple(text for _, text in path if text != document.title)
    scanned = bool(touched(document.scanned, found.spans))
    return Place(document.source, document.title, span, found.spans, headings, page, found.is_exact(quote), scanned)


def _nearest(assistant: Assistant, quote: str, inside: list[Standing], source: str | None) -> tuple[Near, ...]:
    near = list(dict.fromkeys(_inside(found, quote) for found in inside))
    if source is None:
        passages = [hit.passage for hit in assistant.search(quote[:LONGEST_QUESTION_CHARACTERS], _NEAREST)]
        runs = [_near_passage(assistant.document(passage.source), passage, quote) for passage in passages]
    else:
        runs = list(_near_document(assistant, source, quote))
    apart = (run for run in runs if not any(run.source == other.source and _meet(run, other) for other in near))
    return (*near, *sorted(apart, key=lambda run: -run.score))[:_NEAREST]


def _inside(found: Standing, quote: str) -> Near:
    text = found.document.text
    span = widened(text, found.span)
    run = compared(quote, text, span)
    return Near(found.document.source, span, text[slice(*span)], run.alike, run.differences, CUT)


def _near_passage(document: Document, passage: Passage, quote: str) -> Near:
    reach = min(len(quote), _AROUND_CHARACTERS)
    start = max(0, passage.start - reach)
    run = nearest_run(quote, document.text[start : passage.end + reach])
    if run is None:
        return Near(document.source, Span(passage.start, passage.end), passage.text, 0.0, (), ELSEWHERE)
    return _near(document, run, start, passage.text)


def _near_document(assistant: Assistant, source: str, quote: str) -> Iterator[Near]:
    document = assistant.document(source)
    if run := nearest_run(quote, document.text):
        around = next((p.text for _, p in assistant.passages_of(source) if p.start <= run.span.start < p.end), "")
        yield _near(document, run, 0, around or document.text[slice(*run.span)])


def _near(document: Document, run: Run, offset: int, text: str) -> Near:
    span = Span(run.span.start + offset, run.span.end + offset)
    return Near(document.source, span, text, run.alike, run.differences, SPELT if run.spelling else "")


def _meet(one: Near, other: Near) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end
