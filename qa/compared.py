"""The sentences of retrieved passages, and what stands above them, compared with each token of a question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings import Matcher
from qa.closeness import SAME
from qa.naming import Names
from qa.types import Hit


@dataclass(frozen=True, slots=True)
class Above:
    """What one knows before reading a passage: title, headings and header cells; and these with the document's opening."""

    context: str
    with_opening: str

    @classmethod
    def of(cls, hit: Hit, opening: Callable[[str], str]) -> "Above":
        """Look it up; `opening` gives the first words of a document."""
        context = hit.passage.context
        return cls(context, f"{context}\n{opening(hit.passage.source)}")


@dataclass(frozen=True, slots=True)
class Compared:
    """The n sentences and m passages of some hits, compared with the t tokens of a question.

    Attributes:
        question: The question.
        names: Its names.
        telling: How telling each token is, (t,).
        sentences: How near each sentence comes to each token, (n, t).
        contexts: The same for what stands above each passage, (m, t).
        above: And for that with the document's opening, (m, t).
        match: How well each sentence fits, (n,).
        match_near: How well it fits together with its neighbours, (n,).
    """

    question: str
    names: Names
    telling: NDArray[np.float32]
    sentences: NDArray[np.float32]
    contexts: NDArray[np.float32]
    above: NDArray[np.float32]
    match: NDArray[np.float32]
    match_near: NDArray[np.float32]

    @classmethod
    def of(cls, question: str, texts: Sequence[Sequence[str]], lens: Matcher, passages: Sequence[Above]) -> "Compared":
        """Compare the sentences of each passage, and what stands above it."""
        flat = [text for each in texts for text in each]
        match = lens.match(question, [[text] for text in flat])
        near = lens.match(question, [each[max(0, at - 1) : at + 2] for each in texts for at in range(len(each))])
        contexts, openings = [each.context for each in passages], [each.with_opening for each in passages]
        telling, rows = lens.nearness(question, [*flat, *contexts, *openings])
        first, second = len(flat), len(flat) + len(texts)
        names = Names.of(question, lens)
        return cls(question, names, telling, rows[:first], rows[first:second], rows[second:], match, near)


def gaps(telling: NDArray[np.float32], nearest: NDArray[np.float32]) -> tuple[float, float, float]:
    """`soft_missing`, `exact_missing` and `sibling` of a passage, by the nearness of each token to it."""
    if not len(telling):  # not a token that the model knows
        return 1.0, 1.0, 0.0
    shares = telling / max(float(telling.max()), 1e-9)
    gap = float((shares * (1 - nearest)).max())
    absent = np.where(nearest < SAME, shares, 0.0)
    at = int(absent.argmax())
    return gap, float(absent[at]), float(nearest[at]) if absent[at] else 1.0


def mean(values: NDArray[np.float32], weights: NDArray[np.float32]) -> float:
    """The weighted mean; 1 when nothing is left to be near to, 0 when there never was anything."""
    total = float(weights.sum())
    return float(values @ weights) / total if total > 1e-9 else float(len(values) > 0)
