"""Assistants over texts that a test gives."""

from collections.abc import Mapping
from pathlib import Path

from qa import Assistant, build_index


def assistant_of(folder: Path, documents: Mapping[str, str], *, threshold: float | None = None) -> Assistant:
    """An assistant over these documents (name to text), with the model that comes with the code."""
    (folder / "docs").mkdir()
    for name, text in documents.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    build_index(folder / "docs", folder / "index")
    return Assistant.open(folder / "index", threshold=threshold)
