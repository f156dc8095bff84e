"""Hits are real rows in a stable order; what is no index of ours is refused."""

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import embeddings.vectors
from embeddings.vectors import VectorIndex


def unit(*rows: tuple[float, ...]) -> NDArray[np.float32]:
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_nearest_first_with_their_cosines() -> None:
    """Scores are similarities: higher is better."""
    index = VectorIndex.build(unit((1, 0), (0, 1), (1, 1)))
    [hits] = index.search(unit((1, 0)), 2)
    assert [row for row, _ in hits] == [0, 2]
    assert hits[1][1] == pytest.approx(0.5**0.5)


@given(st.integers(0, 6), st.integers(-1, 20))
def test_never_more_hits_than_rows_and_never_row_minus_one(rows: int, limit: int) -> None:
    """FAISS pads with -1, which is the last passage in Python."""
    index = VectorIndex.build(np.full((rows, 4), 0.5, dtype=np.float32))
    [hits] = index.search(np.full((1, 4), 0.5, dtype=np.float32), limit)
    assert [row for row, _ in hits] == list(range(max(0, min(rows, limit))))


def test_vectors_come_back_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebuild takes unchanged ones over, from the exact index and from the graph alike."""
    vectors = np.random.default_rng(1).normal(size=(300, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for largest in (1000, 10):
        monkeypatch.setattr(embeddings.vectors, "LARGEST_EXACT_ROWS", largest)
        index = VectorIndex.from_bytes(VectorIndex.build(vectors).to_bytes())
        assert np.array_equal(index.vectors([7, 3]), vectors[[7, 3]])
        assert [hits[0][0] for hits in index.search(vectors[:20], 1)] == list(range(20))


def test_odd_input_is_refused_with_both_numbers() -> None:
    """Shapes, dimensions, rows, NaN."""
    index = VectorIndex.build(unit((1, 0)))
    with pytest.raises(ValueError, match=r"\(1, 3\).*2 values"):
        index.search(np.ones((1, 3), dtype=np.float32), 1)
    with pytest.raises(IndexError, match="holds 1"):
        index.vectors([1])
    with pytest.raises(ValueError, match="vector 1 holds NaN"):
        VectorIndex.build(np.array([[1, 0], [np.nan, 0]], dtype=np.float32))
    with pytest.raises(ValueError, match="another type"):
        VectorIndex.from_bytes(faiss.serialize_index(faiss.IndexLSH(8, 8)).tobytes())
    with pytest.raises(ValueError, match="inner products"):
        VectorIndex.from_bytes(faiss.serialize_index(faiss.IndexFlatL2(8)).tobytes())
    with pytest.raises(ValueError, match="not a FAISS index"):
        VectorIndex.from_bytes(b"nonsense")
