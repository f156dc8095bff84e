"""Sets of questions to evaluate by."""

from pathlib import Path


def question_sets(folder: Path, pattern: str) -> list[str]:
    """The files that hold questions, by name; labelled data of other kinds may lie beside them."""
    return sorted(str(path) for path in folder.glob(pattern) if _begins_with_a_question(path))


def _begins_with_a_question(path: Path) -> bool:
    with path.open("rb") as lines:
        return b'"question"' in lines.readline(100_000)
