"""How well the product answers: the public sets, in one language and across languages, and with the answer taken away.

    python -m benchmarks.answers [--data DIR] [--limit N] [--sets NAME ...]

Each set is imported, indexed and evaluated as a user would. `first` and `any` are of the first quote, and of the first
three, with the threshold at 0; `refused` is the share of answerable questions that the default threshold holds back, and
`right` how many of the quotes shown first are right; `chars` compares the first quote with the shortest sentence that
holds an answer. `silent` is the AUROC of the confidence between the questions as they are and with the passages around
their answers taken away. `marked` is the share of right first quotes whose
marks hold an answer in at most half of the quote.
"""

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.data import DEFAULT, LANGUAGES, Squad, public
from qa.answering.index_terms import IndexTerms
from qa.assistant import READ_HITS, Assistant
from qa.evaluation import confidence as trust
from qa.evaluation.imported import DOCUMENTS
from qa.evaluation.questions import Anchor, Question
from qa.evaluation.relevance import contains_answer
from qa.evaluation.results import evaluate
from qa.evaluation.squad import import_squad
from qa.indexing.build import build_index
from qa.reader import read
from qa.retrieval.hybrid import hits, rank
from qa.retrieval.index import Index
from qa.settings import Settings
from qa.types import Hit

OWN = ("cmrc2018_trial", "drcd_dev", "jsquad_valid", *(f"xquad.{language}" for language in LANGUAGES))
ACROSS = [f"{a}-zh" for a in LANGUAGES if a != "zh"] + [f"zh-{a}" for a in LANGUAGES if a != "zh"]

AS_IT_IS, REMOVED = "as it is", "removed"
_NEARBY = 1200  # characters around an answer that may speak of it


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--limit", type=int, default=1000, help="questions of a set, drawn at random")
    parser.add_argument("--sets", nargs="*", default=[*OWN, *ACROSS])
    options = parser.parse_args()
    print("| questions on documents | questions | first [95%] | any of 3 | refused | right | chars | silent | marked |")
    print("|---" * 9 + "|")
    for name in options.sets:
        asked, _, read = name.partition("-") if "-" in name else (name, "", "")
        made = public(options.data, f"xquad.{read}" if read else name)
        questions = public(options.data, f"xquad.{asked}") if read else None
        print(measure(name, made, questions, options.limit), flush=True)


def measure(name: str, made: Squad, questions: Squad | None, limit: int) -> str:
    """A line of the table."""
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        path = Path(folder) / "set.json"
        path.write_text(json.dumps(made), "utf-8")
        asked: Sequence[Question] = [q for q in import_squad(path, Path(folder) / "set").questions if q.answerable]
        if questions:
            texts = {str(e["id"]): e["question"] for a in questions["data"] for p in a["paragraphs"] for e in p["qas"]}
            asked = [replace(question, question=texts[question.id]) for question in asked if question.id in texts]
        asked = random.Random(20).sample(asked, min(limit, len(asked)))
        index = Path(folder) / "index"
        build_index(Path(folder) / "set" / DOCUMENTS, index)
        all_shown = evaluate(Assistant.open(index, settings=Settings(threshold=0.0)), asked)
        by_default = evaluate(Assistant.open(index), asked)["metrics"]
        confidences = _confidences(index, asked)
        metrics = all_shown["metrics"]
        low, high = metrics["intervals"]["quote@1"]
        whole = np.array([kind == AS_IT_IS for kind, _ in confidences])
        silent = trust.separation(np.array([sure for _, sure in confidences]), whole)
        cells = [
            f"{metrics['questions']}",
            f"{metrics['quote@1']:.3f} [{low:.2f} {high:.2f}]",
            f"{metrics['quote@3']:.3f}",
            f"{1 - by_default['answered']:.3f}",
            f"{by_default['quote_precision'] or 0:.3f}",
            f"{_lengths(Assistant.open(index), all_shown['rows'], asked):.2f}",
            f"{silent:.3f}",
            f"{_marked(all_shown['rows'], asked):.2f}",
        ]
        return f"| {name} | " + " | ".join(cells) + " |"


def _confidences(index_path: Path, questions: Sequence[Question]) -> list[tuple[str, float]]:
    """The reader's confidence in each anchored question as it is, and with the passages around its answer taken away."""
    index = Index.open(index_path)
    found: list[tuple[str, float]] = []
    for question in questions:
        if not question.anchors:
            continue
        near = hits(index, rank(index, question.question, Settings())[: 3 * READ_HITS])
        far = [hit for hit in near if not any(_is_near(hit, anchor) for anchor in question.anchors)]
        for kind, listed in ((AS_IT_IS, near), (REMOVED, far)):
            reading = read(
                question.question,
                listed[:READ_HITS],
                IndexTerms(index),
                index.catalogue.opening,
                top=1,
            )
            found.append((kind, reading.confidence))
    return found


def _is_near(hit: Hit, anchor: Anchor) -> bool:
    passage = hit.passage
    return (
        passage.source == anchor.source
        and passage.start < anchor.end + _NEARBY
        and anchor.start - _NEARBY < passage.end
    )


def _lengths(assistant: Assistant, rows: Sequence[dict[str, Any]], asked: Sequence[Question]) -> float:
    """Mean length of the first quote over that of the shortest sentence that holds an answer."""
    shortest = []
    for question in asked:
        texts = [
            passage.text[start:end]
            for source in question.sources
            for _, passage in assistant.passages_of(source)
            for start, end in passage.sentences
        ]
        holding = [len(text) for text in texts if contains_answer(text, question.answers or ())]
        if holding:
            shortest.append(min(holding))
    return float(np.mean([len(row["quotes"][0]["text"]) for row in rows if row["quotes"]]) / np.mean(shortest))


def _marked(rows: Sequence[dict[str, Any]], asked: Sequence[Question]) -> float:
    """The share of right first quotes whose marks hold an answer, in at most half of the quote."""
    answers = {question.id: question.answers or () for question in asked}
    right = [(row["quotes"][0], answers[row["id"]]) for row in rows if row["right"] and row["quotes"]]
    held = 0
    for quote, gold in right:
        texts = [quote["text"][start:end] for start, end in quote["marks"]]
        short = sum(map(len, texts)) <= len(quote["text"]) / 2
        held += short and any(contains_answer(text, gold) for text in texts)
    return held / max(1, len(right))


if __name__ == "__main__":
    main()
