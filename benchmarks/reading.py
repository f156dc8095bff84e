"""How long the reading part of a question takes, beside the whole, and how it grows with the text that is read.

    python -m benchmarks.reading [--data DIR] [--rounds N]

For the seeds, and with --data for CMRC 2018 trial: p50 and p99, in milliseconds of one processor, of `qa.reader.read` alone and of
`Assistant.ask`, after a first round that fills the caches, and of the first round. Then `read` on one paragraph without
any punctuation, which must grow no faster than the paragraph.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.forms import SEEDS, asked
from qa import assistant as home
from qa.assistant import Assistant
from qa.reader import Reading, read
from qa.text.sentences import sentence_spans
from qa.types import Hit, Passage, Span
from tests.builders.terms import ANY_TERM

SIZES = (1_000, 10_000, 100_000)  # characters
QUESTION = "宁夏有多少工会会员?"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the public data; without it, only the seeds")
    parser.add_argument("--rounds", type=int, default=2, help="rounds over the questions after the first")
    options = parser.parse_args()
    print("| questions | | first round p50 | p99 | later p50 | p99 |")
    print("|---" * 6 + "|")
    for name in (SEEDS, "cmrc2018_trial") if options.data else (SEEDS,):
        with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
            assistant, questions = asked(name, options.data, Path(folder), 1000, 1)
            texts = [question.question for question in questions]
            first = timed(assistant, texts)
            later = timed(assistant, texts * options.rounds)
            for kind, at_first, after in zip(("reading", "whole question"), first, later, strict=True):
                print(f"| {name} | {kind} | {_cells(at_first)} | {_cells(after)} |", flush=True)
    print("| characters without punctuation | ms to read |")
    print("|---|---|")
    for size in SIZES:
        print(f"| {size:,} | {1000 * reading_time(paragraph(size)):.1f} |", flush=True)


def timed(assistant: Assistant, questions: Iterable[str]) -> tuple[list[float], list[float]]:
    """Seconds that each question spent in `read`, and in all."""
    reading: list[float] = []
    whole: list[float] = []

    def clocked(*given: object, **named: object) -> Reading:
        started = time.thread_time()
        made = read(*given, **named)  # type: ignore[arg-type]
        reading[-1] += time.thread_time() - started
        return made

    with patch.object(home, "read", clocked):
        for question in questions:
            reading.append(0.0)
            started = time.thread_time()
            assistant.ask(question)
            whole.append(time.thread_time() - started)
    return reading, whole


def paragraph(size: int, seed: int = 1) -> str:
    """Chinese characters at random with figures among them and no mark."""
    draw = random.Random(seed)
    pieces = [chr(draw.randint(0x4E00, 0x9FA5)) if draw.random() < 0.97 else "371万人" for _ in range(size)]
    return "".join(pieces)[:size]


def reading_time(text: str) -> float:
    """Seconds to read one passage that is the whole of `text`; the best of three, each with cold caches."""
    passage = Passage("long.txt", text, (Span(0, len(text)),), tuple(sentence_spans(text)))
    times = []
    for attempt in range(3):
        question = f"{QUESTION}{attempt}"
        started = time.thread_time()
        read(question, [Hit(0, passage, 1.0, 1.0)], ANY_TERM, lambda _: "", 3)
        times.append(time.thread_time() - started)
    return min(times)


def _cells(seconds: list[float]) -> str:
    p50, p99 = 1000 * np.percentile(seconds, [50, 99])
    return f"{p50:.1f} | {p99:.1f}"


if __name__ == "__main__":
    main()
