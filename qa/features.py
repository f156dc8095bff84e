"""What the reader looks at: plain features of a question and one sentence of a retrieved passage, each in [0, 1]."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.analysis import is_pair, tokens
from qa.asked import OTHER, asked_for, things_asked_for, without_interrogatives
from qa.types import Hit, Span

SENTENCE_FEATURES = (
    "coverage",  # of the terms that title and headings don't hold, weighted by rarity, in the sentence
    "coverage_near",  # the same in the sentence and its neighbours
    "coverage_context",  # of all terms, in the passage with title and headings
    "missing",  # how rare the rarest word or character is that the passage, title and headings don't hold
    "figures",  # the share of the question's numbers that stand in the passage, title or headings
    "similarity",  # cosine of question and sentence
    "hit",  # the passage's score against the best passage's
    "asked_for",  # a figure or a date is asked for, and here is one
    "asked_for_missing",  # ... and here is none
    "first",  # it begins its passage
    "short",  # it is shorter than a heading
)
_SHORT = 12  # characters
Idf = Callable[[str], float]
Similarity = Callable[[Sequence[str]], NDArray[np.float32]]


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
        return float(self.features[SENTENCE_FEATURES.index(name)])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the reader sees it: its terms with their weights, and what it asks for."""

    text: str
    weights: dict[str, float]
    nowhere: float
    kind: str

    @classmethod
    def of(cls, question: str, idf: Idf) -> "Asked":
        """Look at a question; `idf` says how rare a term is in the index."""
        weights = {term: idf(term) for term in tokens(without_interrogatives(question))}
        # No term is empty, so this is how rare a term is that stands nowhere.
        return cls(question, weights, idf(""), asked_for(question))

    def coverage(self, present: set[str], given: Set[str] = frozenset()) -> float:
        """The share of the question's terms, weighted by rarity, that is present; terms that are `given` don't count."""
        wanted = {term: weight for term, weight in self.weights.items() if term not in given}
        total = sum(wanted.values())
        return sum(weight for term, weight in wanted.items() if term in present) / total if total else 1.0

    def missing(self, present: set[str]) -> float:
        """How rare the rarest single word, number or character is that is not present; 1 when it stands nowhere.

        One unheard-of name makes another question of it: the same figure is printed for many places and people.
        """
        singles = (term for term in self.weights if not term.endswith("*") and (len(term) == 1 or not is_pair(term)))
        rarest = max((self.weights[term] for term in singles if term not in present), default=0.0)
        return rarest / self.nowhere if self.nowhere else 0.0

    def figures(self, present: set[str]) -> float:
        """The share of the question's numbers that is present; 1 when it has none."""
        figures = [term for term in self.weights if term[0].isdigit()]
        return sum(figure in present for figure in figures) / len(figures) if figures else 1.0


def candidates(asked: Asked, hits: Sequence[Hit], similarity: Similarity) -> list[Candidate]:
    """Every sentence of the hits, with its features; `similarity` compares texts with the question."""
    places = [(hit, span) for hit in hits for span in hit.passage.sentences]
    if not places:
        return []
    cosines = similarity([hit.passage.text[span.start : span.end] for hit, span in places])
    best = max(hits[0].score, 1e-9)
    found: list[Candidate] = []
    for hit in hits:
        texts = [hit.passage.text[span.start : span.end] for span in hit.passage.sentences]
        terms = [set(tokens(text)) for text in texts]
        context = set(tokens(hit.passage.context))
        everything = context.union(*terms)
        in_context, figures = asked.coverage(everything), asked.figures(everything)
        for at, text in enumerate(texts):
            holds = bool(things_asked_for(asked.kind, text, asked.text))
            near = set().union(*terms[max(0, at - 1) : at + 2])
            values = (
                asked.coverage(terms[at], context),
                asked.coverage(near, context),
                in_context,
                asked.missing(everything),
                figures,
                float(cosines[len(found)]),
                hit.score / best,
                float(holds),
                float(asked.kind != OTHER and not holds),
                float(at == 0),
                float(len(text) < _SHORT),
            )
            found.append(Candidate(hit, hit.passage.sentences[at], np.array(values)))
    return found
