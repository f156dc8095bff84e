"""The journal of a run: one row a line, written as questions are done, so that nothing is lost and memory stays flat.

The first line says which run it is (questions, index, settings), so that a run is only resumed as itself.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa.errors import QuestionSetError
from qa.evaluation.questions import Question
from qa.settings import Settings
from qa.types import IndexInfo


class Journal:
    """Rows of a run in a file, one JSON object a line."""

    def __init__(self, path: Path, identity: str) -> None:
        self.path = path
        self._identity = identity

    def begin(self, *, resume: bool) -> set[str]:
        """Begin the file, or go on with what is there; gives the ids that are done.

        Args:
            resume: Whether to go on with what is there.

        Returns:
            Ids of questions.

        Raises:
            QuestionSetError: The file cannot be written, or it is of another run.
        """
        kept: list[str] = []
        if resume and self.path.is_file():
            lines = self.path.read_text("utf-8").splitlines()
            if lines and json.loads(lines[0]).get("run") != self._identity:
                raise QuestionSetError(
                    f"{self.path} is of another run (other questions, index or settings); "
                    "leave --resume away to begin anew"
                )
            kept = [line for line in lines[1:] if _is_whole(line)]
        self._write("".join(line + "\n" for line in (json.dumps({"run": self._identity}), *kept)), "w")
        return {str(json.loads(line)["id"]) for line in kept}

    def add(self, rows: Iterable[str]) -> None:
        """Add rows, each a JSON object in one line."""
        self._write("".join(row + "\n" for row in rows), "a")

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows, one at a time."""
        with self.path.open(encoding="utf-8") as lines:
            next(lines, None)
            for line in lines:
                yield json.loads(line)

    def _write(self, text: str, mode: str) -> None:
        try:
            with self.path.open(mode, encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise QuestionSetError(f"{self.path} cannot be written ({error.strerror}); give another file") from error


def identity(questions: Iterable[Question], info: IndexInfo, settings: Settings) -> str:
    """A hash of everything that decides what a run gives."""
    digest = hashlib.sha256(json.dumps([info.to_json(), asdict(settings)], sort_keys=True).encode())
    for question in questions:
        digest.update(json.dumps(question.to_json(), sort_keys=True).encode())
    return digest.hexdigest()


def _is_whole(line: str) -> bool:
    """Whether a line was written to its end before the run was stopped."""
    try:
        return "id" in json.loads(line)
    except ValueError:
        return False
