"""Anchors: a golden set names the very place of each answer, and finds it again when the text has changed.

Offsets alone break when a document is extracted in another way; words alone are ambiguous among look-alike figures.
Both together, with the words around them, mostly settle it; what they leave open is reported, never guessed away.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from qa.evaluation.questions import Anchor, Question
from qa.text.occurrences import is_whole, occurrences
from qa.types import Span

_AROUND_CHARACTERS = 32  # kept on each side
EXACT, PLACED, MOVED, AMBIGUOUS, LOST = "exact", "placed", "moved", "ambiguous", "lost"
TextOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Anchoring:
    """What became of one anchor: its question, its state (a new one is `placed` or `ambiguous`), where it is now."""

    question: str
    state: str
    anchor: Anchor

    def __str__(self) -> str:
        where = f"{self.anchor.source} {self.anchor.start}-{self.anchor.end}"
        return f"{self.question}: the anchor {self.anchor.text[:40]!r} in {where} is {self.state}"


def anchored(questions: Iterable[Question], text_of: TextOf) -> Iterator[tuple[Question, list[Anchoring]]]:
    """Each question with its anchors set to where they are in the documents of today, and what became of them.

    Lost anchors are left out. A question that has none gets one for each place of its answers in its sources; an
    answer that stands in several places is ambiguous, and all of them count.

    Args:
        questions: The questions.
        text_of: The text of a document by its source; None for an unknown one.

    Yields:
        A question and the state of each of its anchors.
    """
    for question in questions:
        if question.anchors:
            found = [_found_again(question, anchor, text_of(anchor.source)) for anchor in question.anchors]
        else:
            found = list(_new(question, text_of))
        kept = tuple(each.anchor for each in found if each.state != LOST)
        yield replace(question, anchors=kept), found


def _found_again(question: Question, anchor: Anchor, text: str | None) -> Anchoring:
    if text is None:
        return Anchoring(question.id, LOST, anchor)
    if text[anchor.start : anchor.end] == anchor.text:
        return Anchoring(question.id, EXACT, anchor)
    places = places_of(anchor.text, text)
    if not places:
        return Anchoring(question.id, LOST, anchor)
    fits = [_fit(anchor, text, *place) for place in places]
    best = max(fits)
    # Where the words around fit equally well, the old offsets only break the tie, and it is said.
    start, end = min(
        (place for place, fit in zip(places, fits, strict=True) if fit == best),
        key=lambda place: abs(place[0] - anchor.start),
    )
    state = AMBIGUOUS if fits.count(best) > 1 else MOVED
    return Anchoring(question.id, state, anchor_at(anchor.source, text, start, end))


def _new(question: Question, text_of: TextOf) -> Iterator[Anchoring]:
    for source in question.sources:
        text = text_of(source) or ""
        places = {place for answer in question.answers or () for place in places_of(answer, text)}
        for start, end in sorted(places):
            state = AMBIGUOUS if len(places) > 1 else PLACED
            yield Anchoring(question.id, state, anchor_at(source, text, start, end))


def anchor_at(source: str, text: str, start: int, end: int) -> Anchor:
    """The anchor of `text[start:end]` with the words around it.

    Args:
        source: The document.
        text: Its text.
        start: Where the words begin, in characters of the text.
        end: Where they end.

    Returns:
        The anchor.
    """
    before, after = text[max(0, start - _AROUND_CHARACTERS) : start], text[end : end + _AROUND_CHARACTERS]
    return Anchor(source, start, end, text[start:end], before, after)


def places_of(words: str, text: str) -> list[Span]:
    """Every place of the words in a text; those inside longer words or numbers only when there are no others."""
    places = list(occurrences(words, text))
    return [place for place in places if is_whole(text, place)] or places


def _fit(anchor: Anchor, text: str, start: int, end: int) -> int:
    """How many characters around the place agree with those around the anchor, white space aside."""
    reach = 2 * _AROUND_CHARACTERS
    before = _common("".join(anchor.before.split())[::-1], "".join(text[max(0, start - reach) : start].split())[::-1])
    return before + _common("".join(anchor.after.split()), "".join(text[end : end + reach].split()))


def _common(first: str, second: str) -> int:
    """Length of the beginning that two texts share."""
    length = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        length += 1
    return length
