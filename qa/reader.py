"""From hits to quotes: which sentences, which words to mark, how sure, or not found.

Two small linear models over the features of `features`, fitted by `benchmarks/fit_reader.py` on public reading
comprehension sets: one ranks the sentences, one says how likely the best of them answers at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.analysis import token_spans
from qa.asked import OTHER, things_asked_for
from qa.features import SENTENCE_FEATURES, Asked, Candidate, Idf, Similarity, candidates
from qa.spans import cut
from qa.types import Hit, Quote, Span
from qa.weights import CONFIDENCE_BIAS, CONFIDENCE_WEIGHTS, RANKING_WEIGHTS

THRESHOLD = 0.5  # confidence below which the answer is "not found"
_AROUND = 24  # characters beside a figure that say what it is the figure of


@dataclass(frozen=True, slots=True)
class Reading:
    """The best sentences as quotes, best first, and how likely the first one answers (0 to 1)."""

    quotes: tuple[Quote, ...]
    confidence: float


def read(question: str, hits: Sequence[Hit], idf: Idf, similarity: Similarity, top: int) -> Reading:
    """Pick the sentences of `hits` that answer `question`.

    Args:
        question: The question.
        hits: Retrieved passages, best first.
        idf: How rare a term is in the index.
        similarity: Cosine of the question with each of the given texts.
        top: At most so many quotes.
    """
    asked = Asked.of(question, idf)
    found = candidates(asked, hits, similarity)
    if not found:
        return Reading((), 0.0)
    features = np.stack([candidate.features for candidate in found])
    scores = features @ RANKING_WEIGHTS
    order = sorted(range(len(found)), key=lambda at: (-scores[at], at))
    chances = _softmax(scores)
    confidence = _confidence(features[order[0]])
    quotes: dict[str, Quote] = {}
    for at in order:
        # The same sentence printed twice is one answer.
        quotes.setdefault(found[at].text, _quote(asked, found[at], float(chances[at])))
        if len(quotes) == top:
            break
    return Reading(tuple(quotes.values()), confidence)


def _confidence(features: NDArray[np.float64]) -> float:
    return float(1 / (1 + np.exp(-(features @ CONFIDENCE_WEIGHTS + CONFIDENCE_BIAS))))


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max())
    chances: NDArray[np.float64] = powers / powers.sum()
    return chances


def _quote(asked: Asked, candidate: Candidate, score: float) -> Quote:
    passage, span = candidate.hit.passage, candidate.span
    return Quote(
        text=candidate.text,
        spans=cut(passage.spans, span.start, span.end),
        marks=marks(asked, candidate.text),
        score=score,
        passage=passage,
    )


def marks(asked: Asked, sentence: str) -> tuple[Span, ...]:
    """The words of a sentence to highlight.

    For a question that asks for a figure or a date, the one whose surroundings hold most of the question; else the
    words that the sentence shares with the question.
    """
    things = things_asked_for(asked.kind, sentence, asked.text)
    located = token_spans(sentence)
    if asked.kind != OTHER and things:
        return (max(things, key=lambda thing: (_borne_out(asked, located, thing), -thing.start)),)
    shared = [span for token, span in located if span.end - span.start > 1 and token in asked.weights]
    return _merged(shared)


def _borne_out(asked: Asked, located: Sequence[tuple[str, Span]], thing: Span) -> float:
    """How much of the question stands right around a figure."""
    near = {
        token for token, span in located if span.start >= thing.start - _AROUND and span.end <= thing.end + _AROUND // 2
    }
    return asked.coverage(near)


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping and touching spans put together, in order."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


assert RANKING_WEIGHTS.shape == CONFIDENCE_WEIGHTS.shape == (len(SENTENCE_FEATURES),)
