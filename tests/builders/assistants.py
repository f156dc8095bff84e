"""Assistants over texts that a test gives."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from qa import Assistant, build_index


class AssistantOver(Protocol):
    """What the fixture `assistant_over` gives."""

    def __call__(self, documents: Mapping[str, str], threshold: float | None = None) -> Assistant: ...


def assistant_of(folder: Path, documents: Mapping[str, str], *, threshold: float | None = None) -> Assistant:
    """An assistant over these documents (name to text), with the model that comes with the code."""
    for name, text in documents.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    build_index(folder / "docs", folder / "index")
    return Assistant.open(folder / "index", threshold=threshold)
