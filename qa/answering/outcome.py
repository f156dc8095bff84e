"""From readings to an answer: one reading for each thing that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.reader import Reading
from qa.types import Answer, IndexInfo, Part, Quote, Span
from qa.types.answers import ABSENT, ANSWER, UNSURE

SURE = 0.9  # confidence from which on an answer says in other words what the documents have no word for


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was typed, as it is taken, and the parts that it is made of (one, if it asks for one thing)."""

    typed: str
    taken: str
    parts: tuple[str, ...]


def answer(
    question: Understood, readings: Sequence[Reading], threshold: float, top: int, index: IndexInfo, seconds: float
) -> Answer:
    """Found when a part is; the quotes begin with the first one of each part that is found, never merged.

    Args:
        question: The question.
        readings: Of each of its parts.
        threshold: Confidence below which a part is not found.
        top: At most so many quotes, but one for each part in any case.
        index: Which index was read.
        seconds: How long it took.

    Returns:
        The answer, without choices, counts and figures of several documents.
    """
    found = [bool(reading.quotes) and reading.confidence >= threshold for reading in readings]
    kept = [reading for reading, is_found in zip(readings, found, strict=True) if is_found] or list(readings)
    quotes = _interleaved([reading.quotes for reading in kept])[: max(top, len(kept))]
    parts = [
        Part(text, reading.quotes[0] if is_found else None)
        for text, reading, is_found in zip(question.parts, readings, found, strict=True)
    ]
    unsupported = dict.fromkeys(word for reading in readings for word in reading.unsupported)
    if not any(found) or min(reading.confidence for reading in kept) < SURE:
        unsupported |= dict.fromkeys(word for reading in readings for word in reading.unheard)
    return Answer(
        question=question.typed,
        understood=question.taken,
        found=any(found),
        outcome=ANSWER if any(found) else ABSENT if all(reading.absent for reading in readings) else UNSURE,
        confidence=min(reading.confidence for reading in kept),
        quotes=quotes if any(found) else (),
        nearest=() if any(found) else quotes,
        unsupported=tuple(unsupported),
        parts=tuple(parts) if len(parts) > 1 else (),
        index=index,
        seconds=seconds,
    )


def _interleaved(lists: Sequence[Sequence[Quote]]) -> tuple[Quote, ...]:
    """The first of each list, then the second of each, and so on; what comes twice once."""
    longest = max(map(len, lists), default=0)
    in_turn = (quotes[at] for at in range(longest) for quotes in lists if at < len(quotes))
    found: dict[tuple[str, tuple[Span, ...]], Quote] = {}
    for quote in in_turn:
        found.setdefault(quote.place, quote)
    return tuple(found.values())
