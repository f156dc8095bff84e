"""Evaluations that were run, kept as files: named by their date, their question set and the generation of the index."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.errors import QuestionSetError

_OTHERS = ("evals/baseline.json",)
_MOST_RUNS = 200  # that the page keeps; the oldest of its own go
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)\d\dZ (.+) (gen-\d+)\.json")


class Runs:
    """The results in a folder, its own and those that `yinju evaluate --json` wrote there."""

    def __init__(self, folder: Path = Path("runs")) -> None:
        self._folder = folder

    def choices(self) -> list[tuple[str, str]]:
        """What each run is called, and its file; the newest first."""
        own = sorted((path for path in self._folder.glob("*.json") if _NAME.fullmatch(path.name)), reverse=True)
        others = sorted(path for path in self._folder.glob("*.json") if not _NAME.fullmatch(path.name))
        others += [path for path in map(Path, _OTHERS) if path.is_file()]
        return [(_label(path), str(path)) for path in (*own, *others)]

    def keep(self, result: Mapping[str, Any], name: str) -> str:
        """Write a result; gives its file."""
        from qa.evaluation.results import write_result

        self._folder.mkdir(parents=True, exist_ok=True)
        made = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        path = self._folder / f"{made} {Path(name).stem} {result['index']['generation']}.json"
        write_result(path, {k: v for k, v in result.items() if k != "rows"}, result["rows"], brief=True)
        own = sorted(path for path in self._folder.glob("*.json") if _NAME.fullmatch(path.name))
        for old in own[:-_MOST_RUNS]:
            old.unlink()
        return str(path)

    def read(self, path: str) -> dict[str, Any]:
        """A result that is among the choices.

        Args:
            path: A file among `choices`.

        Returns:
            The result object, as `yinju evaluate --json` writes it.

        Raises:
            QuestionSetError: It cannot be read.
        """
        from qa.evaluation.results import read_result

        if path not in (known for _, known in self.choices()):
            raise QuestionSetError(f"{path}: there is no such run; choose one of the list")
        return read_result(Path(path))


def _label(path: Path) -> str:
    match = _NAME.fullmatch(path.name)
    return f"{match[4]} · {match[1]} {match[2]}:{match[3]} UTC · {match[5]}" if match else str(path)
