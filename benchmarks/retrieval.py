"""Recall of BM25, vectors and their fusion on the public sets, in one language and across languages.

    python -m benchmarks.retrieval [--data DIR] [--model NAME]

A paragraph is a passage; a question is right at k when its own paragraph is among the first k.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import DEFAULT, IN_LANGUAGE, LANGUAGES, ReadingSet, load
from embeddings import Encoder, load_encoder
from embeddings.vectors import VectorIndex
from qa.lexical import LexicalIndex
from qa.metrics import bootstrap_interval
from qa.retriever import POOL, fuse

CUTS = (1, 5, 10)
Ranks = dict[str, list[int]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--model", default="builtin")
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
        columns = retrieval_ranks(encoder, passages, asked)
        print(f"{name:>15}  " + "   ".join(f"{kind} {_figures(ranks)}" for kind, ranks in columns.items()), flush=True)


def retrieval_ranks(encoder: Encoder, passages: ReadingSet, questions: ReadingSet) -> Ranks:
    """Ranks (from 0) of the right paragraph by each way of searching; a large number where it was not found."""
    columns: Ranks = {"bm25": [], "dense": [], "hybrid": []}
    for right, lexical, dense, fused in _searches(encoder, passages, questions):
        columns["bm25"].append(_rank(right, lexical))
        columns["dense"].append(_rank(right, dense))
        columns["hybrid"].append(_rank(right, fused))
    return columns


def _searches(
    encoder: Encoder, passages: ReadingSet, questions: ReadingSet
) -> Iterator[tuple[int, list[int], list[int], list[int]]]:
    """For each question: its paragraph, and the rows found by words, by vectors and by both."""
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
            fused = [row for row, _ in fuse(lexical, both, both)]
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
