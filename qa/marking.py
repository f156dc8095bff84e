"""Which words of a quote answer: the figure or date that is asked for, else the stretch beside what the question says."""

import math
import re
from collections.abc import Sequence

from qa.analysis import passage_tokens, token_spans
from qa.asked import things_asked_for
from qa.features import Asked
from qa.types import Span

_AROUND = 24  # characters beside a figure that may say what it is the figure of
_PAUSE = re.compile(r"[，,；;、:：。](?!\d)|\s[-–—]\s")
# A word, or a character of a script without blanks between words.
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+")
# How far the words of the question reach, in characters, and how much of a sentence is marked at most. On DRCD dev, of
# sentences that hold the answer the mark holds it in 0.56 (words that both share: 0.14); on XQuAD en in 0.58 (0.09).
_REACH = 12.0
_MOST = 0.5


def marks(asked: Asked, sentence: str, context: str) -> tuple[Span, ...]:
    """The words of a sentence to highlight.

    For a question that asks for a figure or a date, the one whose surroundings hold most of what the question says
    beyond the title and headings (`context`); else the stretch of at most half the sentence that the question does not
    say itself and that stands nearest to what it says. Nothing in a sentence without letters.
    """
    located = token_spans(sentence)
    things = things_asked_for(asked.kind, sentence, asked.text)
    if things:
        given = set(passage_tokens(context))
        return (max(things, key=lambda thing: (*_borne_out(asked, given, sentence, located, thing), -thing.start)),)
    nearby = _beside(asked, sentence, located)
    return (nearby,) if nearby else ()


def _beside(asked: Asked, sentence: str, located: Sequence[tuple[str, Span]]) -> Span | None:
    said = [0.0] * len(sentence)
    for token, span in located:
        for at in range(*span):
            said[at] = max(said[at], asked.weights.get(token, 0.0) / (span.end - span.start))
    reached = [a + b for a, b in zip(_faded(said), reversed(_faded(said[::-1])), strict=True)]
    new = [character.isalnum() and not told for character, told in zip(sentence, said, strict=True)]
    sums = [0.0]
    for value, is_new in zip(reached, new, strict=True):
        sums.append(sums[-1] + (value if is_new else 0.0))
    length = int(len(sentence) * _MOST)
    starts = range(len(sentence) - length + 1)
    start = max(starts, key=lambda at: sums[at + length] - sums[at])
    end = start + length
    while start < end and not new[start]:
        start += 1
    while start < end and not new[end - 1]:
        end -= 1
    return _whole_words(sentence, Span(start, end)) if start < end else None


def _faded(values: Sequence[float]) -> list[float]:
    """At each place the sum of what stands before it, each the less the farther it is."""
    total, faded = 0.0, []
    for value in values:
        total = total * math.exp(-1 / _REACH) + value
        faded.append(total)
    return faded


def _whole_words(sentence: str, span: Span) -> Span | None:
    """The span without pieces of words at its ends, in scripts that write words apart; itself when nothing is left."""
    inside = [
        Span(*word.span())
        for word in _WORDS.finditer(sentence)
        if span.start <= word.start() and word.end() <= span.end
    ]
    return Span(inside[0].start, inside[-1].end) if inside else span


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
