"""One pool of all languages: do the same paragraphs in eight languages come together, or does a language crowd out others?

    python -m benchmarks.pool [--data DIR] [--model NAME]

Each XQuAD question has eight right paragraphs among those of all languages. Mean average precision by vectors alone, as
they are, and with the language bias removed: the mean vector of its language taken off every text.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import DEFAULT, LANGUAGES, load
from embeddings import load_encoder
from qa.evaluation.rankings import average_precision

Vectors = NDArray[np.float32]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pool", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--model", default="static")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    sets = {language: load(f"xquad.{language}", options.data) for language in LANGUAGES}
    passages = [encoder.encode_passages(sets[language].paragraphs) for language in LANGUAGES]
    questions = [encoder.encode_queries([q.question for q in sets[language].questions]) for language in LANGUAGES]
    numbers = np.concatenate([np.arange(len(each)) for each in passages])
    own = np.repeat(np.arange(len(LANGUAGES)), [len(each) for each in passages])
    print("| questions in | mAP | of the first eight in their own language | mAP, bias removed |")
    print("|---|---|---|---|")
    plain, centred = np.concatenate(passages), np.concatenate([_centred(each) for each in passages])
    means = []
    for at, language in enumerate(LANGUAGES):
        gold = np.array([question.paragraph for question in sets[language].questions])
        orders = np.argsort(-(questions[at] @ plain.T), axis=1)
        with_bias = _precision(orders, numbers, gold)
        without = _precision(np.argsort(-(_centred(questions[at]) @ centred.T), axis=1), numbers, gold)
        share = float((own[orders[:, :8]] == at).mean())
        means.append((with_bias, without))
        print(f"| {language} | {with_bias:.3f} | {share:.2f} | {without:.3f} |", flush=True)
    first, second = np.mean(means, axis=0)
    print(f"| mean | {first:.3f} | | {second:.3f} |")


def _centred(vectors: Vectors) -> Vectors:
    moved = vectors - vectors.mean(axis=0)
    scaled: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return scaled


def _precision(orders: NDArray[np.int64], numbers: NDArray[np.int64], gold: NDArray[np.int64]) -> float:
    """Mean average precision of rankings over all texts, where a text is right by its paragraph's number."""
    ranks = [np.flatnonzero(numbers[order] == right) + 1 for order, right in zip(orders, gold, strict=True)]
    return float(np.mean([average_precision(each.tolist(), len(LANGUAGES)) for each in ranks]))


if __name__ == "__main__":
    main()
