"""Runs a question set on an index and prints its figures, and the questions whose first quote was not right.

python examples/evaluate.py INDEX QUESTIONS
"""

import sys
from pathlib import Path

from qa import Assistant
from qa.evaluation.results import evaluate
from qa.evaluation.set_checks import checked
from qa.evaluation.set_formats import load_questions


def main(index: str, questions: str) -> None:
    """Evaluate; what is odd in the set is printed first."""
    assistant = Assistant.open(index)
    asked, findings = checked(assistant, load_questions(Path(questions)).questions)
    print(*findings, sep="\n", end="\n" if findings else "")
    result = evaluate(assistant, asked)
    for name in ("recall@5", "quote@1", "quote_precision", "abstain_f1"):
        print(name, result["metrics"][name], result["metrics"]["intervals"].get(name))
    for row in result["rows"]:
        if row["scores"].get("quote@1") == 0:
            print("missed:", row["id"], row["question"])


if __name__ == "__main__":
    main(*sys.argv[1:])
