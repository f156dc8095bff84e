"""From hits to quotes: which sentences, which words to mark, how sure, or not found.

Two small linear models over the features of `features`, fitted by `benchmarks/fit_reader.py` on public reading
comprehension sets: one ranks the sentences, one says how likely the best of them answers at all.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.analysis import normalise, token_spans, tokens
from qa.asked import OTHER, things_asked_for
from qa.features import Asked, Candidate, Idf, Similarity, candidates
from qa.spans import cut
from qa.types import Hit, Passage, Quote, Span
from qa.weights import WITH_WORDS, WITHOUT_WORDS, Weights

# Confidence below which the answer is "not found". Chosen so that three of four first quotes are right on the
# development sets, in a mix where two of three questions have no answer (`python -m benchmarks.fit_reader`).
THRESHOLD = 0.4
NOT_BORNE_OUT = 0.2  # confidence, at most, in a quote from another year than the one asked about
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
WORDS_SHARED = 0.08  # BM25 score of the best hit; across languages it is lower for 19 of 20 questions
_AROUND = 24  # characters beside a figure that may say what it is the figure of
_PAUSE = re.compile(r"[，,；;、:：。](?!\d)|\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class Reading:
    """The best sentences as quotes, best first, and how likely the first one answers (0 to 1)."""

    quotes: tuple[Quote, ...]
    confidence: float


def read(
    question: str,
    hits: Sequence[Hit],
    idf: Idf,
    similarity: Similarity,
    opening: Callable[[str], str],
    top: int,
) -> Reading:
    """Pick the sentences of `hits` that answer `question`.

    Args:
        question: The question.
        hits: Retrieved passages, best first.
        idf: How rare a term is in the index.
        similarity: Cosine of the question with each of the given texts.
        opening: The first words of a document, by its source; a report names its year and place there.
        top: At most so many quotes.
    """
    asked = Asked.of(question, idf)
    found = candidates(asked, hits, similarity)
    if not found:
        return Reading((), 0.0)
    weights = weights_for(hits)
    features = np.stack([candidate.features for candidate in found])
    scores = features @ weights.ranking
    order = sorted(range(len(found)), key=lambda at: (-scores[at], at))
    chances = _softmax(scores)
    confidence = _confidence(features[order[0]], weights)
    if not years_are_borne_out(question, found[order[0]].hit.passage, opening):
        confidence = min(confidence, NOT_BORNE_OUT)
    quotes: dict[str, Quote] = {}
    for at in order:
        # The same sentence printed twice is one answer.
        quotes.setdefault(found[at].text, _quote(asked, found[at], float(chances[at])))
        if len(quotes) == top:
            break
    return Reading(tuple(quotes.values()), confidence)


def years_are_borne_out(question: str, passage: Passage, opening: Callable[[str], str]) -> bool:
    """Whether every year of the question stands in the passage, its headings, or the opening of its document.

    The same figure is printed for many years: one from another year is the likeliest wrong quote of all.
    """
    years = set(_YEAR.findall(normalise(question)))
    missing = years - set(_YEAR.findall(normalise(f"{passage.context} {passage.text}")))
    return not missing or missing <= set(_YEAR.findall(normalise(opening(passage.source))))


def weights_for(hits: Sequence[Hit]) -> Weights:
    """The weights for questions that share words with these hits, or for those that don't."""
    shared = max((hit.lexical for hit in hits), default=0.0)
    return WITH_WORDS if shared >= WORDS_SHARED else WITHOUT_WORDS


def _confidence(features: NDArray[np.float64], weights: Weights) -> float:
    return float(1 / (1 + np.exp(-(features @ weights.confidence + weights.bias))))


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max())
    chances: NDArray[np.float64] = powers / powers.sum()
    return chances


def _quote(asked: Asked, candidate: Candidate, score: float) -> Quote:
    passage, span = candidate.hit.passage, candidate.span
    return Quote(
        text=candidate.text,
        spans=cut(passage.spans, span.start, span.end),
        marks=marks(asked, candidate.text, passage.context),
        score=score,
        passage=passage,
    )


def marks(asked: Asked, sentence: str, context: str) -> tuple[Span, ...]:
    """The words of a sentence to highlight.

    For a question that asks for a figure or a date, the one whose surroundings hold most of what the question says
    beyond the title and headings (`context`); else the words that the sentence shares with the question.
    """
    things = things_asked_for(asked.kind, sentence, asked.text)
    located = token_spans(sentence)
    given = set(tokens(context))
    if asked.kind != OTHER and things:
        return (max(things, key=lambda thing: (*_borne_out(asked, given, sentence, located, thing), -thing.start)),)
    shared = [span for token, span in located if span.end - span.start > 1 and token in asked.weights]
    return _merged(shared)


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


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping and touching spans put together, in order."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
