"""Fits the reader's weights on the development sets (CMRC 2018 trial, DRCD dev) and prints `qa/weights.py`'s numbers.

    python -m benchmarks.fit_reader [--data DIR]

Ranking: one linear score a sentence, softmax over the sentences of a question, likelihood of those that hold an
answer. Confidence: logistic regression on the best sentence, with the right paragraph among the hits, with it taken
out, and for near misses: questions that name their article, with the name of another article in its place. Both with an L2 penalty; `WITHOUT_WORDS` is fitted on the same questions with the features that count words
left out, for there is no development set across languages. A half of the questions by turns checks the other.
"""

import argparse
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.data import DEFAULT, ReadingSet, load
from benchmarks.data import Asked as AskedOf
from embeddings import load_encoder
from embeddings.vectors import VectorIndex
from qa.evaluation.relevance import contains_answer
from qa.features import SENTENCE_FEATURES, Asked, candidates
from qa.lexical import LexicalIndex
from qa.reader import THRESHOLD
from qa.retriever import POOL, fuse
from qa.sentences import sentence_spans
from qa.settings import Settings
from qa.types import Hit, Passage, Span

HITS = 8
PENALTY = 1e-3
COUNTING_WORDS = ("coverage", "coverage_near", "coverage_context", "missing")
RELATIVE = "hit"  # compares with the best hit, also when that one was taken out: no ground for confidence
Features = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question: the features of each candidate sentence, and which hold an answer; with and without the right hit."""

    features: Features
    right: NDArray[np.bool_]
    among_gold: NDArray[np.bool_]
    answerable: bool


def main() -> None:
    """Fit, check and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_reader", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    options = parser.parse_args()
    examples = [e for name in ("cmrc2018_trial", "drcd_dev") for e in read_examples(load(name, options.data))]
    everything = np.ones(len(SENTENCE_FEATURES))
    wordless = np.array([float(name not in COUNTING_WORDS) for name in SENTENCE_FEATURES])
    for title, mask in (("WITH_WORDS", everything), ("WITHOUT_WORDS", wordless)):
        for train, test in ((examples[::2], examples[1::2]), (examples[1::2], examples[::2])):
            print(f"# {title}, other half: {_check(train, test, mask)}")
        ranking = fit_ranking(examples, mask)
        confidence, bias = fit_confidence(examples, ranking, mask)
        print(f"{title} = Weights(")
        print(f"    ranking=np.array([{_numbers(ranking)}]),")
        print(f"    confidence=np.array([{_numbers(confidence)}]),")
        print(f"    bias={bias:.2f},\n)")


def read_examples(made: ReadingSet) -> list[Example]:
    """The candidates of every question, as the assistant would see them with each paragraph as a passage."""
    encoder = load_encoder()
    vectors = encoder.encode_passages(made.paragraphs)
    index = VectorIndex.build(vectors)
    passages = [
        Passage(str(row), text, (Span(0, len(text)),), tuple(sentence_spans(text)), title)
        for row, (text, title) in enumerate(zip(made.paragraphs, made.titles, strict=True))
    ]
    examples = []
    with tempfile.TemporaryDirectory() as folder:
        LexicalIndex.write(Path(folder), zip(made.paragraphs, made.titles, strict=True))
        words = LexicalIndex.open(Path(folder))
        for asked in (*made.questions, *_near_misses(made)):
            query = encoder.encode_queries([asked.question])
            lexical = dict(words.search(asked.question, POOL))
            near = dict(index.search(query, POOL)[0])
            both = {row: float(vectors[row] @ query[0]) for row in lexical.keys() | near.keys()}
            ranked = fuse(lexical, both, both, Settings())[:HITS]
            hits = [Hit(row, passages[row], score, lexical.get(row, 0.0), both[row]) for row, score in ranked]

            def similarity(texts: Sequence[str], query: NDArray[np.float32] = query) -> NDArray[np.float32]:
                cosines: NDArray[np.float32] = np.maximum(encoder.encode_passages(texts) @ query[0], 0)
                return cosines

            found = candidates(Asked.of(asked.question, words.idf), hits, similarity)
            gold = np.array([candidate.hit.row == asked.paragraph for candidate in found])
            holds = np.array([contains_answer(candidate.text, asked.answers) for candidate in found])
            if not found:
                continue
            examples.append(
                Example(np.stack([candidate.features for candidate in found]), gold & holds, gold, bool(asked.answers))
            )
    return examples


def _near_misses(made: ReadingSet) -> list[AskedOf]:
    """Questions about another article in the same words: the title in the question is replaced, no answer is right."""
    draw = random.Random(20)
    titles = sorted(set(made.titles))
    swapped = []
    for asked in made.questions:
        title = made.titles[asked.paragraph]
        if len(title) > 1 and title in asked.question:
            other = draw.choice([other for other in titles if other != title])
            swapped.append(replace(asked, question=asked.question.replace(title, other), answers=()))
    return swapped


def fit_ranking(examples: Sequence[Example], mask: Features) -> Features:
    """Weights of the ranking score."""
    usable = [(torch.from_numpy(e.features * mask), torch.from_numpy(e.right)) for e in examples if e.right.any()]
    sizes = [len(right) for _, right in usable]
    features, right = torch.cat([f for f, _ in usable]), torch.cat([r for _, r in usable])
    group = torch.repeat_interleave(torch.arange(len(sizes)), torch.tensor(sizes))
    weights = torch.zeros(features.shape[1], dtype=torch.float64, requires_grad=True)

    def loss() -> torch.Tensor:
        powers = (features @ weights).exp()
        total = torch.zeros(len(sizes), dtype=torch.float64).index_add(0, group, powers)
        good = torch.zeros(len(sizes), dtype=torch.float64).index_add(0, group, powers * right)
        return -(good / total).log().mean() + PENALTY * weights.square().sum()

    _minimise(weights, loss)
    return weights.detach().numpy() * mask


def fit_confidence(examples: Sequence[Example], ranking: Features, mask: Features) -> tuple[Features, float]:
    """Weights and bias of the log-odds that the first quote holds an answer."""
    mask = mask * np.array([float(name != RELATIVE) for name in SENTENCE_FEATURES])
    best, right = first_sentences(examples, ranking)
    features, target = torch.from_numpy(best * mask), torch.from_numpy(right.astype(np.float64))
    weights = torch.zeros(features.shape[1] + 1, dtype=torch.float64, requires_grad=True)

    def loss() -> torch.Tensor:
        odds = features @ weights[:-1] + weights[-1]
        fit = torch.nn.functional.binary_cross_entropy_with_logits(odds, target)
        return fit + PENALTY * weights[:-1].square().sum()

    _minimise(weights, loss)
    fitted = weights.detach().numpy()
    return fitted[:-1] * mask, float(fitted[-1])


def first_sentences(examples: Sequence[Example], ranking: Features) -> tuple[Features, NDArray[np.bool_]]:
    """Features of the first sentence of each question, with and without the right paragraph; whether it is right."""
    best, right = [], []
    for example in examples:
        for kept in (np.ones_like(example.right), ~example.among_gold):
            if kept.any():
                at = np.flatnonzero(kept)[np.argmax(example.features[kept] @ ranking)]
                best.append(example.features[at])
                right.append(example.right[at])
    return np.stack(best), np.array(right)


def _check(train: Sequence[Example], test: Sequence[Example], mask: Features) -> str:
    ranking = fit_ranking(train, mask)
    weights, bias = fit_confidence(train, ranking, mask)
    first = [e.right[np.argmax(e.features @ ranking)] for e in test if e.answerable]
    best, right = first_sentences(test, ranking)
    chance = 1 / (1 + np.exp(-(best @ weights + bias)))
    told = chance >= THRESHOLD
    precision = right[told].mean() if told.any() else 0.0
    order = np.argsort(chance)
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    positive = right.sum()
    auroc = (ranks[right].sum() - positive * (positive + 1) / 2) / (positive * (~right).sum())
    return f"quote@1 {np.mean(first):.3f}, at {THRESHOLD} precision {precision:.3f} of {told.mean():.3f} told, AUROC {auroc:.3f}"


def _minimise(weights: torch.Tensor, loss: object) -> None:
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        value: torch.Tensor = loss()  # type: ignore[operator]
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(closure)  # type: ignore[no-untyped-call]


def _numbers(values: Features) -> str:
    return ", ".join(f"{value:.2f}" for value in values)


if __name__ == "__main__":
    main()
