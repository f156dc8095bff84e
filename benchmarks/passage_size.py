"""Quality on a question set at several passage sizes.

python -m benchmarks.passage_size [--docs seeds] [--questions evals/seeds.jsonl] [--lang zh]
"""

import argparse
import tempfile
from pathlib import Path

from qa import Assistant, build_index
from qa.evaluation.results import evaluate
from qa.evaluation.set_formats import load_questions

SIZES = (150, 200, 300, 400, 600, 900)
FIGURES = ("recall@1", "recall@5", "mrr@10", "quote@1", "quote@3", "answered")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.passage_size", description=__doc__)
    parser.add_argument("--docs", type=Path, default=Path("seeds"))
    parser.add_argument("--questions", type=Path, default=Path("evals/seeds.jsonl"))
    parser.add_argument("--lang", help="only questions whose lang begins so")
    options = parser.parse_args()
    questions = load_questions(options.questions).questions
    chosen = [q for q in questions if q.columns.get("lang", "").startswith(options.lang or "")]
    print("| characters | passages | " + " | ".join(FIGURES) + " |")
    print("|---" * (len(FIGURES) + 2) + "|")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            report = build_index(options.docs, Path(folder), passage_characters=size)
            figures = evaluate(Assistant.open(folder), chosen)["metrics"]
        cells = " | ".join(f"{figures[name]:.3f}" for name in FIGURES)
        print(f"| {size} | {report.passages} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
