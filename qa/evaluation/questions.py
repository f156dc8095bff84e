"""Question sets: what a question is, and the JSON Lines and CSV of the contract.

`QuestionSet.findings` lists what is odd but can be worked with; what cannot be read at all is an error.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from itertools import islice
from pathlib import Path
from typing import NoReturn

from qa.errors import QuestionSetError
from qa.types.contract import NotOfTheContract, as_json, from_json, optional


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an answer stands: its offsets in a document's text, its words, and the words around it.

    The words find it again when the text of the document is extracted in another way and the offsets have moved.
    """

    source: str
    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A line of a question set, as JSON has it; every other key is a column. `Question` says what each means."""

    id: str | int | None = None
    question: str
    answers: str | tuple[str, ...] | None
    source: str | tuple[str, ...] | None = None
    anchors: Anchor | tuple[Anchor, ...] | None = optional(None)
    relevant: dict[str, int] | None = optional(None)
    history: str | tuple[str, ...] | None = optional(None)


_KNOWN = tuple(each.name for each in fields(QuestionLine))
_TEXTS = "a text or a list of texts, none of them blank"
_FORMS = {
    "id": "a text",
    "question": "a text that is not blank",
    "answers": _TEXTS,
    "source": _TEXTS,
    "anchors": "objects with source, start, end, text",
    "relevant": "an object of sources and whole numbers",
    "history": _TEXTS,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold answers.

    Attributes:
        id: Unique in its set.
        question: The question.
        answers: Alternatives, each a string that a right quote contains. Empty: the documents do not say. None: only
            `relevant` is known.
        sources: Documents that a right quote may come from; empty: any.
        columns: Every other column (`lang`, `kind`, ...), to report by.
        anchors: Where the answers stand.
        history: The questions before it, oldest first, when it is a follow-up.
        relevant: Judgements of whole documents: source to grade, 0 for "not relevant" (as in TREC's qrels).
    """

    id: str
    question: str
    answers: tuple[str, ...] | None
    sources: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    anchors: tuple[Anchor, ...] = ()
    relevant: dict[str, int] = field(default_factory=dict)
    history: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return bool(self.answers) or any(grade > 0 for grade in self.relevant.values())

    def to_json(self) -> dict[str, object]:
        """A line of the contract."""
        line = as_json(
            QuestionLine(
                id=self.id,
                question=self.question,
                answers=self.answers,
                source=self.sources if len(self.sources) > 1 else next(iter(self.sources), None),
                anchors=self.anchors or None,
                relevant=self.relevant or None,
                history=self.history or None,
            )
        )
        return {**dict(islice(line.items(), 4)), **self.columns, **line}  # what people fill in stands first


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a file, and what is odd about them, a line each."""

    questions: tuple[Question, ...]
    findings: tuple[str, ...] = ()

    @classmethod
    def of(cls, path: Path, placed: Iterable[tuple[str, Question]]) -> "QuestionSet":
        """Make ids unique, leave blank questions out, and say so.

        Args:
            path: The file that they come from, to say so.
            placed: Pairs of `file:line` and question.

        Returns:
            The set, with what is odd in it.

        Raises:
            QuestionSetError: Nothing is left.
        """
        questions: dict[str, Question] = {}
        findings: list[str] = []
        for place, question in placed:
            if not question.question.strip():
                findings.append(f"{place}: the question is still blank and is left out; fill it in")
                continue
            if question.id in questions:
                findings.append(f"{place}: the id {question.id!r} is there already; give each question its own")
                question = replace(question, id=_unused(question.id, questions))
            questions[question.id] = question
        if not questions:
            blank = f" but {len(findings)} that are still blank; fill them in" if findings else ""
            raise QuestionSetError(f"{path}: holds no question{blank}")
        return cls(tuple(questions.values()), tuple(findings))


def load_lines(path: Path) -> QuestionSet:
    """Read a question set in JSON Lines or CSV.

    Args:
        path: The file, a `.csv` or else JSON Lines.

    Returns:
        The set, with what is odd in it.

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
    placed = ((f"{path}:{number}", read_question(f"{path}:{number}", values)) for number, values in lines)
    return QuestionSet.of(path, placed)


def write_lines(path: Path, questions: Iterable[Question]) -> None:
    """Write questions as JSON Lines.

    Args:
        path: The file.
        questions: The questions, in order.

    Raises:
        QuestionSetError: The file cannot be written.
    """
    lines = "".join(json.dumps(question.to_json(), ensure_ascii=False) + "\n" for question in questions)
    try:
        path.write_text(lines, encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be written ({error.strerror}); give another place") from error


def _unused(name: str, taken: dict[str, Question]) -> str:
    number = 2
    while f"{name}#{number}" in taken:
        number += 1
    return f"{name}#{number}"


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
    """Rows of a CSV file; a cell that begins with `[` or `{` may hold JSON."""
    reader = csv.DictReader(text.splitlines(keepends=True))
    try:
        for row in reader:
            yield reader.line_num, {key: _csv_value(key, cell) for key, cell in row.items() if key}
    except csv.Error as error:
        raise QuestionSetError(f"{path}:{reader.line_num}: is not CSV ({error})") from error


def _csv_value(key: str, cell: str | None) -> object:
    cell = (cell or "").strip()
    if key not in _KNOWN or key in ("id", "question"):
        return cell
    if cell.startswith(("[", "{")):
        try:
            return json.loads(cell)
        except ValueError:
            return cell
    if key == "answers":
        return [cell] if cell else []
    return cell or None


def read_question(place: str, values: dict[str, object]) -> Question:
    """Read one line of a question set.

    Args:
        place: Where it stands, `file:line`.
        values: The columns of the line.

    Returns:
        The question; columns that are not known are kept as texts.

    Raises:
        QuestionSetError: It is broken; the message starts with `place`.
    """
    _check_is_text(place, values)
    line = _line(place, values)
    blank = not line.question.strip()
    if blank and "evidence" not in values:
        _refuse(place, "question")
    if line.id == "":
        _refuse(place, "id")
    unknown = line.answers is None and bool(line.relevant)
    anchors = line.anchors if isinstance(line.anchors, tuple) else (line.anchors,) if line.anchors else ()
    if not all(anchor.text for anchor in anchors):
        _refuse(place, "anchors", "the text is empty")
    return Question(
        id=place.rpartition(":")[2] if line.id is None else str(line.id),
        question=line.question,
        answers=None if unknown else () if blank else _texts(place, "answers", line.answers),
        sources=_texts(place, "source", line.source),
        columns={key: str(value) for key, value in values.items() if key not in _KNOWN and value is not None},
        anchors=anchors,
        relevant=line.relevant or {},
        history=_texts(place, "history", line.history),
    )


def _line(place: str, values: dict[str, object]) -> QuestionLine:
    if "answers" not in values and "question" in values:
        raise QuestionSetError(f'{place}: "answers" is missing; an empty list says that there is no answer')
    try:
        return from_json(QuestionLine, values)
    except NotOfTheContract as error:
        _refuse(place, error.place.partition(".")[0], str(error))


def _refuse(place: str, key: str, why: str = "") -> NoReturn:
    raise QuestionSetError(f'{place}: "{key}" must be {_FORMS[key]}' + (f" ({why})" if why else ""))


def _check_is_text(place: str, values: object) -> None:
    """Whether what was read can be written again: JSON can carry halves of characters, a file cannot."""
    try:
        json.dumps(values, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise QuestionSetError(f"{place}: holds half of a character (a lone surrogate); write it out") from error


def _texts(place: str, key: str, value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """A list of texts, one text, or nothing, as a tuple."""
    listed = () if value is None else (value,) if isinstance(value, str) else value
    if not all(text.strip() for text in listed):
        _refuse(place, key)
    return listed
