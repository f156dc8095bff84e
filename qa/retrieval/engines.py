"""Which engine keeps an index."""

from pathlib import Path

from qa.retrieval.engine import Engine
from qa.retrieval.local import LocalEngine


def engine_of(index_path: Path) -> Engine:
    """What keeps the index at this place.

    Args:
        index_path: A folder.

    Returns:
        The engine; nothing is opened yet.
    """
    return LocalEngine(index_path)
