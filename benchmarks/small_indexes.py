"""How well indexes of one to fifty paragraphs answer, and refuse: what a new user tries first.

    python -m benchmarks.small_indexes [--data DIR] [--draws N] [--sets NAME ...] [--sizes N ...] [--short]

Each draw is a paragraph of a set with at most three of its questions, in an index with others drawn at random (see
`small_folders`). A line for each set and size: `first` is the share of first quotes that hold the answer, shown or held back;
`refused` the share of these questions below the default threshold; `right` the share of the quotes shown that hold
it; `beside` and `elsewhere` the share of questions answered although their paragraph is replaced by a text beside it, or
by one of another article; and for both how well the confidence tells (AUROC). Intervals are of 95%, by drawing paragraphs anew (bootstrap).
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.data import DEFAULT, IN_LANGUAGE, Asked, load
from benchmarks.small_folders import BESIDE, ELSEWHERE, SIZES, THERE, Folder, folders
from qa.assistant import Assistant
from qa.evaluation import confidence as trust
from qa.evaluation.relevance import contains_answer
from qa.settings import THRESHOLD

_RESAMPLES = 300


class Row(NamedTuple):
    """A question asked once: of which draw, how, how sure the reader was, and whether its first quote holds the answer."""

    draw: int
    kind: str
    sure: float
    right: bool


Measure = Callable[[Sequence[Row]], float | None]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.small_indexes", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--draws", type=int, default=60, help="paragraphs of a set that questions are asked about")
    parser.add_argument("--sets", nargs="*", default=IN_LANGUAGE)
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES, help="paragraphs of an index")
    parser.add_argument(
        "--short", action="store_true", help="documents of one to three sentences, not whole paragraphs"
    )
    options = parser.parse_args()
    print(f"| set | paragraphs | {' | '.join(f'{name} [95%]' for name in MEASURES)} |")
    print("|---" * (2 + len(MEASURES)) + "|")
    for name in options.sets:
        rows: dict[int, list[Row]] = {size: [] for size in options.sizes}
        for folder in folders(load(name, options.data), options.draws, options.sizes, short=options.short):
            rows[folder.size] += asked(folder)
        for size, listed in rows.items():
            cells = (_with_interval(measure, listed) for measure in MEASURES.values())
            print(f"| {name} | {size} | {' | '.join(cells)} |", flush=True)


def asked(folder: Folder) -> list[Row]:
    """What the product says to each question of a folder."""
    assistant = Assistant.open(folder.index)
    return [_row(folder, assistant, question) for question in folder.questions]


def _row(folder: Folder, assistant: Assistant, question: Asked) -> Row:
    answer = assistant.ask(question.question)
    first = (*answer.quotes, *answer.nearest)[:1]
    right = folder.kind == THERE and any(contains_answer(quote.text, question.answers) for quote in first)
    return Row(folder.draw, folder.kind, answer.confidence, right)


def _with_interval(measure: Measure, rows: Sequence[Row]) -> str:
    value = measure(rows)
    if value is None:
        return ""
    by_draw: dict[int, list[Row]] = {}
    for row in rows:
        by_draw.setdefault(row.draw, []).append(row)
    groups, drawn = (
        list(by_draw.values()),
        np.random.default_rng(8).integers(len(by_draw), size=(_RESAMPLES, len(by_draw))),
    )
    again = [measure([row for group in each for row in groups[group]]) for each in drawn]
    low, high = np.quantile([other for other in again if other is not None], (0.025, 0.975))
    return f"{value:.2f} [{low:.2f} {high:.2f}]"


def _mean(values: Sequence[bool]) -> float | None:
    return float(np.mean(values)) if values else None


def _answered(kind: str) -> Measure:
    return lambda rows: _mean([row.sure >= THRESHOLD for row in rows if row.kind == kind])


def _apart(kind: str) -> Measure:
    def measure(rows: Sequence[Row]) -> float | None:
        both = [row for row in rows if row.kind in (THERE, kind)]
        return trust.separation(np.array([row.sure for row in both]), np.array([row.kind == THERE for row in both]))

    return measure


MEASURES: dict[str, Measure] = {
    "first": lambda rows: _mean([row.right for row in rows if row.kind == THERE]),
    "refused": lambda rows: _mean([row.sure < THRESHOLD for row in rows if row.kind == THERE]),
    "right": lambda rows: _mean([row.right for row in rows if row.kind == THERE and row.sure >= THRESHOLD]),
    "beside": _answered(BESIDE),
    "AUROC beside": _apart(BESIDE),
    "elsewhere": _answered(ELSEWHERE),
    "AUROC elsewhere": _apart(ELSEWHERE),
}


if __name__ == "__main__":
    main()
