"""Question sets: JSON Lines or CSV, one question a line, as in the contract."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qa.errors import QuestionSetError

_KNOWN = ("id", "question", "answers", "source")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold answers.

    Attributes:
        id: Unique in its set.
        question: The question.
        answers: Alternatives, each a string that a right quote contains; empty: the documents do not say.
        sources: Documents that a right quote may come from; empty: any.
        columns: Every other column (`lang`, `kind`, ...), to report by.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    sources: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return bool(self.answers)


def load_questions(path: Path) -> list[Question]:
    """Read a question set.

    Raises:
        QuestionSetError: The file cannot be read, or a line is broken; the message starts with `file:line`.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror}); give a .jsonl or .csv file") from error
    except UnicodeDecodeError as error:
        raise QuestionSetError(f"{path}: is not UTF-8 text; save it as UTF-8") from error
    lines = _csv_lines(path, text) if path.suffix.lower() == ".csv" else _json_lines(path, text)
    questions: list[Question] = []
    seen: dict[str, int] = {}
    for number, values in lines:
        question = _question(f"{path}:{number}", values)
        if question.id in seen:
            raise QuestionSetError(f"{path}:{number}: the id {question.id!r} stands in line {seen[question.id]} too")
        seen[question.id] = number
        questions.append(question)
    if not questions:
        raise QuestionSetError(f"{path}: holds no question")
    return questions


def _json_lines(path: Path, text: str) -> Iterator[tuple[int, dict[str, object]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise QuestionSetError(f"{path}:{number}: is not a JSON object ({error})") from error
        if not isinstance(values, dict):
            raise QuestionSetError(f"{path}:{number}: is not a JSON object but {type(values).__name__}")
        yield number, values


def _csv_lines(path: Path, text: str) -> Iterator[tuple[int, dict[str, object]]]:
    """Rows of a CSV file; `answers` and `source` may hold a JSON list or one plain value."""
    reader = csv.DictReader(text.splitlines(keepends=True))
    try:
        for row in reader:
            yield reader.line_num, {key: _csv_value(key, cell) for key, cell in row.items() if key}
    except csv.Error as error:
        raise QuestionSetError(f"{path}:{reader.line_num}: is not CSV ({error})") from error


def _csv_value(key: str, cell: str | None) -> object:
    cell = (cell or "").strip()
    if key not in ("answers", "source"):
        return cell
    if cell.startswith("["):
        try:
            return json.loads(cell)
        except ValueError:
            return cell
    if key == "answers":
        return [cell] if cell else []
    return cell or None


def _question(place: str, values: dict[str, object]) -> Question:
    text = values.get("question")
    if not isinstance(text, str) or not text.strip():
        raise QuestionSetError(f'{place}: "question" must be a text that is not blank')
    name = values.get("id", place.rpartition(":")[2])
    if not isinstance(name, str | int) or name == "":
        raise QuestionSetError(f'{place}: "id" must be a text')
    if "answers" not in values:
        raise QuestionSetError(f'{place}: "answers" is missing; an empty list says that there is no answer')
    others = {key: str(value) for key, value in values.items() if key not in _KNOWN and value is not None}
    return Question(
        id=str(name),
        question=text,
        answers=_texts(place, "answers", values["answers"]),
        sources=_texts(place, "source", values.get("source")),
        columns=others,
    )


def _texts(place: str, key: str, value: object) -> tuple[str, ...]:
    """A list of texts, one text, or nothing, as a tuple."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(text, str) and text.strip() for text in listed):
        raise QuestionSetError(f'{place}: "{key}" must be a text or a list of texts, none of them blank')
    return tuple(listed)
