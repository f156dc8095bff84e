"""From hits to quotes: which sentences, which words to mark, how sure, or not found.

Two small networks over the evidence of `joined`, fitted by `benchmarks/fit_joined.py`: one ranks the sentences, one says how likely the
best of them answers at all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa.question.answer_type import asked_for, without_interrogatives
from qa.question.contrasts import contrast
from qa.question.follow_up import asked_last
from qa.question.near_names import stands_nearly
from qa.quoting.boundaries import whole
from qa.quoting.extent import extended
from qa.quoting.imprint import citation, imprint
from qa.quoting.numbered_items import asked_number
from qa.quoting.why import held, only_above, shared_words
from qa.reader import lacking as lacks
from qa.reader.by_place import below_the_question, numbered_items
from qa.reader.joined import EVIDENCE, above
from qa.reader.joint_model import Numbers, load_weights
from qa.reader.judging import Judged, judge
from qa.reader.marks import marks
from qa.reader.named_rows import is_cell_empty, named_cell, named_instead
from qa.reader.readers import Reader, load_reader
from qa.text.analyzer import tokens
from qa.text.spans import cut
from qa.text.table_rows import asked_cell, cell_of, headed_cell
from qa.text.term_statistics import TermStatistics
from qa.types import Hit, Passage, Quote, Span

# Log-odds between a document of another year and one of the year that is asked for. The network has learnt little of it: hardly a set
# that it was fitted on has dated documents. Of 160 questions on an archive of reports 0.77 have the right sentence first, without it 0.74; from 3 to 7 do
# as well, and elsewhere nothing moves.
YEAR_FITS = 4.0
# Confidence, at least, in the one item whose number is asked for, and in what stands below the question itself.
BY_NUMBER = 0.6
BY_CELL = 0.6  # the same in the one row of a table that the question names by a cell, with the column that it names
NOT_BORNE_OUT = 0.2  # confidence, at most, when a year or name of the question is not the quote's
# The same when the quote is about another one of the kind that is asked for: so it is for 21 of 26 near misses (evals/near_misses.jsonl),
# and for none of 586 right answers to the other sets of evals/.
NEAR_MISS = 0.3
# A neighbour this likely, against the best sentence, is quoted with it: one of the two answers. On the development sets
# first quotes become right for 2 more of 100 questions, and 7 to 8% longer.
JOINED = 0.25
# The same where the later of the two points back to the earlier (this, it): the answer is as often what it points to.
POINTING = 0.05
_BACK, _YEAR = EVIDENCE.index("back"), EVIDENCE.index("year_fits")
_WIDEST_MARGIN = 10.0  # of a margin between scores: beyond it, more says nothing more


@dataclass(frozen=True, slots=True)
class Reading:
    """The best sentences as quotes, best first, and how likely the first one answers (0 to 1).

    Attributes:
        quotes: The quotes.
        confidence: How likely the first one answers.
        unsupported: Names and codes of the question that no document has, and years and numbers that the first quote's lacks.
        absent: Whether the evidence says that the documents do not say.
        unheard: Other things of the question that no document has by that word.
    """

    quotes: tuple[Quote, ...]
    confidence: float
    unsupported: tuple[str, ...] = ()
    absent: bool = True
    unheard: tuple[str, ...] = ()


def read(
    question: str,
    hits: Sequence[Hit],
    terms: TermStatistics,
    opening: Callable[[str], str],
    top: int,
    reader: Reader | None = None,
    document_text: Callable[[str], str] = lambda _: "",
    nearer: Callable[[Passage], float] = lambda _: 0.0,
    read_as: str = "",
) -> Reading:
    """Pick the sentences of `hits` that answer `question`.

    Args:
        question: The question.
        hits: Retrieved passages, best first.
        terms: Those of the index.
        opening: The first words of a document, by its source; a report names its year and place there.
        top: At most so many quotes.
        reader: What reads the passages; by default the one that comes with the code.
        document_text: The text of a document, by its source; empty where it is not known.
        nearer: By how much, in log-odds, a passage is nearer to what is spoken of.
        read_as: The question behind those that it goes on from, as the network reads it; the question itself by default.

    Returns:
        Quotes, best first, and how sure it is of the first.
    """
    reader = reader or load_reader()
    judged = judge(question, hits, terms, opening, reader, read_as=read_as)
    if judged and reader.most < reader.before_silence and lacks.likeliest(judged) < lacks.READ_ON:
        more = reader._replace(most=reader.before_silence)
        judged = judge(question, hits, terms, opening, more, judged, read_as)
    if judged is None:
        return Reading((), 0.0)
    weights = load_weights()
    scores = scores_of(weights.ranking, judged.evidence)
    scores = scores + np.array([nearer(candidate.hit.passage) for candidate in judged.found])
    asked = asked_last(question)
    numbered, asked_there = numbered_items(asked, judged), below_the_question(asked, judged)
    scores[numbered or asked_there] += _WIDEST_MARGIN
    best = int(np.argmax(scores))
    said = evidence_of(judged.evidence, scores, judged.rows)
    confidence = float(1 / (1 + np.exp(-weights.confidence(said[None])[0])))
    if len(numbered) == 1 or (asked_there and not numbered):
        confidence = max(confidence, BY_NUMBER)
    cell = named_cell(asked, judged, lambda passage: lacks.near_text(passage, opening))
    confidence = confidence if cell is None else max(confidence, BY_CELL)
    named = named_instead(asked, judged, best) if cell is None else cell
    if named is not None:  # how sure one may be of the table stays what it is
        scores[named] = scores[best] + 1.0
        best = named
    lacking = lacks.what_is_lacking(question, judged, best, hits, opening)
    if numbered:  # rule 3 is there, printed as 3.
        lacking = [words for words in lacking if asked_number(words) is None]
    denying = [words for words in lacking if lacks.denies(words, judged, best)]
    elsewhere = lacks.of_another_place(question, judged.found[best].hit.passage, opening, document_text)
    if denying or elsewhere or is_cell_empty(asked, judged.found[best]):
        confidence = min(confidence, NOT_BORNE_OUT)
    texts = [each.passage.text for each in hits]
    unsaid = tuple(words for words in lacking if not lacks.said_otherwise(words, hits[0].passage))
    none = [words for words in unsaid if lacks.tells_of_none(words, judged, best) and not stands_nearly(words, texts)]
    absent = bool(none) or lacks.says_nothing(judged, hits)
    quotes = _quotes(_Asked.of(read_as or question, terms), judged, scores, opening, top)
    if confidence > NEAR_MISS and contrast(asked, quotes[0].text, above(quotes[0].passage)):
        confidence = NEAR_MISS
    return Reading(quotes, confidence, unsaid, absent, tuple(judged.words))


def scores_of(ranking: Callable[[Numbers], Numbers], evidence: Numbers) -> Numbers:
    """What sentences are ranked by.

    Args:
        ranking: The network that ranks.
        evidence: Of each candidate, (n, columns).

    Returns:
        Of each candidate, (n,).
    """
    scores: Numbers = ranking(evidence) + YEAR_FITS * evidence[:, _YEAR]
    return scores


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, its terms with how rare each is in the index, what it asks for, and with the questions that it goes on from."""

    text: str
    weights: Mapping[str, float]
    kind: str
    behind: str

    @classmethod
    def of(cls, question: str, terms: TermStatistics) -> "_Asked":
        asked = asked_last(question)
        weights = {term: terms.idf(term) for term in tokens(without_interrogatives(asked))}
        return cls(asked, weights, asked_for(asked), question)

    def columns_for(self, row: str) -> str:
        """What says which column is meant: of "and motorcycles?", which names another row alone, the questions before."""
        return self.behind if self.weights.keys() <= set(tokens(row)) else self.text


def _quotes(
    asked: _Asked, judged: Judged, scores: Numbers, opening: Callable[[str], str], top: int
) -> tuple[Quote, ...]:
    """The best `top` sentences as quotes, best first; the first one with a neighbour where that is nearly as likely."""
    chances = softmax(scores)
    best = int(np.argmax(scores))
    first = range(best, best + 1) if _is_row(judged, best) else run_of(judged.evidence, scores, judged.rows)
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
    quotes: dict[str, Quote] = {}
    for run in (first, *(range(at, at + 1) for at in order if at not in first)):
        # The same sentence printed twice is one answer.
        quote = _quote(asked, judged, run, float(sum(chances[at] for at in run)), opening)
        quotes.setdefault(quote.text, quote)
        if len(quotes) == top:
            break
    return tuple(quotes.values())


def _is_row(judged: Judged, at: int) -> bool:
    """Whether a candidate is the row of a table, which is quoted alone."""
    candidate = judged.found[at]
    return any(row.span == candidate.span for table in candidate.hit.passage.tables for row in table.rows)


def run_of(evidence: Numbers, scores: Numbers, rows: Sequence[int]) -> range:
    """The candidates that are quoted first: the best one, with a neighbour in its passage that is nearly as likely.

    Args:
        evidence: Of each candidate, (n, columns).
        scores: Of each candidate, (n,); the sentences of a passage stand next to each other, in order.
        rows: The passage of each candidate.

    Returns:
        Numbers of candidates, side by side.
    """
    best = int(np.argmax(scores))
    beside = [at for at in (best - 1, best + 1) if 0 <= at < len(rows) and rows[at] == rows[best]]
    margins = {}
    for at in beside:
        enough = POINTING if evidence[max(at, best), _BACK] else JOINED
        margins[at] = float(scores[at] - scores[best]) - float(np.log(enough))
    other = max(margins, key=margins.__getitem__, default=best)
    if margins.get(other, 0.0) < 0:
        other = best
    return range(min(best, other), max(best, other) + 1)


def evidence_of(evidence: Numbers, scores: Numbers, rows: Sequence[int]) -> Numbers:
    """What confidence is judged by: the best sentence's evidence, and how far the run that is quoted stands out.

    Args:
        evidence: Of each candidate, (n, columns).
        scores: Of each candidate, (n,).
        rows: The passage of each candidate.

    Returns:
        (columns + 3,): the evidence, the run's share of the softmax, and by how much its best sentence beats the best of
        the others in its own passage and in other ones.
    """
    best = int(np.argmax(scores))
    same = np.asarray(rows) == rows[best]
    run = run_of(evidence, scores, rows)
    own = np.where(same, scores, -np.inf)
    own[run.start : run.stop] = -np.inf
    others = np.where(same, -np.inf, scores)
    margins = [min(float(scores[best] - rivals.max()), _WIDEST_MARGIN) / _WIDEST_MARGIN for rivals in (own, others)]
    share = softmax(scores)[run.start : run.stop].sum()
    return np.concatenate([evidence[best], [share, *margins]])


def softmax(scores: Numbers) -> Numbers:
    """Shares that add up to 1, by the exponentials of the scores."""
    powers = np.exp(scores - scores.max())
    chances: Numbers = powers / powers.sum()
    return chances


def _quote(asked: _Asked, judged: Judged, at: range, score: float, opening: Callable[[str], str]) -> Quote:
    """The quote of a run of sentences, with those that it cannot be quoted without."""
    run = judged.found[at.start : at.stop]
    passage = run[0].hit.passage
    first, last = whole(passage.text, passage.sentences, passage.sentences.index(run[0].span))
    for candidate in run[1:]:
        further = whole(passage.text, passage.sentences, passage.sentences.index(candidate.span))
        first, last = min(first, further[0]), max(last, further[1])
    first, last = extended(asked.kind, passage.text, passage.sentences, first, last)
    quoted = Span(passage.sentences[first].start, passage.sentences[last].end)
    text = passage.text[quoted.start : quoted.end]
    answer = max(judged.answers[at.start : at.stop])
    found = Span(answer.start, answer.end)
    columns = asked.columns_for(passage.text[slice(*run[0].span)])
    marked = headed_cell(passage, run[0].span, found, columns) or cell_of(passage, found)
    marked = marked or asked_cell(passage, run[0].span, asked.weights) or found
    shown = marks(passage.text, marked, quoted)
    shared = shared_words(asked.text, f"{passage.context}\n{text}")
    quote = Quote(
        text=text,
        spans=cut(passage.spans, quoted.start, quoted.end),
        marks=shown,
        score=score,
        passage=passage,
        shared=shared,
        above=only_above(shared, asked.text, text),
        holds=held(asked.kind, "".join(text[slice(*span)] for span in shown), asked.text),
    )
    printed = imprint(opening(passage.source))
    line = citation(passage.title, passage.headings, passage.page, passage.source, printed, ocr=quote.ocr)
    return replace(quote, citation=line)
