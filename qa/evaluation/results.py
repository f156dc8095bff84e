"""The result object of the contract: made, written row by row, and read again."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qa.assistant import Assistant
from qa.errors import QuestionSetError
from qa.evaluation.journal import Journal
from qa.evaluation.questions import Question
from qa.evaluation.runner import run_questions
from qa.evaluation.summary import summary, tally

_BRIEF_QUOTES = ("text", "source", "spans")


def evaluate(
    assistant: Assistant, questions: Sequence[Question], progress: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """Run a set and give the whole result object: `metrics`, `by` column, `curves`, `rows`, `index`.

    Args:
        assistant: Opened on the index.
        questions: The set.
        progress: Told how many are done.

    Returns:
        The object that `yinju evaluate --json` writes.
    """
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        rows = run_questions(assistant, questions, Path(folder) / "rows", progress=progress)
        return {**head(assistant, rows), "rows": list(rows.rows())}


def head(assistant: Assistant, rows: Journal, by: Iterable[str] = ()) -> dict[str, Any]:
    """The result object without its rows; `by` are columns to report by however many values they have.

    Args:
        assistant: That was asked.
        rows: Of all questions.
        by: Columns to report by, however many values they have.

    Returns:
        `metrics`, `by`, `curves`, `index` and `reader`.
    """
    return {**summary(tally(rows.rows(), by)), "index": assistant.info.to_json(), "reader": assistant.settings.reader}


def write_result(
    path: Path, head: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], *, brief: bool = False
) -> None:
    """Write a result object, one row at a time.

    Args:
        path: The file.
        head: Everything but the rows.
        rows: The rows.
        brief: Leave passages, headings and marks out of the rows: enough to compare with, in a tenth of the space.

    Raises:
        QuestionSetError: The file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8") as file:
            body = json.dumps({**head, "rows": []}, ensure_ascii=False, indent=1)
            file.write(body.removesuffix("]\n}"))
            for number, row in enumerate(rows):
                file.write(",\n" if number else "\n")
                kept = _brief(row) if brief else {k: v for k, v in row.items() if not k.startswith("_")}
                file.write("  " + json.dumps(kept, ensure_ascii=False))
            file.write("\n ]\n}\n")
    except OSError as error:
        raise QuestionSetError(f"{path} cannot be written ({error.strerror}); give another file") from error


def read_result(path: Path) -> dict[str, Any]:
    """Read a result object that `write_result` wrote.

    Args:
        path: The file.

    Returns:
        The object, rows included.

    Raises:
        QuestionSetError: It is not there, or is no such object.
    """
    try:
        result: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror}); give a file that --json wrote") from error
    except (ValueError, RecursionError) as error:
        raise QuestionSetError(f"{path}: is not JSON ({error}); give a file that --json wrote") from error
    rows = result.get("rows") if isinstance(result, dict) else None
    needed = {"id", "question", "found", "scores", "quotes", "answers"}
    if not isinstance(rows, list) or not all(isinstance(row, dict) and needed <= row.keys() for row in rows):
        raise QuestionSetError(f"{path}: is not the result of an evaluation; give a file that --json wrote")
    for row in rows:  # of a version that did not write it
        row.setdefault("right", bool(row["scores"].get("quote@1")))
    return result


def trec_lines(rows: Iterable[Mapping[str, Any]], key: str) -> Iterator[str]:
    """The lines of TREC's formats that the rows carry: `_run` or `_qrels`."""
    return (line for row in rows for line in row.get(key, ()))


def _brief(row: Mapping[str, Any]) -> dict[str, Any]:
    quotes = [{key: quote[key] for key in _BRIEF_QUOTES} for quote in row["quotes"][:3]]
    left_out = {"nearest", "expected"}
    kept = {key: value for key, value in row.items() if key not in left_out and not key.startswith("_")}
    return kept | {"quotes": quotes}
