"""From hits to quotes: which sentences, which words to mark, how sure, or not found.

Two small networks over the features of `features`, fitted by `benchmarks/fit_reader.py` on public reading
comprehension sets: one ranks the sentences, one says how likely the best of them answers at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from embeddings import Matcher
from qa.boundaries import whole
from qa.extent import extended
from qa.features import Asked, Candidate, Idf, candidates
from qa.imprint import citation, imprint
from qa.marking import marks
from qa.naming import is_name, is_surely_name
from qa.spans import cut
from qa.types import Hit, Quote, Span
from qa.unsupported import missing_dates, missing_pairs, missing_words
from qa.weights import Numbers, load_weights
from qa.why import shared_words

# Confidence below which the answer is "not found". On the development sets four of five quotes above it are right, in a
# mix where two of three questions have no answer (`python -m benchmarks.fit_reader`).
THRESHOLD = 0.4
NOT_BORNE_OUT = 0.2  # confidence, at most, when a year or name of the question is not the quote's
_WIDEST = 10.0  # of a margin between scores: beyond it, more says nothing more


@dataclass(frozen=True, slots=True)
class Reading:
    """The best sentences as quotes, best first, and how likely the first one answers (0 to 1).

    `unsupported` are words of the question that no document has, and years that the first quote's has not.
    """

    quotes: tuple[Quote, ...]
    confidence: float
    unsupported: tuple[str, ...] = ()


def read(
    question: str,
    hits: Sequence[Hit],
    idf: Idf,
    holds: Callable[[str], bool],
    lens: Matcher,
    opening: Callable[[str], str],
    top: int,
) -> Reading:
    """Pick the sentences of `hits` that answer `question`.

    Args:
        question: The question.
        hits: Retrieved passages, best first.
        idf: How rare a term is in the index.
        holds: Whether a term stands anywhere in the index.
        lens: Compares the question with texts token by token.
        opening: The first words of a document, by its source; a report names its year and place there.
        top: At most so many quotes.
    """
    asked = Asked.of(question, idf)
    found = candidates(asked, hits, lens, opening)
    if not found:
        return Reading((), 0.0)
    weights = load_weights()
    features = np.stack([candidate.features for candidate in found])
    scores = weights.ranking(features)
    order = sorted(range(len(found)), key=lambda at: (-scores[at], at))
    chances = softmax(scores)
    evidence = evidence_of(features, scores, [candidate.hit.row for candidate in found])
    confidence = float(1 / (1 + np.exp(-weights.confidence(evidence[None])[0])))
    dated = missing_dates(question, found[order[0]].hit.passage, opening)
    words = missing_words(question, holds)
    # Two characters of a name may have other neighbours elsewhere: 疆 in 新疆工匠, where 疆工 is known.
    names = [
        pair
        for pair in missing_pairs(question, holds)
        if is_surely_name(pair) and not any(pair in word for word in words)
    ]
    if dated or names or any(map(is_name, words)):
        confidence = min(confidence, NOT_BORNE_OUT)
    quotes: dict[str, Quote] = {}
    for at in order:
        # The same sentence printed twice is one answer.
        quote = _quote(asked, found[at], float(chances[at]), opening)
        quotes.setdefault(quote.text, quote)
        if len(quotes) == top:
            break
    return Reading(tuple(quotes.values()), confidence, tuple(dict.fromkeys((*dated, *names, *words))))


def evidence_of(features: Numbers, scores: Numbers, rows: Sequence[int]) -> Numbers:
    """What confidence is judged by: the best sentence's features, and how far it stands out.

    Args:
        features: Of each candidate, (n, features).
        scores: Of each candidate, (n,).
        rows: The passage of each candidate.

    Returns:
        (features + 3,): the features, the best one's share of the softmax, and by how much it beats the best of its own
        passage and of the others.
    """
    best = int(np.argmax(scores))
    same = np.asarray(rows) == rows[best]
    own = np.where(same, scores, -np.inf)
    own[best] = -np.inf
    others = np.where(same, -np.inf, scores)
    margins = [min(float(scores[best] - rivals.max()), _WIDEST) / _WIDEST for rivals in (own, others)]
    return np.concatenate([features[best], [softmax(scores)[best], *margins]])


def softmax(scores: Numbers) -> Numbers:
    """Shares that add up to 1, by the exponentials of the scores."""
    powers = np.exp(scores - scores.max())
    chances: Numbers = powers / powers.sum()
    return chances


def _quote(asked: Asked, candidate: Candidate, score: float, opening: Callable[[str], str]) -> Quote:
    """The quote of a sentence, with the sentences that it cannot be quoted without."""
    passage, span = candidate.hit.passage, candidate.span
    first, last = whole(passage.text, passage.sentences, passage.sentences.index(span))
    first, last = extended(asked.kind, passage.text, passage.sentences, first, last)
    run = Span(passage.sentences[first].start, passage.sentences[last].end)
    text, offset = passage.text[run.start : run.end], span.start - run.start
    marked = marks(asked, candidate.text, passage.context)
    quote = Quote(
        text=text,
        spans=cut(passage.spans, run.start, run.end),
        marks=tuple(Span(start + offset, end + offset) for start, end in marked),
        score=score,
        passage=passage,
        shared=shared_words(asked.text, f"{passage.context}\n{text}"),
        holds=asked.kind if candidate.feature("holds") else "",
    )
    printed = imprint(opening(passage.source))
    line = citation(passage.title, passage.headings, passage.page, passage.source, printed, ocr=quote.ocr)
    return replace(quote, citation=line)
