"""Recall of BM25, vectors and their fusion on the public sets, in one language and across languages.

    python -m benchmarks.retrieval [--data DIR] [--model NAME] [--sweep]

A paragraph is a passage; a question is right at k when its own paragraph is among the first k.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import DEFAULT, IN_LANGUAGE, LANGUAGES, ReadingSet, load
from embeddings import Encoder, load_encoder
from embeddings.vectors import VectorIndex
from qa.lexical import LexicalIndex
from qa.metrics import bootstrap_interval
from qa.retriever import DENSE_WEIGHT, POOL, fuse

CUTS = (1, 5, 10)
WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5)
Ranks = dict[str, list[int]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--sweep", action="store_true", help="recall@1 of the fusion at several dense weights")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    xquad = {language: load(f"xquad.{language}", options.data) for language in LANGUAGES}
    pairs: list[tuple[str, ReadingSet, ReadingSet | None]]
    pairs = [(name, load(name, options.data), None) for name in IN_LANGUAGE]
    pairs += [(f"{lang}-zh", xquad["zh"], xquad[lang]) for lang in LANGUAGES if lang != "zh"]
    pairs += [(f"zh-{lang}", xquad[lang], xquad["zh"]) for lang in LANGUAGES if lang != "zh"]
    print(f"model {encoder.name}, recall@1 @5 @10 and the interval of recall@1")
    for name, passages, questions in pairs:
        asked = questions or passages
        if options.sweep:
            ranks = fused_ranks(encoder, passages, asked, WEIGHTS)
            print(f"{name:>15}  " + "  ".join(f"{weight}: {_share(r, 1):.3f}" for weight, r in ranks.items()))
            continue
        columns = retrieval_ranks(encoder, passages, asked)
        print(f"{name:>15}  " + "   ".join(f"{kind} {_figures(ranks)}" for kind, ranks in columns.items()), flush=True)


def retrieval_ranks(encoder: Encoder, passages: ReadingSet, questions: ReadingSet) -> Ranks:
    """Ranks (from 0) of the right paragraph by each way of searching; a large number where it was not found."""
    columns: Ranks = {"bm25": [], "dense": [], "hybrid": []}
    for right, lexical, dense, fused in _searches(encoder, passages, questions, (DENSE_WEIGHT,)):
        columns["bm25"].append(_rank(right, lexical))
        columns["dense"].append(_rank(right, dense))
        columns["hybrid"].append(_rank(right, fused[0]))
    return columns


def fused_ranks(
    encoder: Encoder, passages: ReadingSet, questions: ReadingSet, weights: Sequence[float]
) -> dict[float, list[int]]:
    """Ranks of the right paragraph in the fusion, for several weights of the dense score."""
    ranks: dict[float, list[int]] = {weight: [] for weight in weights}
    for right, _, _, fused in _searches(encoder, passages, questions, weights):
        for weight, rows in zip(weights, fused, strict=True):
            ranks[weight].append(_rank(right, rows))
    return ranks


def _searches(encoder: Encoder, passages: ReadingSet, questions: ReadingSet, weights: Sequence[float]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    vectors = encoder.encode_passages(passages.paragraphs)
    queries = encoder.encode_queries([asked.question for asked in questions.questions])
    index = VectorIndex.build(vectors)
    with tempfile.TemporaryDirectory() as folder:
        LexicalIndex.write(Path(folder), ((text, "") for text in passages.paragraphs))
        words = LexicalIndex.open(Path(folder))
        for at, asked in enumerate(questions.questions):
            lexical = dict(words.search(asked.question, POOL))
            dense = dict(index.search(queries[at : at + 1], POOL)[0])
            cosines: NDArray[np.float32] = vectors @ queries[at]
            both = {row: float(cosines[row]) for row in lexical.keys() | dense.keys()}
            fused = [[row for row, _ in fuse(lexical, both, both, weight)] for weight in weights]
            yield asked.paragraph, list(lexical), list(dense), fused


def _rank(right: int, rows: Sequence[int]) -> int:
    return rows.index(right) if right in rows else 10**9


def _share(ranks: Sequence[int], cut: int) -> float:
    return sum(rank < cut for rank in ranks) / len(ranks)


def _figures(ranks: Sequence[int]) -> str:
    interval = bootstrap_interval([float(rank < 1) for rank in ranks])
    assert interval
    low, high = interval
    return " ".join(f"{_share(ranks, cut):.3f}" for cut in CUTS) + f" [{low:.2f} {high:.2f}]"


if __name__ == "__main__":
    main()
