"""Do questions get the same quotes from an index in a folder and one in Milvus? `python -m benchmarks.engines FOLDER milvus...`.

Both must hold the same documents, encoded with the same model. A question counts as the same when outcome, quotes, their spans and the
hash of the text that these count in are the same.
"""

import argparse
import json
import random
import sys
from pathlib import Path
from time import perf_counter

from qa import Assistant
from qa.evaluation.set_formats import load_questions
from qa.types import Answer


def told(answer: Answer) -> list[object]:
    """What a receipt of an answer holds of its quotes."""
    quotes = [(quote.text, quote.passage.source, quote.spans, quote.sha256) for quote in answer.quotes]
    return [answer.outcome, quotes]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("indexes", nargs=2, type=Path)
    parser.add_argument("--questions", type=Path, default=Path("evals/seeds.jsonl"))
    parser.add_argument("--sample", type=int, default=0, help="so many of them, drawn by a seed; all by default")
    asked = parser.parse_args(arguments)
    assistants = [Assistant.open(each) for each in asked.indexes]
    questions = list(load_questions(asked.questions).questions)
    random.Random(1).shuffle(questions)
    questions = questions[: asked.sample or None]
    same, seconds = 0, [0.0, 0.0]
    for done, question in enumerate(questions, start=1):
        answers = []
        for at, assistant in enumerate(assistants):
            started = perf_counter()
            answers.append(told(assistant.ask(question.question)))
            seconds[at] += perf_counter() - started
        same += answers[0] == answers[1]
        if answers[0] != answers[1]:
            print(f"differs: {question.id} {question.question}", file=sys.stderr)
        print(f"{done} of {len(questions)}, {same} the same, {seconds[0]:.0f} and {seconds[1]:.0f} s", file=sys.stderr)
    print(json.dumps({"questions": len(questions), "same": same, "seconds": [round(each, 1) for each in seconds]}))


if __name__ == "__main__":
    main(sys.argv[1:])
