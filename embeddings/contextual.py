"""The contextual built-in model: multilingual-e5-small, trained on for questions, each word seen in its sentence, run by onnxruntime.

Slower than the static table by two orders of magnitude, and far better across languages: see its card.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import EncoderUnavailable
from embeddings.fingerprint import fingerprint_of
from embeddings.graphs import open_graph
from embeddings.matching import unit
from embeddings.wordpieces import BEGIN, END, LONGEST_PIECES, TABLE, TOKENIZER, WordPieces, load_wordpieces
from embeddings.wordpieces import FOLDER as WORDPIECES

_FOLDER = Path(__file__).parent / "builtin" / "contextual"
_LAYERS = "layers.onnx"
_QUESTION, _PASSAGE = "query: ", "passage: "  # what the model was trained with
_AT_ONCE = 32  # texts, between two reports of progress
Vectors = NDArray[np.float32]


class ContextualEncoder:
    """Texts to unit vectors by a transformer of 12 layers; questions and passages have prefixes of their own.

    One text at a time, on all threads: padding would cost more than batches gain, and what int8 rounds would depend on the
    texts beside it.
    """

    def __init__(self, folder: Path, wordpieces: WordPieces) -> None:
        self.name = "contextual"
        self.at_once = _AT_ONCE
        self.dim = wordpieces.dim
        self.fingerprint = _fingerprint(folder)
        self._wordpieces = wordpieces
        self._layers = open_graph(folder / _LAYERS, ("vectors",))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, (len(texts), dim) float32 of length 1."""
        return self._encode(texts, _QUESTION)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, (len(texts), dim) float32 of length 1; zeros for a text without a letter or digit.

        Of a text of more than 510 pieces (some 800 Chinese characters, 350 English words) the beginning is read.

        Args:
            texts: Passages.

        Returns:
            One row for each text, in order.
        """
        return self._encode(texts, _PASSAGE)

    def _encode(self, texts: Sequence[str], prefix: str) -> Vectors:
        """The mean of the states of all pieces, those around the text included, as the model was trained."""
        means = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, pieces in enumerate(self._wordpieces.encode([prefix + text for text in texts])):
            if any(map(str.isalnum, texts[row])):
                ids = np.array([[BEGIN, *pieces.ids[: LONGEST_PIECES - 2], END]])
                states = self._layers.run(None, {"vectors": self._wordpieces.vectors(ids)})[0]
                means[row] = states[0].mean(axis=0)
        return unit(means)


def _fingerprint(folder: Path) -> str:
    """Of the layers and the pieces before them."""
    pieces = fingerprint_of(WORDPIECES, [WORDPIECES / TABLE, WORDPIECES / TOKENIZER])
    layers = fingerprint_of(folder, [folder / _LAYERS])
    return hashlib.sha256(f"{pieces} {layers}".encode()).hexdigest()


@cache
def load_contextual(folder: Path = _FOLDER) -> ContextualEncoder:
    """Load the contextual model that comes with the code.

    Args:
        folder: Where its files lie.

    Returns:
        The model; one object for all who ask.

    Raises:
        EncoderUnavailable: Its files are not there.
    """
    if not (folder / _LAYERS).is_file():
        raise EncoderUnavailable(
            f"the contextual model is missing from {folder}; get a whole copy of the project, or make it with: "
            "python -m embeddings.training.encoder"
        )
    return ContextualEncoder(folder, load_wordpieces())
