"""Sentence retrieval in the languages that no reading set covers: held-back news sentences and their translations.

    python -m benchmarks.languages [--data DIR] [--model NAME]

Each of the 197 sentences is a question for its own translation among the 197: accuracy is the share found first (as in
Artetxe and Schwenk, TACL 2019, on Tatoeba), by mean vectors alone and with the closer look where the model has one.
"""

import argparse
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import DEFAULT
from embeddings import Encoder, Matcher, load_encoder
from embeddings.training.many_translations import Group, held_back_news

PIVOTS = ("en", "zh")
_Z = 1.96  # of a 95% interval


def main() -> None:
    """Print a line for each language: from it and into it, with English and with Chinese."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.languages", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--model", default="static")
    options = parser.parse_args()
    encoder, news = load_encoder(options.model), held_back_news(options.data)
    print(f"model {encoder.name}, {len(news)} sentences, accuracy [95%] (mean vectors alone)")
    print(f"{'':>4}" + "".join(f"{way:>28}" for way in ("to en", "en to it", "to zh", "zh to it")))
    for language in sorted(news[0]):
        cells = []
        for pivot in PIVOTS:
            for asked, found in ((language, pivot), (pivot, language)):
                cells.append("" if asked == found else _cell(encoder, news, asked, found))
        print(f"{language:>4}" + "".join(f"{cell:>28}" for cell in cells), flush=True)


def _cell(encoder: Encoder, news: list[Group], asked: str, found: str) -> str:
    questions, passages = [group[asked] for group in news], [group[found] for group in news]
    means = encoder.encode_queries(questions) @ encoder.encode_passages(passages).T
    close = means
    if isinstance(encoder, Matcher):
        close = np.stack([encoder.match(question, [[text] for text in passages]) for question in questions])
    low, high = wilson(accuracy(close), len(news))
    return f"{accuracy(close):.2f} [{low:.2f} {high:.2f}] ({accuracy(means):.2f})"


def accuracy(similarity: NDArray[np.float32]) -> float:
    """The share of rows whose largest value stands on the diagonal of an (n, n) table."""
    return float(np.mean(similarity.argmax(axis=1) == np.arange(len(similarity))))


def wilson(share: float, number: int) -> tuple[float, float]:
    """The 95% interval of a share of `number` tries (Wilson, 1927)."""
    middle = share + _Z**2 / (2 * number)
    width = _Z * math.sqrt(share * (1 - share) / number + _Z**2 / (4 * number**2))
    scale = 1 + _Z**2 / number
    return (middle - width) / scale, (middle + width) / scale


if __name__ == "__main__":
    main()
