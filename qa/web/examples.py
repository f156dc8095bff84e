"""Questions to begin with, and sets of them to evaluate by."""

import json
from pathlib import Path

EXAMPLES = 6


def example_questions(docs: Path, evals: Path = Path("evals/seeds.jsonl")) -> list[str]:
    """Questions spread over the question set of the shipped documents; none for other folders."""
    if docs.resolve() != Path("seeds").resolve() or not evals.is_file():
        return []
    rows = [json.loads(line) for line in evals.read_text("utf-8").splitlines()]
    by_language = {row["lang"]: row["question"] for row in reversed(rows) if row["answers"]}
    chinese = [row["question"] for row in rows if row["answers"] and row["lang"] == "zh" and row["kind"] == "number"]
    others = [question for language, question in sorted(by_language.items()) if language in ("en", "ja")]
    unanswerable = [row["question"] for row in rows if not row["answers"] and row["lang"] == "zh"][:1]
    spread = chinese[:: max(1, len(chinese) // 3)][:3]
    return [*spread, *others, *unanswerable][:EXAMPLES]


def question_sets(folder: Path, pattern: str) -> list[str]:
    """The files that hold questions, by name; labelled data of other kinds may lie beside them."""
    return sorted(str(path) for path in folder.glob(pattern) if _begins_with_a_question(path))


def _begins_with_a_question(path: Path) -> bool:
    with path.open("rb") as lines:
        return b'"question"' in lines.readline(100_000)
