"""Recall of BM25, vectors and their fusion on the public sets, in one language and across languages.

    python -m benchmarks.retrieval [--data DIR] [--model NAME] [--every N] [--sets NAME ...]

A paragraph is a passage; a question is right at k when its own paragraph is among the first k. By words (bm25), by the vectors alone
(cosine), by the vectors and the closer look (dense), and by all together (hybrid).
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.data import DEFAULT, IN_LANGUAGE, LANGUAGES, Asked, ReadingSet, load
from embeddings import Encoder, load_encoder
from embeddings.vectors import VectorIndex
from qa.evaluation.rankings import ranking_scores
from qa.evaluation.statistics import interval, ratio
from qa.evaluation.summary import Tally, tally
from qa.retrieval.bm25 import LexicalIndex
from qa.retrieval.fusion import closeness, fuse
from qa.retrieval.hybrid import POOL
from qa.settings import Settings
from qa.text.sentences import sentence_spans

FIGURES = ("recall@1", "recall@5", "recall@10")
Columns = dict[str, Tally]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--model", default="static")
    parser.add_argument("--every", type=int, default=1, help="ask every Nth question only")
    parser.add_argument("--sets", nargs="+", help="of these sets only, such as drcd_dev or en-zh")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    xquad = {language: load(f"xquad.{language}", options.data) for language in LANGUAGES}
    pairs: list[tuple[str, ReadingSet, ReadingSet | None]]
    pairs = [(name, load(name, options.data), None) for name in IN_LANGUAGE]
    pairs += [(f"{lang}-zh", xquad["zh"], xquad[lang]) for lang in LANGUAGES if lang != "zh"]
    pairs += [(f"zh-{lang}", xquad[lang], xquad["zh"]) for lang in LANGUAGES if lang != "zh"]
    pairs = [pair for pair in pairs if not options.sets or pair[0] in options.sets]
    print(f"model {encoder.name}, recall@1 @5 @10 and the interval of recall@1")
    for name, passages, questions in pairs:
        asked = questions or passages
        columns = retrieval_scores(encoder, passages, asked, options.every)
        print(
            f"{name:>15}  " + "   ".join(f"{kind} {_figures(column)}" for kind, column in columns.items()), flush=True
        )


def retrieval_scores(encoder: Encoder, passages: ReadingSet, questions: ReadingSet, every: int = 1) -> Columns:
    """The scores of every question, or every nth, by each way of searching."""
    rows: dict[str, list[dict[str, object]]] = {"bm25": [], "cosine": [], "dense": [], "hybrid": []}
    for number, (right, *rankings) in enumerate(_searches(encoder, passages, questions.questions[::every])):
        for kind, ranking in zip(rows, rankings, strict=True):
            scores = ranking_scores([float(row == right) for row in ranking], [1.0])
            rows[kind].append({"id": str(number), "answers": None, "found": True, "scores": scores})
    return {kind: tally(each) for kind, each in rows.items()}


def _searches(
    encoder: Encoder, passages: ReadingSet, questions: Sequence[Asked]
) -> Iterator[tuple[int, list[int], list[int], list[int], list[int]]]:
    """For each question: its paragraph, and the rows found by words, by vectors, by the closer look and by all."""
    vectors = encoder.encode_passages(passages.paragraphs)
    queries = encoder.encode_queries([asked.question for asked in questions])
    index = VectorIndex.build(vectors)
    sentences = [[text[s:e] for s, e in sentence_spans(text)] for text in passages.paragraphs]
    with tempfile.TemporaryDirectory() as folder:
        LexicalIndex.write(Path(folder), ((row, text, "") for row, text in enumerate(passages.paragraphs)))
        words = LexicalIndex.open(Path(folder))
        for at, asked in enumerate(questions):
            lexical = dict(words.search(asked.question, POOL))
            cosines = dict(index.search(queries[at : at + 1], POOL)[0])
            rows = sorted(lexical.keys() | cosines.keys())
            close = closeness(encoder, asked.question, vectors[rows] @ queries[at], [sentences[row] for row in rows])
            both = dict(zip(rows, map(float, close), strict=True))
            closer = sorted(both, key=lambda row: (row not in cosines, -both[row]))
            fused = [row for row, _ in fuse(lexical, both, both, Settings())]
            yield asked.paragraph, list(lexical), list(cosines), closer, fused


def _figures(column: Tally) -> str:
    between = interval(*column.values(FIGURES[0]))
    assert between
    low, high = between
    return " ".join(f"{ratio(*column.values(name)):.3f}" for name in FIGURES) + f" [{low:.2f} {high:.2f}]"


if __name__ == "__main__":
    main()
