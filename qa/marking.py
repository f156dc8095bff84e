"""Which words of a quote answer: the figure or date that is asked for, else what a small network finds likeliest."""

import re
from collections.abc import Sequence

from embeddings import Matcher
from qa.analysis import passage_tokens, token_spans
from qa.asked import DATE, things_asked_for
from qa.features import Asked
from qa.marker import best_window, features_of, load_marker
from qa.types import Span
from qa.units import longest_windows

_LONGEST = 1500  # characters that are looked at word by word; sentences are shorter, lines without any mark are not
_AROUND = 24  # characters beside a figure that may say what it is the figure of
_PAUSE = re.compile(r"[，,；;、:：。](?!\d)|\s[-–—]\s")
# A figure that does not say of what: its unit is a word that only the network may take with it.
_BARE = re.compile(
    r"[\d\s.,，〇零一二两三四五六七八九十百千万亿萬億余多]*|.*(?:thousand|million|billion|trillion)", re.IGNORECASE
)


def marks(asked: Asked, sentence: str, context: str, lens: Matcher, most: int) -> tuple[Span, ...]:
    """The words of a sentence to highlight.

    The stretch of whole words that the marker finds likeliest to hold the answer. A date that is asked for and stands
    there is marked alone; so is the figure, with its unit, whose surroundings hold most of what the question says beyond
    the title and headings. Nothing in a sentence without letters, or when no word is so short.

    Args:
        asked: The question.
        sentence: The sentence.
        context: Its title and headings.
        lens: Compares tokens.
        most: Characters of such a stretch, at most.
    """
    part = _nearest_part(asked, sentence, lens)
    spans, features = features_of(asked, sentence[part.start : part.end], context, lens)
    windows = list(longest_windows(spans, min(most, _LONGEST // 2)))
    stretch = Span(0, 0)
    if windows:
        first, last = best_window(load_marker()(features), windows)
        stretch = Span(part.start + spans[first].start, part.start + spans[last].end)
    marked = _thing(asked, sentence, context, stretch) or stretch
    return (marked,) if marked.end > marked.start else ()


def _nearest_part(asked: Asked, sentence: str, lens: Matcher) -> Span:
    """The sentence; of one that is longer than any, the part nearest to the question."""
    if len(sentence) <= _LONGEST:
        return Span(0, len(sentence))
    parts = [Span(at, min(at + _LONGEST, len(sentence))) for at in range(0, len(sentence), _LONGEST)]
    telling, near = lens.nearness(asked.text, [sentence[start:end] for start, end in parts])
    return parts[int((near @ telling).argmax())]


def _thing(asked: Asked, sentence: str, context: str, stretch: Span) -> Span | None:
    """The figure with its unit, or the date, that is asked for; None when there is none, or when it is not told which.

    A bare figure does not say of what: its unit, or a month's name, is a word that only the network may take with it.
    """
    things = things_asked_for(asked.kind, sentence, asked.text)
    things = [thing for thing in things if not _BARE.fullmatch(sentence[thing.start : thing.end])]
    if asked.kind == DATE:
        inside = [thing for thing in things if stretch.start <= thing.start and thing.end <= stretch.end]
        return inside[0] if len(inside) == 1 else None
    if not things:
        return None
    given, located = set(passage_tokens(context)), token_spans(sentence)
    return max(things, key=lambda figure: (*_borne_out(asked, given, sentence, located, figure), -figure.start))


def _borne_out(
    asked: Asked, given: set[str], sentence: str, located: Sequence[tuple[str, Span]], thing: Span
) -> tuple[float, float]:
    """How much of the question stands in the same clause as a figure, and how much anywhere around it."""
    start = max((match.end() for match in _PAUSE.finditer(sentence, 0, thing.start)), default=0)
    pause = _PAUSE.search(sentence, thing.end)
    clause = Span(start, pause.start() if pause else len(sentence))
    around = Span(thing.start - _AROUND, thing.end + _AROUND)
    in_clause, nearby = (
        {token for token, span in located if span.start >= place.start and span.end <= place.end}
        for place in (clause, around)
    )
    return asked.coverage(in_clause, given), asked.coverage(nearby, given)
