"""Recall of BM25, vectors and their fusion on the public sets, in one language and across languages.

    python -m benchmarks.retrieval [--data DIR] [--model NAME]

A paragraph is a passage; a question is right at k when its own paragraph is among the first k.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.data import DEFAULT, IN_LANGUAGE, LANGUAGES, ReadingSet, load
from embeddings import Encoder, Matcher, load_encoder
from embeddings.vectors import VectorIndex
from qa.evaluation.rankings import ranking_scores
from qa.evaluation.statistics import interval, ratio
from qa.evaluation.summary import Tally, tally
from qa.lexical import LexicalIndex
from qa.retriever import POOL, fuse
from qa.sentences import sentence_spans
from qa.settings import Settings

FIGURES = ("recall@1", "recall@5", "recall@10")
Columns = dict[str, Tally]


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
        columns = retrieval_scores(encoder, passages, asked)
        print(
            f"{name:>15}  " + "   ".join(f"{kind} {_figures(column)}" for kind, column in columns.items()), flush=True
        )


def retrieval_scores(encoder: Encoder, passages: ReadingSet, questions: ReadingSet) -> Columns:
    """The scores of every question by each way of searching."""
    rows: dict[str, list[dict[str, object]]] = {"bm25": [], "dense": [], "hybrid": []}
    for number, (right, *rankings) in enumerate(_searches(encoder, passages, questions)):
        for kind, ranking in zip(rows, rankings, strict=True):
            scores = ranking_scores([float(row == right) for row in ranking], [1.0])
            rows[kind].append({"id": str(number), "answers": None, "found": True, "scores": scores})
    return {kind: tally(each) for kind, each in rows.items()}


def _searches(
    encoder: Encoder, passages: ReadingSet, questions: ReadingSet
) -> Iterator[tuple[int, list[int], list[int], list[int]]]:
    """For each question: its paragraph, and the rows found by words, by vectors and by both."""
    vectors = encoder.encode_passages(passages.paragraphs)
    queries = encoder.encode_queries([asked.question for asked in questions.questions])
    index = VectorIndex.build(vectors)
    sentences = [[text[s:e] for s, e in sentence_spans(text)] for text in passages.paragraphs]
    with tempfile.TemporaryDirectory() as folder:
        LexicalIndex.write(Path(folder), ((row, text, "") for row, text in enumerate(passages.paragraphs)))
        words = LexicalIndex.open(Path(folder))
        for at, asked in enumerate(questions.questions):
            lexical = dict(words.search(asked.question, POOL))
            dense = dict(index.search(queries[at : at + 1], POOL)[0])
            rows = sorted(lexical.keys() | dense.keys())
            if isinstance(encoder, Matcher):
                close = encoder.match(asked.question, [sentences[row] for row in rows])
            else:
                close = np.maximum(vectors[rows] @ queries[at], 0)
            both = dict(zip(rows, map(float, close), strict=True))
            dense = dict(sorted(both.items(), key=lambda hit: (dense.get(hit[0], 0) == 0, -hit[1])))
            fused = [row for row, _ in fuse(lexical, both, both, Settings())]
            yield asked.paragraph, list(lexical), list(dense), fused


def _figures(column: Tally) -> str:
    between = interval(*column.values(FIGURES[0]))
    assert between
    low, high = between
    return " ".join(f"{ratio(*column.values(name)):.3f}" for name in FIGURES) + f" [{low:.2f} {high:.2f}]"


if __name__ == "__main__":
    main()
