"""Equal passages and sentences count once, whatever number of documents they stand in; the others are named as copies.

An answer that stands in three copies of a notice would else be its own rival: each is as good as the next one, and the
confidence that one of them stands out is low.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.text.spans import cut
from qa.types import Copy, Hit, Quote

_SHORTEST_CHARACTERS = 6  # characters of a sentence that is told to be a copy
_MOST_PASSAGES = 40  # passages that are looked at for one question


@dataclass(frozen=True, slots=True)
class Distinct:
    """Passages without what earlier ones say too, and all of those that were looked at."""

    hits: list[Hit]
    seen: list[Hit]


def distinct(ranked: Iterator[list[Hit]], wanted: int) -> Distinct:
    """The first `wanted` passages that say something of their own.

    Args:
        ranked: The passages, best first, some at once.
        wanted: How many.

    Returns:
        The passages as hits, and where else their words stand.
    """
    kept: list[Hit] = []
    seen: list[Hit] = []
    said: set[str] = set()
    for hits in ranked:
        for hit in hits:
            seen.append(hit)
            own = without(hit, said.__contains__)
            said |= {folded(hit.passage.text[slice(*span)]) for span in hit.passage.sentences}
            if own:
                kept.append(own)
            if len(kept) == wanted:
                return Distinct(kept, seen)
        if len(seen) >= _MOST_PASSAGES:
            break
    return Distinct(kept, seen)


def without(hit: Hit, told: Callable[[str], bool]) -> Hit | None:
    """A passage without the sentences of which something is told; None where none is left."""
    passage = hit.passage
    texts = [folded(passage.text[slice(*span)]) for span in passage.sentences]
    left = tuple(
        span
        for span, text in zip(passage.sentences, texts, strict=True)
        if len(text) < _SHORTEST_CHARACTERS or not told(text)
    )
    if len(left) == len(passage.sentences):
        return hit
    return replace(hit, passage=replace(passage, sentences=left)) if left else None


def with_copies(quote: Quote, seen: Sequence[Hit]) -> Quote:
    """A quote with the places where the same words stand in other documents."""
    copies: list[Copy] = []
    for hit in seen:
        passage = hit.passage
        at = passage.text.find(quote.text)
        if at >= 0 and passage.source != quote.passage.source:
            spans = cut(passage.spans, at, at + len(quote.text))
            copies.append(Copy(passage.source, passage.title, spans, passage.page))
    return replace(quote, copies=tuple(copies)) if copies else quote


def folded(text: str) -> str:
    """A text by its words, white space aside."""
    return "".join(text.split())
