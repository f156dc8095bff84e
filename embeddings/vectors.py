"""The FAISS index of unit vectors; the only file that imports faiss.

Scores are cosine similarities, higher is better. Up to half a million rows every vector is compared, which takes 5 ms for
100,000 rows of 256 values on one core; above that a graph is walked. FAISS pads with row -1 when it finds fewer rows than asked for, and
`passages[-1]` is a passage in Python: the one place that turns its output into hits drops them.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

LARGEST_EXACT_ROWS = 500_000
_NEIGHBOURS = 32
_BREADTH = 128
Vectors = NDArray[np.float32]


class VectorIndex:
    """Finds the rows whose vectors point the same way as a query's. Made once, never added to."""

    def __init__(self, index: faiss.Index, empty: Sequence[int] = ()) -> None:
        self._index = index
        self._search = _everywhere_but(index, empty) if len(empty) else None

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """Index `vectors`, (n, dim) float32 rows of length 1 (or 0, for a text without a known word).

        Args:
            vectors: (n, dim) float32.

        Returns:
            The index; its rows are numbered as given.

        Raises:
            ValueError: The array has another shape, or holds NaN or infinity.
        """
        if vectors.ndim != 2 or vectors.shape[1] == 0:
            raise ValueError(f"vectors must be (n, dim), not {vectors.shape}")
        return cls.of(vectors.shape[1], len(vectors), [vectors])

    @classmethod
    def of(cls, dim: int, rows: int, batches: Iterable[Vectors]) -> "VectorIndex":
        """Index vectors that come in batches, (some, dim) each, `rows` of them in all; only one batch is held beside it.

        Args:
            dim: Numbers in a vector.
            rows: How many vectors there will be.
            batches: Arrays of (some, dim) float32, rows of length 1 or 0.

        Returns:
            The index; its rows are numbered as given.

        Raises:
            ValueError: A batch holds NaN or infinity, or there are more or fewer rows.
        """
        if rows <= LARGEST_EXACT_ROWS:
            index: faiss.Index = faiss.IndexFlatIP(dim)
        else:
            # Without the metric this would measure L2.
            graph = faiss.IndexHNSWFlat(dim, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            graph.hnsw.efSearch = _BREADTH
            index = graph
        for vectors in batches:
            if not np.isfinite(vectors).all():
                row = int(index.ntotal) + int(np.flatnonzero(~np.isfinite(vectors).all(axis=1))[0])
                raise ValueError(f"vector {row} holds NaN or infinity")
            index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        if index.ntotal != rows:
            raise ValueError(f"{index.ntotal} vectors instead of {rows}")
        return cls(index)

    @classmethod
    def from_bytes(cls, content: bytes) -> "VectorIndex":
        """Read what `to_bytes` gave; check its hash first, FAISS has no checksum of its own.

        Args:
            content: What `to_bytes` gave.

        Returns:
            The index that gave them.

        Raises:
            ValueError: These are not the bytes of such an index.
        """
        try:
            index = faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8))
        except (RuntimeError, ValueError) as error:
            raise ValueError("not a FAISS index") from error
        if not isinstance(index, faiss.IndexFlat | faiss.IndexHNSWFlat):
            raise ValueError(f"a FAISS index of another type: {type(index).__name__}")
        if index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise ValueError("a FAISS index that does not measure inner products")
        return cls(index)

    def without(self, empty: Sequence[int]) -> "VectorIndex":
        """The same vectors, where a search passes over the rows in `empty`."""
        return VectorIndex(self._index, empty)

    def to_bytes(self) -> bytes:
        """The index as bytes."""
        content: bytes = faiss.serialize_index(self._index).tobytes()
        return content

    def write(self, path: Path) -> None:
        """Write what `to_bytes` gives to a file, without a copy of it in memory."""
        path.write_bytes(faiss.serialize_index(self._index).data)

    @property
    def dim(self) -> int:
        """Length of the vectors."""
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, queries: Vectors, limit: int) -> list[list[tuple[int, float]]]:
        """The best `limit` rows for each query as `(row, similarity)`, by falling similarity, then by row.

        Args:
            queries: (n, dim) float32, rows of length 1 or 0.
            limit: Rows for each query, at most.

        Returns:
            A list for each query, in order; shorter than `limit` where there are fewer rows.

        Raises:
            ValueError: The queries have another dimension than the index.
        """
        if queries.ndim != 2 or queries.shape[1] != self.dim:
            raise ValueError(f"queries are {queries.shape}, the index holds vectors of {self.dim} values")
        if not len(self) or limit < 1:
            return [[] for _ in queries]
        wanted = np.ascontiguousarray(queries, dtype=np.float32)
        similarities, rows = self._index.search(wanted, min(limit, len(self)), params=self._search)
        return [
            sorted(
                ((int(row), float(score)) for row, score in zip(found, scores, strict=True) if row >= 0),
                key=lambda hit: (-hit[1], hit[0]),
            )
            for found, scores in zip(rows, similarities, strict=True)
        ]

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """The vectors at `rows`, (len(rows), dim), exactly as they were given.

        Args:
            rows: Numbers of rows, from 0.

        Returns:
            float32, a row for each number, in order.

        Raises:
            IndexError: A row is not in the index.
        """
        wanted = np.asarray(rows, dtype=np.int64)
        if len(wanted) and (wanted.min() < 0 or wanted.max() >= len(self)):
            raise IndexError(f"rows {wanted.min()} to {wanted.max()}, the index holds {len(self)}")
        if not len(wanted):
            return np.zeros((0, self.dim), dtype=np.float32)
        found: Vectors = self._index.reconstruct_batch(wanted)
        return found


def _everywhere_but(index: faiss.Index, empty: Sequence[int]) -> Any:
    selector = faiss.IDSelectorNot(faiss.IDSelectorBatch(np.asarray(empty, dtype=np.int64)))
    if isinstance(index, faiss.IndexHNSW):
        return faiss.SearchParametersHNSW(sel=selector, efSearch=_BREADTH)  # type: ignore[attr-defined]
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
