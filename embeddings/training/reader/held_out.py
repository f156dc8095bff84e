"""How well the network reads the articles that are held out, while it is trained: a curve to look at, no measurement."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.training.reader.reading_examples import Example

_LONGEST_ANSWER_PIECES = 40  # pieces of an answer
_BATCH = 24
Scores = NDArray[np.float32]
# Some examples to the scores of their pieces, (examples, pieces, 2), and of no sentence and their sentences.
Score = Callable[[Sequence[Example]], tuple[Scores, Scores]]


def figures(examples: Sequence[Example], score: Score) -> str:
    """A line: how many answers are met, exactly, in the right sentence; and AUROC against each kind of near miss."""
    met, exact, sentence = [], [], []
    margins: dict[str, list[tuple[float, float]]] = defaultdict(list)
    ordered = sorted(examples, key=lambda each: len(each.ids))
    for at in range(0, len(ordered), _BATCH):
        some = ordered[at : at + _BATCH]
        for each, pieces, sentences in zip(some, *score(some), strict=True):
            start, end, margin = _best(each, pieces)
            margins["" if each.start else each.kind.split("-")[-1]].append(
                (margin, float(sentences[1:].max() - sentences[0]))
            )
            if each.start:
                met.append(start <= each.end and end >= each.start)
                exact.append((start, end) == (each.start, each.end))
                sentence.append(int(sentences[1:].argmax()) == each.sentence)
    answered = np.array(margins.pop("", []))
    told = [f"met {np.mean(met):.3f} exact {np.mean(exact):.3f} sentence {np.mean(sentence):.3f}"] if met else []
    for kind, missed in sorted(margins.items()):
        if len(answered):
            by_span, by_sentence = (auroc(answered[:, at], np.array(missed)[:, at]) for at in (0, 1))
            told.append(f"{kind} {by_span:.3f} by span, {by_sentence:.3f} by sentence")
    return "; ".join(told)


def auroc(right: NDArray[np.float64], wrong: NDArray[np.float64]) -> float:
    """How often a right one has the higher score of the two, of all pairs."""
    ranks = np.concatenate([right, wrong]).argsort().argsort() + 1.0
    return float((ranks[: len(right)].sum() - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong)))


def _best(each: Example, scores: Scores) -> tuple[int, int, float]:
    """The best span of the window, and by how much it is better than no answer."""
    first, last = each.first, len(each.ids) - 1
    begins, ends = scores[first:last, 0], scores[first:last, 1]
    allowed = np.triu(np.ones((len(begins), len(ends)), bool)) & ~np.triu(
        np.ones((len(begins), len(ends)), bool), _LONGEST_ANSWER_PIECES
    )
    spans = np.where(allowed, begins[:, None] + ends[None], -np.inf)
    start, end = divmod(int(spans.argmax()), len(ends))
    return first + start, first + end, float(spans[start, end] - scores[0].sum())
