"""What the reader looks at: plain features of a question and one sentence of a retrieved passage.

Terms are compared twice: as BM25 counts them, weighted by rarity (exact, and knows what is rare in these documents), and
as tokens of the built-in model (by nearness, so that other words and languages count).
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from embeddings import Matcher
from qa.analysis import is_pair, normalise, passage_tokens, tokens
from qa.asked import DATE, NAME, NUMBER, asked_for, asks_for_list, items, things_asked_for, without_interrogatives
from qa.closeness import SAME, Closeness, closeness, told
from qa.compared import Above, Compared, gaps, mean
from qa.extent import points_back
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
    above = [Above.of(hit, opening) for hit in hits]
    compared = Compared.of(asked.text, texts, lens, above)
    rows: list[dict[str, float]] = []
    for number, (hit, each) in enumerate(zip(hits, texts, strict=True)):
        ranked = _ranked_features(hits, number)
        rows += _passage_rows(asked, compared, hit, each, above[number], number, len(rows), lens, ranked)
    for name, most in (("coverage", "coverage_most"), ("match", "match_most")):
        largest = max(row[name] for row in rows)
        for row in rows:
            row[most] = largest - row[name]
    table = np.array([[row[name] for name in FEATURES] for row in rows], dtype=np.float64)
    places = [(hit, span) for hit in hits for span in hit.passage.sentences]
    found = [Candidate(hit, span, features) for (hit, span), features in zip(places, table, strict=True)]
    return found, _closeness(asked, compared, texts, lens)


def _ranked_features(hits: Sequence[Hit], number: int) -> dict[str, float]:
    """What retrieval says of a passage."""
    hit = hits[number]
    return {
        "lexical": hit.lexical,
        "dense": hit.dense,
        "hit": hit.score / max(hits[0].score, 1e-9),
        "rank": 1 / (1 + number),
        "lexical_most": max(each.lexical for each in hits),
    }


def _asked_features(asked: Asked) -> dict[str, float]:
    """What is asked for."""
    return {
        "number": float(asked.kind == NUMBER),
        "date": float(asked.kind == DATE),
        "name_asked": float(asked.kind == NAME),
        "list_asked": float(asks_for_list(asked.text)),
    }


def _passage_rows(
    asked: Asked,
    compared: Compared,
    hit: Hit,
    texts: Sequence[str],
    above: Above,
    number: int,
    first: int,
    lens: Matcher,
    ranked: dict[str, float],
) -> Iterator[dict[str, float]]:
    """The features of each sentence of a passage, but for those that compare it with all others.

    Args:
        asked: The question.
        compared: Its tokens with the sentences.
        hit: The passage.
        texts: Its sentences.
        above: What stands above it.
        number: Of the passage among the hits.
        first: Number of its first sentence among all.
        lens: Compares tokens.
        ranked: What retrieval says of it.
    """
    terms, context = [_terms(text) for text in texts], _terms(above.context)
    whole = np.maximum(compared.sentences[first : first + len(texts)].max(axis=0), compared.above[number])
    same = _passage_features(asked, compared, hit, above, terms, whole) | ranked
    unsaid = compared.telling * (compared.contexts[number] < SAME)
    for at, text in enumerate(texts):
        near = frozenset[str]().union(*terms[max(0, at - 1) : at + 2])
        holds = bool(things_asked_for(asked.kind, text, asked.text))
        yield same | {
            "coverage": asked.coverage(terms[at], context),
            "coverage_near": asked.coverage(near, context),
            "run": asked.run(terms[at]),
            "novel": len(terms[at] - asked.weights.keys()) / max(1, len(terms[at])),
            "match": float(compared.match[first + at]),
            "match_near": float(compared.match_near[first + at]),
            "soft": mean(compared.sentences[first + at], unsaid),
            "holds": float(holds),
            "lacks": float(asked.kind in (NUMBER, DATE) and not holds),
            "named": compared.names.other(text, lens),
            "items": items(text),
            "first": float(at == 0),
            "back": float(_points_back(text)),
        }


def _passage_features(
    asked: Asked,
    compared: Compared,
    hit: Hit,
    above: Above,
    terms: Sequence[Set[str]],
    whole: NDArray[np.float32],
) -> dict[str, float]:
    """What is the same for all sentences of a passage; `whole` says how near it comes to each token, with what stands above it."""
    everything, said = _terms(above.with_opening).union(*terms), f"{above.with_opening}\n{hit.passage.text}"
    gap, exact, sibling = gaps(compared.telling, whole)
    name_missing, name = compared.names.missing(whole, said)
    return {
        "coverage_context": asked.coverage(everything),
        "missing": asked.missing(everything),
        "figures": asked.figures(said),
        "soft_context": mean(whole, compared.telling),
        "soft_missing": gap,
        "exact_missing": exact,
        "sibling": sibling,
        "name_missing": name_missing,
        "name": name,
        "foreign": float(script_of(hit.passage.text) != script_of(asked.text)),
    } | _asked_features(asked)


def _closeness(asked: Asked, compared: Compared, texts: Sequence[Sequence[str]], lens: Matcher) -> Closeness:
    """How each token of the question fares in each sentence."""
    pieces = lens.pieces(asked.text)
    flat = [text for each in texts for text in each]
    return closeness(
        told(compared.telling, compared.names.tokens, pieces, [asked.rarity(piece) for piece in pieces]),
        compared.telling,
        compared.sentences,
        np.array([[piece in text for piece in pieces] for text in map(_folded, flat)], dtype=np.float32),
        [number for number, each in enumerate(texts) for _ in each],
        (compared.contexts, compared.above),
    )


@lru_cache(maxsize=4096)
def _terms(text: str) -> frozenset[str]:
    """The terms of a text; the same sentences and openings come up for many questions."""
    return frozenset(passage_tokens(text))


_points_back = lru_cache(maxsize=4096)(points_back)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return normalise(text)
