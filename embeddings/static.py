"""The built-in model: a table of token vectors, averaged; run by model2vec, without torch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from numpy.typing import NDArray

from embeddings.errors import EncoderUnavailable
from embeddings.fingerprint import fingerprint

BUILTIN = "builtin"
_FOLDER = Path(__file__).parent / BUILTIN
_LONGEST = 100_000  # characters


class StaticEncoder:
    """Texts to unit vectors by a model2vec model; questions and passages are treated alike."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._model = StaticModel.from_pretrained(folder, force_download=False)
        self.dim = int(self._model.dim)
        self.fingerprint = fingerprint(folder)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, (len(texts), dim) float32 of length 1."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages, (len(texts), dim) float32 of length 1; zeros for a text without a known word."""
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        vectors = self._model.encode([text[:_LONGEST] for text in texts], max_length=None, use_multiprocessing=False)
        vectors = np.nan_to_num(np.asarray(vectors, dtype=np.float32))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-6)
        return unit


def load_builtin(folder: Path = _FOLDER) -> StaticEncoder:
    """Load the model that comes with the code.

    Raises:
        EncoderUnavailable: Its files are not there.
    """
    if not (folder / "model.safetensors").is_file():
        raise EncoderUnavailable(
            f"the built-in model is missing from {folder}; get a whole copy of the project, or train it with: "
            "python -m embeddings.training"
        )
    return StaticEncoder(BUILTIN, folder)
