"""The word pieces of the built-in transformers and their first vectors: what comes before a transformer's first layer.

Encoder and reader start from the same model, whose table of pieces is two thirds of it: it is kept once, in the 4-bit
blocks that it came in, and looked up here, so that the ONNX graphs begin behind it.
"""

import gzip
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from embeddings.errors import EncoderUnavailable
from embeddings.tensors import load_tensors

FOLDER = Path(__file__).parent / "builtin" / "wordpieces"
TOKENIZER, TABLE = "tokenizer.json.gz", "table.safetensors"
_TENSORS = ("blocks", "scales", "positions", "gain", "shift")
BEGIN, PADDING, END = 0, 1, 2  # ids of the pieces that stand around texts
LONGEST_PIECES = 512  # pieces of a text, those around it included
_EPSILON = 1e-12
_LONGEST_TEXT_CHARACTERS = 20_000  # that are cut into pieces: none is used past the first 512
Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


class Pieces(NamedTuple):
    """A text in n pieces, without those that stand around it.

    Attributes:
        ids: (n,).
        offsets: Where each stands in the text, (n, 2), in characters, the end not included. A word's piece has the blank
            before it; the first may be a blank alone that is not in the text, and then shares the first character.
    """

    ids: Ids
    offsets: Ids


class WordPieces:
    """Cuts texts into pieces, and looks up the vectors that a transformer's layers begin with. Threads may share it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._tokenizer = Tokenizer.from_str(gzip.decompress((folder / TOKENIZER).read_bytes()).decode("utf-8"))
        tensors = load_tensors(folder / TABLE, _TENSORS)
        self._blocks, self._scales = tensors["blocks"], tensors["scales"]
        self._positions, self._gain, self._shift = tensors["positions"], tensors["gain"], tensors["shift"]
        self.dim = int(self._positions.shape[1])

    def __len__(self) -> int:
        return len(self._scales)

    def encode(self, texts: Sequence[str]) -> list[Pieces]:
        """Each text in pieces; of one longer than 20,000 characters, its beginning."""
        cut = [text[:_LONGEST_TEXT_CHARACTERS] for text in texts]
        encodings = self._tokenizer.encode_batch(cut, add_special_tokens=False)
        return [
            Pieces(np.array(each.ids, dtype=np.int64), np.array(each.offsets, dtype=np.int64).reshape(-1, 2))
            for each in encodings
        ]

    def vectors(self, ids: Ids) -> Vectors:
        """What the first layer is given for pieces, (texts, pieces, dim): piece and position, normalised.

        Args:
            ids: (texts, pieces), at most 512 pieces; the first stands at position 0.

        Returns:
            float32.
        """
        used, places = np.unique(ids, return_inverse=True)
        summed = self.rows(used)[places.reshape(ids.shape)] + self._positions[: ids.shape[1]]
        summed -= summed.mean(axis=-1, keepdims=True)
        summed /= np.sqrt(np.mean(summed**2, axis=-1, keepdims=True) + _EPSILON)
        scaled: Vectors = summed * self._gain + self._shift
        return scaled

    def rows(self, ids: Ids) -> Vectors:
        """The vectors of n pieces by themselves, (n, dim)."""
        return dequantised(self._blocks[ids], self._scales[ids])


def dequantised(blocks: NDArray[np.uint8], scales: NDArray[np.float16]) -> Vectors:
    """Rows of 4-bit blocks as float32, (rows, 32 x blocks).

    Args:
        blocks: (rows, blocks, 16); byte j holds value j in its low and value j + 16 in its high half (the format Q4_0).
        scales: (rows, blocks); a value is (half - 8) x scale.

    Returns:
        The rows, in order.
    """
    values = np.concatenate([blocks & 15, blocks >> 4], axis=-1).astype(np.float32) - 8
    scaled: Vectors = (values * scales.astype(np.float32)[..., None]).reshape(len(blocks), -1)
    return scaled


@cache
def load_wordpieces(folder: Path = FOLDER) -> WordPieces:
    """The pieces that come with the code; one object for all who ask.

    Args:
        folder: Where its files lie.

    Returns:
        The table of pieces with its tokenizer.

    Raises:
        EncoderUnavailable: Its files are not there.
    """
    for name in (TOKENIZER, TABLE):
        if not (folder / name).is_file():
            raise EncoderUnavailable(
                f"{folder / name} is missing; get a whole copy of the project, or make it with: "
                "python -m embeddings.training.e5"
            )
    return WordPieces(folder)
