"""Model name -> `Encoder`: texts to unit vectors, queries and passages apart."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EncoderUnavailable
from embeddings.static import STATIC, load_builtin

CONTEXTUAL = "contextual"
BUILTIN = "builtin"  # what the static model was called when it was the only one; indexes have it written down

__all__ = ["BUILTIN", "CONTEXTUAL", "STATIC", "Encoder", "EncoderUnavailable", "Matcher", "load_encoder"]


class Encoder(Protocol):
    """Turns texts into vectors of length 1 (0 for a text without a known word).

    Attributes:
        name: What `load_encoder` was asked for.
        dim: Length of a vector.
        at_once: How many texts are best encoded in one call, between two reports of progress.
        fingerprint: SHA-256 over everything that decides the vectors: weights, tokenizer, settings.
    """

    name: str
    dim: int
    at_once: int
    fingerprint: str

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, (len(texts), dim)."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages, (len(texts), dim)."""
        ...


@runtime_checkable
class Matcher(Protocol):
    """What an encoder may offer besides: a closer look at a few passages, better than comparing vectors."""

    def match(self, question: str, passages: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """How well each passage, given as its sentences, fits a question: (len(passages),) in [0, 1]."""
        ...


def load_encoder(name: str = STATIC) -> Encoder:
    """Load a built-in model, `static` or `contextual`, or any sentence-transformers model by name or folder.

    Args:
        name: `static`, `contextual`, a folder, or a name on the hub.

    Returns:
        The encoder, ready to encode.

    Raises:
        EncoderUnavailable: It cannot be loaded; the message says why and what to do.
    """
    if name in (STATIC, BUILTIN):
        return load_builtin()
    # What only the others need is imported when one of them is asked for: a moment for the contextual one, seconds for torch.
    if name == CONTEXTUAL:
        from embeddings.contextual import load_contextual

        return load_contextual()
    from embeddings.transformer import load_transformer

    return load_transformer(name)
