"""The build that `benchmarks.torture` kills. Imported once by a fork server, so that each build starts at once."""

from multiprocessing.connection import Connection
from pathlib import Path

from embeddings import load_builtin
from qa import build_index

load_builtin()


def build(docs: Path, index: Path, started: Connection) -> None:
    """Say that it begins, and build."""
    started.send(None)
    build_index(docs, index)
