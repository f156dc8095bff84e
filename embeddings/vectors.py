"""The FAISS index of unit vectors; the only file that imports faiss.

Scores are cosine similarities, higher is better. The vectors lie in a file that is mapped, whatever its size. Up to a few thousand rows
every vector is compared. Above that every row's code is, two bits of each value (a sixteenth of the bytes, 0.1 ms for 20,000 rows of 256
values), and then the vectors of the best ones. A code is made from its vector alone, so that an update adds to the codes and gives what a
build from nothing gives. FAISS pads with row -1 when it finds fewer rows than asked for, and `passages[-1]` is a passage in Python: the one
place that turns its output into hits drops them.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

LARGEST_EXACT_ROWS = 5_000
# Rows whose vectors are looked at, for each one asked for, and at least, up to so many rows; with the root of how many more there are.
# Of the fifty nearest of 20,000, 0.9985 are among the 400 best by code; of those of 100,000, 0.9964 and among 800 0.9994.
_LOOKED_AT, _LEAST, _ENOUGH_UP_TO = 8, 400, 20_000
_LEVELS = (-1.510, -0.4528, 0.4528, 1.510)  # that tell normal deviates best by two bits (Max, 1960)
_AT_ONCE = 1000
Vectors = NDArray[np.float32]


class VectorIndex:
    """Finds the rows whose vectors point the same way as a query's. Made once, never added to."""

    def __init__(self, index: faiss.IndexFlat, codes: Any = None, empty: Sequence[int] = ()) -> None:
        self._index, self._codes = index, codes
        self._empty = np.unique(np.asarray(empty, dtype=np.int64))
        self._search = _everywhere_but(self._empty) if len(empty) else None

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
    def of(cls, dim: int, rows: int, batches: Iterable[Vectors], before: "VectorIndex | None" = None) -> "VectorIndex":
        """Index vectors that come in batches, (some, dim) each, `rows` of them in all; only one batch is held beside it.

        Args:
            dim: Numbers in a vector.
            rows: How many vectors there will be.
            batches: Arrays of (some, dim) float32, rows of length 1 or 0.
            before: An index whose rows come first, all of them; its codes are taken over, and it is of no use afterwards.

        Returns:
            The index; its rows are numbered as given.

        Raises:
            ValueError: A batch holds NaN or infinity, or there are more or fewer rows.
        """
        index = faiss.IndexFlatIP(dim)
        for vectors in batches:
            if not np.isfinite(vectors).all():
                row = int(index.ntotal) + int(np.flatnonzero(~np.isfinite(vectors).all(axis=1))[0])
                raise ValueError(f"vector {row} holds NaN or infinity")
            index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        if index.ntotal != rows:
            raise ValueError(f"{index.ntotal} vectors instead of {rows}")
        if rows <= LARGEST_EXACT_ROWS or dim % 2:
            return cls(index)
        codes = _no_codes(dim) if before is None or before._codes is None else before._codes
        for first in range(codes.ntotal, rows, _AT_ONCE):
            codes.add(_turned(index.reconstruct_n(first, min(_AT_ONCE, rows - first))))
        return cls(index, codes)

    @classmethod
    def open(cls, path: Path) -> "VectorIndex":
        """Map what `write` wrote; check its hash first, FAISS has no checksum of its own.

        Args:
            path: The file.

        Returns:
            The index that wrote it.

        Raises:
            ValueError: This is not such a file.
        """
        index, beside = _read(path, faiss.IndexFlat, faiss.IO_FLAG_MMAP_IFC), _codes_of(path)
        codes = _read(beside, faiss.IndexPQFastScan, 0) if beside.exists() else None
        if codes is not None and (codes.d, codes.ntotal) != (index.d, index.ntotal):
            raise ValueError(f"{codes.ntotal} codes of {codes.d} values for {index.ntotal} vectors of {index.d}")
        return cls(index, codes)

    def without(self, empty: Sequence[int]) -> "VectorIndex":
        """The same vectors, where a search passes over the rows in `empty`."""
        return VectorIndex(self._index, self._codes, empty)

    def write(self, path: Path) -> None:
        """Write the vectors to a file, and the codes, where there are some, to one beside it that ends in `.codes`."""
        faiss.write_index(self._index, str(path))
        if self._codes is not None:
            faiss.write_index(self._codes, str(_codes_of(path)))

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
        if self._codes is not None:
            return [self._by_codes(query, limit) for query in wanted]
        similarities, rows = self._index.search(wanted, min(limit, len(self)), params=self._search)
        return [_hits(found[found >= 0], scores[found >= 0]) for found, scores in zip(rows, similarities, strict=True)]

    def _by_codes(self, query: Vectors, limit: int) -> list[tuple[int, float]]:
        """The best rows by their vectors, of the best ones by their codes."""
        more = max(1.0, len(self) / _ENOUGH_UP_TO) ** 0.5
        looked_at, wanted = int(more * max(_LOOKED_AT * limit, _LEAST)), len(self) - len(self._empty)
        asked = looked_at
        while True:
            rows = self._codes.search(_turned(query[None]), min(asked, len(self)))[1][0]
            rows = rows[(rows >= 0) & ~np.isin(rows, self._empty)]
            if len(rows) >= min(looked_at, wanted):
                break
            asked *= 4  # rows that stand empty were the best ones
        scores = self.vectors(rows) @ query
        best = np.lexsort((rows, -scores))[:limit]
        return _hits(rows[best], scores[best])

    def vectors(self, rows: Sequence[int] | NDArray[np.int64]) -> Vectors:
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


def _hits(rows: NDArray[np.int64], scores: Vectors) -> list[tuple[int, float]]:
    return sorted(zip(rows.tolist(), scores.tolist(), strict=True), key=lambda hit: (-hit[1], hit[0]))


def _everywhere_but(empty: NDArray[np.int64]) -> Any:
    return faiss.SearchParameters(sel=faiss.IDSelectorNot(faiss.IDSelectorBatch(empty)))  # type: ignore[call-arg]


def _codes_of(path: Path) -> Path:
    return path.with_suffix(".codes")


def _read(path: Path, kind: Any, flags: int) -> Any:
    try:
        index = faiss.read_index(str(path), flags)
    except RuntimeError as error:
        raise ValueError(f"{path.name} is not a FAISS index") from error
    if not isinstance(index, kind):
        raise ValueError(f"{path.name} is a FAISS index of another type: {type(index).__name__}")
    if index.metric_type != faiss.METRIC_INNER_PRODUCT:
        raise ValueError(f"{path.name} is a FAISS index that does not measure inner products")
    return index


def _no_codes(dim: int) -> Any:
    """Codes of no vector yet: of each pair of values, turned, the nearest of 16 points, alike for all pairs."""
    codes = faiss.IndexPQFastScan(dim, dim // 2, 4, faiss.METRIC_INNER_PRODUCT)
    levels = np.array(_LEVELS, dtype=np.float32) / np.sqrt(dim, dtype=np.float32)
    points = np.stack(np.meshgrid(levels, levels, indexing="ij"), axis=-1).reshape(-1, 2)
    faiss.copy_array_to_vector(np.tile(points, (dim // 2, 1)).ravel(), codes.pq.centroids)
    codes.is_trained = True
    return codes


def _turned(vectors: Vectors) -> Vectors:
    """Vectors turned so that each value of any is much like a normal deviate, whatever the model's dimensions mean."""
    turned: Vectors = vectors @ _rotation(vectors.shape[1])
    return turned


@cache
def _rotation(dim: int) -> Vectors:
    deviates = np.random.RandomState(1).standard_normal((dim, dim))  # whose numbers never change
    rotation: Vectors = np.linalg.qr(deviates)[0].astype(np.float32)
    return rotation
