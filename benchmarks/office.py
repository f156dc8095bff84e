"""A folder of documents of two made-up offices in all formats, and the questions that people ask of such folders.

    python -m benchmarks.office build/office        # the documents
    python -m benchmarks.office build/office --ask  # builds an index of them and tells how evals/office.jsonl fares by kind

Everything is made up. The questions stand in evals/office.jsonl, written from the same data (`office_texts`); `office_documents` makes the files.
"""

import argparse
import json
from pathlib import Path

from benchmarks.office_documents import write_documents
from benchmarks.office_texts import questions

EVALS = Path(__file__).parents[1] / "evals" / "office.jsonl"


def write_questions(path: Path = EVALS) -> None:
    """Write the question set."""
    lines = []
    for number, (question, answers, source, kind) in enumerate(questions(), start=1):
        lang = "en" if question.isascii() else "zh"
        row = {
            "id": f"o{number:03d}",
            "question": question,
            "answers": answers,
            "source": source or None,
            "lang": lang,
            "kind": kind,
        }
        lines.append(json.dumps(row, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Write the documents; with `--ask`, ask the questions too."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ask", action="store_true", help="build an index and print the figures by kind")
    parser.add_argument("--write", action="store_true", help="write the question set anew")
    arguments = parser.parse_args()
    write_documents(arguments.folder)
    if arguments.write:
        write_questions()
    if arguments.ask:
        _ask(arguments.folder)


def _ask(folder: Path) -> None:
    from qa import Assistant, build_index
    from qa.evaluation.results import evaluate
    from qa.evaluation.set_formats import load_questions

    index = folder.parent / f"{folder.name}-index"
    build_index(folder, index, full=True)
    result = evaluate(Assistant.open(index), load_questions(EVALS).questions)
    for name in ("recall@1", "recall@5", "quote@1", "quote@3", "answered", "abstain_recall"):
        print(f"{name:15} {result['metrics'][name]:.3f}")
    for kind, figures in sorted(result["by"]["kind"].items()):
        shown = "  ".join(
            f"{name} {figures[name]:.2f}" for name in ("quote@1", "answered") if figures.get(name) is not None
        )
        print(f"{kind:12} {shown or 'abstain_recall ' + str(figures.get('abstain_recall'))}")


if __name__ == "__main__":
    main()
