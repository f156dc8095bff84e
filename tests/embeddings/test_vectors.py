"""Hits are real rows in a stable order; what is no index of ours is refused."""

from pathlib import Path

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


def random_units(rows: int, dim: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(1).normal(size=(rows, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("largest", [1000, 10])
def test_vectors_come_back_as_they_were(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, largest: int) -> None:
    """A rebuild takes unchanged ones over, from an index that compares all vectors and from one that has codes alike."""
    monkeypatch.setattr(embeddings.vectors, "LARGEST_EXACT_ROWS", largest)
    vectors = random_units(300, 16)
    VectorIndex.build(vectors).write(tmp_path / "vectors.faiss")
    index = VectorIndex.open(tmp_path / "vectors.faiss")
    assert np.array_equal(index.vectors([7, 3]), vectors[[7, 3]])
    assert [hits[0][0] for hits in index.search(vectors[:20], 1)] == list(range(20))


def test_codes_miss_hardly_any_of_the_nearest() -> None:
    """Of twenty of 6,000, where all would be compared otherwise: less than half a point; and the scores are cosines."""
    vectors, queries = random_units(6000, 64), random_units(6040, 64)[-40:]
    cosines = queries @ vectors.T
    nearest = np.argsort(-cosines, axis=1)[:, :20]
    found = VectorIndex.build(vectors).search(queries, 20)
    shared = [len({row for row, _ in hits} & set(rows)) for hits, rows in zip(found, nearest.tolist(), strict=True)]
    assert sum(shared) >= 0.995 * nearest.size
    assert [score for _, score in found[0]] == pytest.approx([cosines[0, row] for row, _ in found[0]], abs=1e-6)


def test_an_update_writes_what_a_build_from_nothing_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Byte by byte, the codes of the rows before being taken over."""
    monkeypatch.setattr(embeddings.vectors, "LARGEST_EXACT_ROWS", 10)
    vectors, file = random_units(333, 16), tmp_path / "vectors.faiss"
    VectorIndex.build(vectors[:100]).write(file)
    grown = VectorIndex.of(16, 333, [vectors], before=VectorIndex.open(file))
    grown.write(tmp_path / "grown.faiss")
    VectorIndex.build(vectors).write(file)
    assert (tmp_path / "grown.codes").read_bytes() == (tmp_path / "vectors.codes").read_bytes()


def test_rows_that_stand_empty_are_never_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where they are all of the nearest, and many."""
    vectors = np.concatenate([np.full((700, 4), 0.5, dtype=np.float32), random_units(30, 4)])
    for largest in (1000, 10):
        monkeypatch.setattr(embeddings.vectors, "LARGEST_EXACT_ROWS", largest)
        [hits] = VectorIndex.build(vectors).without(range(699)).search(vectors[:1], 50)
        assert len(hits) == 31
        assert hits[0][0] == 699


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    """Each with what is wrong."""
    file = tmp_path / "vectors.faiss"
    for content, problem in (
        (faiss.serialize_index(faiss.IndexLSH(8, 8)).tobytes(), "another type: IndexLSH"),
        (faiss.serialize_index(faiss.IndexFlatL2(8)).tobytes(), "inner products"),
        (b"nonsense", "not a FAISS index"),
    ):
        file.write_bytes(content)
        with pytest.raises(ValueError, match=problem):
            VectorIndex.open(file)
    faiss.write_index(faiss.IndexFlatIP(8), str(file))
    faiss.write_index(faiss.IndexPQFastScan(4, 2, 4, faiss.METRIC_INNER_PRODUCT), str(tmp_path / "vectors.codes"))
    with pytest.raises(ValueError, match="0 codes of 4 values for 0 vectors of 8"):
        VectorIndex.open(file)


def test_odd_input_is_refused_with_both_numbers() -> None:
    """Shapes, dimensions, rows, NaN."""
    index = VectorIndex.build(unit((1, 0)))
    with pytest.raises(ValueError, match=r"\(1, 3\).*2 values"):
        index.search(np.ones((1, 3), dtype=np.float32), 1)
    with pytest.raises(IndexError, match="holds 1"):
        index.vectors([1])
    with pytest.raises(ValueError, match="vector 1 holds NaN"):
        VectorIndex.build(np.array([[1, 0], [np.nan, 0]], dtype=np.float32))
