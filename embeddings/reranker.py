"""Rerankers: models that read a question and a passage together, slower and sharper than comparing vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EncoderUnavailable


class Reranker(Protocol):
    """Says how well each passage answers a question."""

    name: str

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """A score in [0, 1] for each passage, (len(passages),)."""
        ...


def load_reranker(name: str) -> Reranker:
    """Load a sentence-transformers CrossEncoder from a folder, or by name from the local cache or the hub.

    Only safetensors weights, and no code from the model's folder.

    Args:
        name: A folder, or a name on the hub.

    Returns:
        The reranker, ready to score.

    Raises:
        EncoderUnavailable: It is not there, is not safe to load, or is broken.
    """
    # Seconds to import, and only needed by who asks for one.
    from embeddings.crossencoder import CrossEncoderReranker

    try:
        return CrossEncoderReranker(name)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise EncoderUnavailable(f"the reranker {name} cannot be loaded ({reason})") from error
