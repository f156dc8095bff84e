"""What the reader looks at: plain features of a question and one sentence of a retrieved passage.

Terms are compared twice: as BM25 counts them, weighted by rarity (exact, and knows what is rare in these documents), and
as tokens of the built-in model (by nearness, so that other words and languages count).
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from embeddings import Matcher
from qa.analysis import is_pair, normalise, passage_tokens, tokens
from qa.asked import DATE, NAME, NUMBER, asked_for, asks_for_list, items, things_asked_for, without_interrogatives
from qa.closeness import SAME, Closeness, closeness, told
from qa.extent import points_back
from qa.naming import Names
from qa.numerals import figures, numbers
from qa.scripts import script_of
from qa.types import Hit, Span

FEATURES = (
    "coverage",  # of the terms that title and headings don't hold, weighted by rarity, in the sentence
    "coverage_near",  # the same in the sentence and its neighbours
    "coverage_context",  # of all terms, in the passage with what stands above it: title, headings, the document's opening
    "coverage_most",  # the largest coverage of a candidate less this one's
    "missing",  # how rare the rarest word or character is that neither of them holds
    "figures",  # the share of the question's numbers that stand there
    "run",  # the longest run of the question's terms that stands in the sentence, as a share of the question
    "novel",  # the share of the sentence's terms that the question does not have
    "match",  # how well the sentence fits, token by token
    "match_near",  # the same of the sentence and its neighbours
    "match_most",  # the largest match of a candidate less this one's
    "soft",  # nearness of the tokens that title and headings don't hold to the sentence's
    "soft_context",  # nearness of all tokens to those of the passage and what stands above it
    "soft_missing",  # how telling the token is that is farthest from all of these
    "exact_missing",  # how telling the most telling token is that none of these holds itself
    "sibling",  # and how near its nearest neighbour there is: another name of the same kind
    "name_missing",  # the most name-like token that none of these holds itself: another place, another person
    "name",  # the most name-like token of the question
    "lexical",  # BM25 score of the passage
    "dense",  # its closeness by vectors
    "hit",  # its fused score against the best passage's
    "rank",  # one over its rank
    "lexical_most",  # the best BM25 score: whether question and documents share words at all
    "number",  # a figure is asked for
    "date",  # a date is asked for
    "holds",  # a figure or date is asked for, and here is one
    "lacks",  # ... and here is none
    "name_asked",  # who or where is asked
    "named",  # how much the most name-like token is one that the question does not have
    "list_asked",  # several things are asked for
    "items",  # how much the sentence looks like a list
    "first",  # it begins its passage
    "back",  # it begins by pointing back: this, it, he
    "foreign",  # the passage is written in another script than the question
)
Idf = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted: where it stands in its hit's passage, and its features."""

    hit: Hit
    span: Span
    features: NDArray[np.float64]

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.passage.text[self.span.start : self.span.end]

    def feature(self, name: str) -> float:
        """One feature by name."""
        return float(self.features[FEATURES.index(name)])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the reader sees it: its terms with their weights, and what it asks for."""

    text: str
    terms: tuple[str, ...]
    weights: dict[str, float]
    nowhere: float
    kind: str
    idf: Idf

    @classmethod
    def of(cls, question: str, idf: Idf) -> "Asked":
        """Look at a question; `idf` says how rare a term is in the index."""
        terms = tuple(tokens(without_interrogatives(question)))
        weights = {term: idf(term) for term in terms}
        # No term is empty, so this is how rare a term is that stands nowhere.
        return cls(question, terms, weights, idf(""), asked_for(question), idf)

    def coverage(self, present: Set[str], given: Set[str] = frozenset()) -> float:
        """The share of the question's terms, weighted by rarity, that is present; terms that are `given` don't count."""
        wanted = {term: weight for term, weight in self.weights.items() if term not in given}
        total = sum(wanted.values())
        return sum(weight for term, weight in wanted.items() if term in present) / total if total else 1.0

    def missing(self, present: Set[str]) -> float:
        """How rare the rarest single word, number or character is that is not present; 1 when it stands nowhere.

        One unheard-of name makes another question of it: the same figure is printed for many places and people.
        """
        singles = (term for term in self.weights if not term.endswith("*") and (len(term) == 1 or not is_pair(term)))
        rarest = max((self.weights[term] for term in singles if term not in present), default=0.0)
        return rarest / self.nowhere if self.nowhere else 0.0

    def rarity(self, piece: str) -> float:
        """How rare a piece of the question is in the index, from 0 to 1: the mean of its terms."""
        terms = tokens(piece) or [piece]
        return sum(map(self.idf, terms)) / len(terms) / self.nowhere if self.nowhere else 0.0

    def figures(self, text: str) -> float:
        """The share of the question's numbers that `text` holds, in digits or in words; 1 when it has none."""
        asked, present = figures(self.text), numbers(text)
        return sum(not present.isdisjoint(each) for each in asked) / len(asked) if asked else 1.0

    def run(self, present: Set[str]) -> float:
        """The longest run of terms, in the question's order, that is present, as a share of them."""
        longest = length = 0
        for term in self.terms:
            length = length + 1 if term in present else 0
            longest = max(longest, length)
        return longest / len(self.terms) if self.terms else 0.0


def candidates(
    asked: Asked, hits: Sequence[Hit], lens: Matcher, opening: Callable[[str], str]
) -> tuple[list[Candidate], Closeness | None]:
    """Every sentence of the hits, with its features, and how each token of the question fares in each; None for no sentence.

    Args:
        asked: The question.
        hits: Retrieved passages, best first.
        lens: Compares tokens.
        opening: The first words of a document, by its source; a report names its year and place there.
    """
    hits = [hit for hit in hits if hit.passage.sentences]
    if not hits:
        return [], None
    texts = [[hit.passage.text[s:e] for s, e in hit.passage.sentences] for hit in hits]
    flat = [text for each in texts for text in each]
    matches = lens.match(asked.text, [[text] for text in flat])
    near = lens.match(asked.text, [each[max(0, at - 1) : at + 2] for each in texts for at in range(len(each))])
    contexts = [hit.passage.context for hit in hits]
    above = [f"{context}\n{opening(hit.passage.source)}" for context, hit in zip(contexts, hits, strict=True)]
    telling, nearness = lens.nearness(asked.text, [*flat, *contexts, *above])
    names, listed = Names.of(asked.text, lens), asks_for_list(asked.text)
    best, lexical_most = max(hits[0].score, 1e-9), max(hit.lexical for hit in hits)
    rows: list[tuple[float, ...]] = []
    for number, (hit, each) in enumerate(zip(hits, texts, strict=True)):
        first = len(rows)
        terms = [_terms(text) for text in each]
        context = _terms(contexts[number])
        everything = _terms(above[number]).union(*terms)
        soft = nearness[first : first + len(each)]
        given = nearness[len(flat) + number]
        whole = np.maximum(soft.max(axis=0), nearness[len(flat) + len(hits) + number])
        held = asked.figures(f"{above[number]}\n{hit.passage.text}")
        passage = (asked.coverage(everything), asked.missing(everything), held)
        gaps = (*_gaps(telling, whole), *names.missing(whole, f"{above[number]}\n{hit.passage.text}"))
        foreign = float(script_of(hit.passage.text) != script_of(asked.text))
        for at, text in enumerate(each):
            holds = bool(things_asked_for(asked.kind, text, asked.text))
            rows.append(
                (
                    asked.coverage(terms[at], context),
                    asked.coverage(frozenset().union(*terms[max(0, at - 1) : at + 2]), context),
                    passage[0],
                    0.0,
                    *passage[1:],
                    asked.run(terms[at]),
                    len(terms[at] - asked.weights.keys()) / max(1, len(terms[at])),
                    float(matches[first + at]),
                    float(near[first + at]),
                    0.0,
                    _mean(soft[at], telling * (given < SAME)),
                    _mean(whole, telling),
                    *gaps,
                    hit.lexical,
                    hit.dense,
                    hit.score / best,
                    1 / (1 + number),
                    lexical_most,
                    float(asked.kind == NUMBER),
                    float(asked.kind == DATE),
                    float(holds),
                    float(asked.kind in (NUMBER, DATE) and not holds),
                    float(asked.kind == NAME),
                    names.other(text, lens),
                    float(listed),
                    items(text),
                    float(at == 0),
                    float(_points_back(text)),
                    foreign,
                )
            )
    table = np.array(rows, dtype=np.float64)
    for name, most in (("coverage", "coverage_most"), ("match", "match_most")):
        column = table[:, FEATURES.index(name)]
        table[:, FEATURES.index(most)] = column.max() - column
    places = [(hit, span) for hit in hits for span in hit.passage.sentences]
    pieces, count = lens.pieces(asked.text), len(hits)
    close = closeness(
        told(telling, names.tokens, pieces, [asked.rarity(piece) for piece in pieces]),
        telling,
        nearness[: len(flat)],
        np.array([[piece in text for piece in pieces] for text in map(_folded, flat)], dtype=np.float32),
        [number for number, each in enumerate(texts) for _ in each],
        (nearness[len(flat) : len(flat) + count], nearness[len(flat) + count :]),
    )
    return [Candidate(hit, span, features) for (hit, span), features in zip(places, table, strict=True)], close


@lru_cache(maxsize=4096)
def _terms(text: str) -> frozenset[str]:
    """The terms of a text; the same sentences and openings come up for many questions."""
    return frozenset(passage_tokens(text))


_points_back = lru_cache(maxsize=4096)(points_back)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return normalise(text)


def _gaps(telling: NDArray[np.float32], nearest: NDArray[np.float32]) -> tuple[float, float, float]:
    """`soft_missing`, `exact_missing` and `sibling` of a passage, by the nearness of each token to it."""
    if not len(telling):  # not a token that the model knows
        return 1.0, 1.0, 0.0
    shares = telling / max(float(telling.max()), 1e-9)
    gap = float((shares * (1 - nearest)).max())
    absent = np.where(nearest < SAME, shares, 0.0)
    at = int(absent.argmax())
    return gap, float(absent[at]), float(nearest[at]) if absent[at] else 1.0


def _mean(values: NDArray[np.float32], weights: NDArray[np.float32]) -> float:
    """The weighted mean; 1 when nothing is left to be near to, 0 when there never was anything."""
    total = float(weights.sum())
    return float(values @ weights) / total if total > 1e-9 else float(len(values) > 0)
