"""BEIR folders (corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv): read, and imported.

BEIR judges whole documents and has no answers: its questions are scored by retrieval alone, documents ranked by their
best passage.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.errors import QuestionSetError
from qa.evaluation.imported import file_name, write_set
from qa.evaluation.questions import Question, QuestionSet

_SPLITS = ("test", "dev", "train")


def load_beir(folder: Path) -> QuestionSet:
    """The judged queries of a BEIR folder, to be asked of an index of its imported documents.

    Args:
        folder: With `corpus.jsonl`, `queries.jsonl` and `qrels/`.

    Returns:
        The questions, with judgements and without answers.

    Raises:
        QuestionSetError: A file is missing or broken; the message names file and line.
    """
    names = {key: name for key, name, _ in _corpus(folder)}
    return QuestionSet.of(folder, _questions(folder, names))


def import_beir(folder: Path, target: Path) -> QuestionSet:
    """Write the documents and the question set of a BEIR folder into a new folder.

    Args:
        folder: As `load_beir`.
        target: The new folder.

    Returns:
        The set that was written.

    Raises:
        QuestionSetError: As `load_beir`, or the target is not new.
    """
    return write_set(target, ((name, text) for _, name, text in _corpus(folder)), load_beir(folder))


def _corpus(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Id, file name and text of each document."""
    taken: set[str] = set()
    for place, entry in _json_lines(folder / "corpus.jsonl"):
        key, text = _text(place, entry, "_id"), _text(place, entry, "text")
        title = " ".join(str(entry.get("title") or "").split())
        yield key, file_name(key, taken), (f"# {title}\n\n" if title else "") + text.strip() + "\n"


def _questions(folder: Path, names: dict[str, str]) -> Iterator[tuple[str, Question]]:
    judged = _qrels(folder)
    for place, entry in _json_lines(folder / "queries.jsonl"):
        key = _text(place, entry, "_id")
        if key in judged:
            relevant = {names.get(document, document): grade for document, grade in judged[key].items()}
            yield place, Question(key, _text(place, entry, "text"), None, relevant=relevant)


def _qrels(folder: Path) -> dict[str, dict[str, int]]:
    path = next((folder / "qrels" / f"{s}.tsv" for s in _SPLITS if (folder / "qrels" / f"{s}.tsv").is_file()), None)
    if path is None:
        raise QuestionSetError(f"{folder}: is no BEIR folder; qrels/test.tsv is missing")
    judged: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, fields in enumerate(csv.reader(lines, delimiter="\t"), start=1):
            if number == 1 or not fields:  # the names of the columns
                continue
            try:
                query, document, grade = fields
                judged.setdefault(query, {})[document] = int(grade)
            except ValueError as error:
                raise QuestionSetError(f"{path}:{number}: must be query, document and a whole number") from error
    return judged


def _json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield f"{path}:{number}", json.loads(line)
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror}); give a BEIR folder") from error
    except ValueError as error:
        raise QuestionSetError(f"{path}: is not JSON Lines ({error})") from error


def _text(place: str, entry: object, key: str) -> str:
    value = entry.get(key) if isinstance(entry, dict) else None
    if not isinstance(value, str | int):
        raise QuestionSetError(f'{place}: "{key}" is missing')
    return str(value)
