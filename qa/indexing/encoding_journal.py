"""Vectors that a build has encoded so far, on disk, so that a build that was killed does not encode them again.

    index/ENCODED      batches, one behind the other: how many, SHA-256 of the rest, hashes of the texts, vectors

A batch that was cut off, or that another model made, ends what is read; the build goes on from there and writes over it.
"""

import hashlib
import struct
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

_HEAD = struct.Struct("<I32s")
_HASH = 32  # bytes
Vectors = NDArray[np.float32]


class Encoded:
    """What was encoded with one model; a context manager that closes the file and leaves it there."""

    def __init__(self, path: Path, fingerprint: str, dim: int) -> None:
        """Read what is there of this model.

        Args:
            path: The file; made if missing.
            fingerprint: Of the model's weights.
            dim: Length of its vectors.
        """
        self._salt = fingerprint.encode("utf-8")
        self._dim = dim
        self._vectors: dict[bytes, Vectors] = {}
        self._file = path.open("r+b" if path.exists() else "w+b")
        end = 0
        while batch := self._read_batch():
            self._vectors |= batch
            end = self._file.tell()
        self._file.seek(end)
        self._file.truncate()

    def __enter__(self) -> "Encoded":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def __contains__(self, digest: str) -> bool:
        return bytes.fromhex(digest) in self._vectors

    def __getitem__(self, digest: str) -> Vectors:
        return self._vectors[bytes.fromhex(digest)]

    def add(self, digests: Sequence[str], vectors: Vectors) -> None:
        """Write down the vectors, (n, dim), of texts with these hashes."""
        body = b"".join(map(bytes.fromhex, digests)) + np.ascontiguousarray(vectors, dtype="<f4").tobytes()
        self._file.write(_HEAD.pack(len(digests), self._digest(body)) + body)
        self._file.flush()

    def _read_batch(self) -> dict[bytes, Vectors]:
        head = self._file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return {}
        count, digest = _HEAD.unpack(head)
        body = self._file.read(count * (_HASH + 4 * self._dim))
        if not count or self._digest(body) != digest:
            return {}
        vectors = np.frombuffer(body, dtype="<f4", offset=count * _HASH).reshape(count, self._dim)
        return {body[at * _HASH : (at + 1) * _HASH]: vectors[at] for at in range(count)}

    def _digest(self, body: bytes) -> bytes:
        return hashlib.sha256(self._salt + body).digest()
