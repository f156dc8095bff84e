"""From hits to quotes: which sentences, which words to mark, how sure, or not found.

Two small networks over the features of `features` and the words of `closeness`, fitted by `benchmarks/fit_reader.py` on public reading
comprehension sets: one ranks the sentences, one says how likely the best of them answers at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from embeddings import Matcher
from qa.boundaries import whole
from qa.extent import extended
from qa.features import FEATURES, Asked, Candidate, Idf, candidates
from qa.imprint import citation, imprint
from qa.marking import marks
from qa.naming import is_name, is_surely_name
from qa.spans import cut
from qa.tabular import asked_cell
from qa.types import Hit, Quote, Span
from qa.unsupported import missing_dates, missing_pairs, missing_words
from qa.weights import Numbers, load_weights
from qa.why import shared_words

# Confidence below which the answer is "not found". In a mix where two of three questions have no answer, four of five quotes
# are right above 0.41 (CMRC 2018 trial) and 0.27 (DRCD dev); fitted without the set, above 0.75 and 0.18
# (`python -m benchmarks.fit_reader`).
THRESHOLD = 0.4
NOT_BORNE_OUT = 0.2  # confidence, at most, when a year or name of the question is not the quote's
# A neighbour this likely, against the best sentence, is quoted with it: one of the two answers. On the development sets
# first quotes become right for 2 more of 100 questions, and 7 to 8% longer.
JOINED = 0.25
# The same where the later of the two points back to the earlier (this, it): the answer is as often what it points to.
POINTING = 0.05
_BACK = FEATURES.index("back")
_LONGEST_CELL = 40  # characters of a cell that is marked as a whole
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
    found, close = candidates(asked, hits, lens, opening)
    if close is None:
        return Reading((), 0.0)
    weights = load_weights()
    features = np.stack([candidate.features for candidate in found])
    scores = weights.ranking(features, close)
    order = sorted(range(len(found)), key=lambda at: (-scores[at], at))
    chances = softmax(scores)
    rows = [candidate.hit.row for candidate in found]
    evidence = evidence_of(features, scores, rows)
    confidence = float(1 / (1 + np.exp(-weights.confidence(evidence[None], close.of(order[0]))[0])))
    dated = missing_dates(question, found[order[0]].hit.passage, opening)
    # What is written in another script has none of the question's words, and lacks no name for that.
    foreign = bool(found[order[0]].feature("foreign"))
    words = [] if foreign else missing_words(question, holds)
    # Two characters of a name may have other neighbours elsewhere: 疆 in 新疆工匠, where 疆工 is known.
    names = [
        pair
        for pair in ([] if foreign else missing_pairs(question, holds))
        if is_surely_name(pair) and not any(pair in word for word in words)
    ]
    if dated or names or any(map(is_name, words)):
        confidence = min(confidence, NOT_BORNE_OUT)
    quotes: dict[str, Quote] = {}
    first = run_of(features, scores, rows)
    for run in (first, *(range(at, at + 1) for at in order if at not in first)):
        # The same sentence printed twice is one answer.
        quote = _quote(asked, [found[at] for at in run], float(sum(chances[at] for at in run)), lens, opening)
        quotes.setdefault(quote.text, quote)
        if len(quotes) == top:
            break
    return Reading(tuple(quotes.values()), confidence, tuple(dict.fromkeys((*dated, *names, *words))))


def run_of(features: Numbers, scores: Numbers, rows: Sequence[int]) -> range:
    """The candidates that are quoted first: the best one, with a neighbour in its passage that is nearly as likely.

    Args:
        features: Of each candidate, (n, features).
        scores: Of each candidate, (n,); the sentences of a passage stand next to each other, in order.
        rows: The passage of each candidate.
    """
    best = int(np.argmax(scores))
    beside = [at for at in (best - 1, best + 1) if 0 <= at < len(rows) and rows[at] == rows[best]]
    margins = {}
    for at in beside:
        enough = POINTING if features[max(at, best), _BACK] else JOINED
        margins[at] = float(scores[at] - scores[best]) - float(np.log(enough))
    other = max(margins, key=margins.__getitem__, default=best)
    if margins.get(other, 0.0) < 0:
        other = best
    return range(min(best, other), max(best, other) + 1)


def evidence_of(features: Numbers, scores: Numbers, rows: Sequence[int]) -> Numbers:
    """What confidence is judged by: the best sentence's features, and how far the run that is quoted stands out.

    Args:
        features: Of each candidate, (n, features).
        scores: Of each candidate, (n,).
        rows: The passage of each candidate.

    Returns:
        (features + 3,): the features, the run's share of the softmax, and by how much its best sentence beats the best of
        the others in its own passage and in other ones.
    """
    best = int(np.argmax(scores))
    same = np.asarray(rows) == rows[best]
    run = run_of(features, scores, rows)
    own = np.where(same, scores, -np.inf)
    own[run.start : run.stop] = -np.inf
    others = np.where(same, -np.inf, scores)
    margins = [min(float(scores[best] - rivals.max()), _WIDEST) / _WIDEST for rivals in (own, others)]
    share = softmax(scores)[run.start : run.stop].sum()
    return np.concatenate([features[best], [share, *margins]])


def softmax(scores: Numbers) -> Numbers:
    """Shares that add up to 1, by the exponentials of the scores."""
    powers = np.exp(scores - scores.max())
    chances: Numbers = powers / powers.sum()
    return chances


def _quote(asked: Asked, run: Sequence[Candidate], score: float, lens: Matcher, opening: Callable[[str], str]) -> Quote:
    """The quote of a run of sentences, with those that it cannot be quoted without."""
    passage = run[0].hit.passage
    first, last = whole(passage.text, passage.sentences, passage.sentences.index(run[0].span))
    for candidate in run[1:]:
        further = whole(passage.text, passage.sentences, passage.sentences.index(candidate.span))
        first, last = min(first, further[0]), max(last, further[1])
    first, last = extended(asked.kind, passage.text, passage.sentences, first, last)
    quoted = Span(passage.sentences[first].start, passage.sentences[last].end)
    chosen = Span(run[0].span.start, run[-1].span.end)
    text, offset = passage.text[quoted.start : quoted.end], chosen.start - quoted.start
    cell = asked_cell(passage, chosen, asked.weights)
    marked: tuple[Span, ...]
    if cell and cell.end - cell.start <= _LONGEST_CELL:
        marked = (Span(cell.start - chosen.start, cell.end - chosen.start),)
    else:
        marked = marks(asked, passage.text[chosen.start : chosen.end], passage.context, lens, len(text) // 2)
    quote = Quote(
        text=text,
        spans=cut(passage.spans, quoted.start, quoted.end),
        marks=tuple(Span(start + offset, end + offset) for start, end in marked),
        score=score,
        passage=passage,
        shared=shared_words(asked.text, f"{passage.context}\n{text}"),
        holds=asked.kind if any(candidate.feature("holds") for candidate in run) else "",
    )
    printed = imprint(opening(passage.source))
    line = citation(passage.title, passage.headings, passage.page, passage.source, printed, ocr=quote.ocr)
    return replace(quote, citation=line)
