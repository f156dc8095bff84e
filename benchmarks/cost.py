"""What a question costs, in time of one processor and memory: readers side by side, cold starts, evaluation.

    python -m benchmarks.cost [--index PATH --questions FILE] [--limit N]

By default of the shipped documents and questions, indexed anew; an index of your own with `--index`. Processor time (user and system), so
that what else the machine does changes little: a question alone on two cores takes less than that, since the network runs on both.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.reading import timed
from qa import Assistant, build_index
from qa.evaluation.questions import Question, load_lines
from qa.evaluation.runner import run_questions
from qa.settings import FAST, STANDARD, Settings

os.environ["YINJU_THREADS"] = "1"  # all of a question's work in the thread that is timed
SEEDS, QUESTIONS = Path("seeds"), Path("evals/seeds.jsonl")
_IMPORT = [sys.executable, "-c", "import sentence_transformers"]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=__doc__)
    parser.add_argument("--index", type=Path, help="an index that is there; by default one of the seeds")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--limit", type=int, default=60, help="so many questions, spread over the set")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        index = options.index or Path(folder) / "index"
        if not options.index:
            build_index(SEEDS, index)
        questions = list(load_lines(options.questions).questions)
        questions = questions[:: max(1, len(questions) // options.limit)][: options.limit]
        print("| reader | whole question p50 | p95 | of that reading p50 |\n|---|---|---|---|")
        whole = {}
        for name in (STANDARD, FAST):
            assistant = Assistant.open(index, settings=Settings(reader=name))
            timed(assistant, [question.question for question in questions[:5]])  # caches that any second question finds
            reading, times = timed(assistant, [question.question for question in questions])
            whole[name] = float(np.median(times))
            p50, p95 = 1000 * np.percentile(times, [50, 95])
            print(f"| {name} | {p50:.0f} ms | {p95:.0f} ms | {1000 * np.median(reading):.0f} ms |", flush=True)
        print(f"fast against standard: {whole[FAST] / whole[STANDARD]:.2f}")
        print(
            f"evaluation: {_evaluated(index, questions, Path(folder) / 'rows'):.1f} questions a second of one processor"
        )
        asking, size = _run([sys.executable, "-m", "qa", "ask", questions[0].question, "--index", str(index)])
        importing, _ = _run(_IMPORT)
        print(
            f"cold yinju ask: {asking:.2f} s, {asking / importing:.2f} of importing sentence-transformers; {size:.0f} MB"
        )


def _evaluated(index: Path, questions: Sequence[Question], journal: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    run_questions(Assistant.open(index), questions, journal)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return len(questions) / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Processor seconds and megabytes, at most, of a program; the second time, when its files are read already."""
    seconds, size = 0.0, 0.0
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        seconds, size = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    return seconds, size


if __name__ == "__main__":
    main()
