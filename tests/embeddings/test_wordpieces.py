"""The word pieces that encoder and reader share: texts to pieces with their places, pieces to vectors."""

from pathlib import Path

import numpy as np
import pytest

from embeddings import EncoderUnavailable
from embeddings.wordpieces import BEGIN, END, FOLDER, LONGEST_PIECES, PADDING, dequantised, load_wordpieces

TEXTS = [
    "内蒙古有工会会员371.3万人。",
    "The library opens at nine.",
    "労働組合の会員",
    "ห้องสมุดเปิด",
    "Библиотека открыта",
]


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_stand_where_their_offsets_say(text: str) -> None:
    """In order, and together all of the text: what a reader marks is found again in the document."""
    pieces = load_wordpieces().encode([text])[0]
    starts, ends = pieces.offsets.T
    assert pieces.offsets.shape == (len(pieces.ids), 2)
    assert np.all(starts[1:] >= starts[:-1]) and np.all(ends[1:] >= ends[:-1])
    assert {at for start, end in pieces.offsets for at in range(start, end)} == set(range(len(text)))


def test_no_writing_is_unknown() -> None:
    """Dropped pieces fall apart into kept ones: no piece is the unknown one (3)."""
    for pieces in load_wordpieces().encode(TEXTS):
        assert 3 not in pieces.ids
        assert set(pieces.ids) & {BEGIN, PADDING, END} == set()


def test_an_empty_and_an_endless_text_have_pieces_too() -> None:
    """None for the empty one; the endless one is cut only where no model reads any more."""
    empty, endless = load_wordpieces().encode(["", "工会 " * 100_000])
    assert empty.ids.shape == (0,)
    assert empty.offsets.shape == (0, 2)
    assert LONGEST_PIECES < len(endless.ids) <= 20_000


def test_a_piece_has_another_vector_at_another_place() -> None:
    """Piece and position are added and normalised; what stands behind a text does not change it."""
    wordpieces = load_wordpieces()
    ids = wordpieces.encode([TEXTS[0]])[0].ids[:4]
    alone = wordpieces.vectors(ids[None])
    padded = wordpieces.vectors(np.array([[*ids, PADDING, PADDING], [END, *ids, PADDING]]))
    assert alone.shape == (1, 4, wordpieces.dim)
    assert alone.dtype == np.float32
    assert np.allclose(padded[0, :4], alone[0])
    assert not np.allclose(padded[1, 1:5], alone[0], atol=0.01)


def test_a_block_is_a_scale_and_four_bits_a_value() -> None:
    """Worked out by hand: low halves are the first 16 values, high halves the others, 8 is zero."""
    blocks = np.full((1, 1, 16), 0x88, dtype=np.uint8)
    blocks[0, 0, :2] = (0x0F, 0xA8)
    values = dequantised(blocks, np.array([[0.5]], dtype=np.float16))
    assert values.shape == (1, 32)
    expected = np.zeros(32)
    expected[0], expected[16], expected[17] = (15 - 8) * 0.5, (0 - 8) * 0.5, (10 - 8) * 0.5
    assert values[0].tolist() == expected.tolist()


def test_all_pieces_have_a_vector() -> None:
    """The tokenizer and the table belong together, and are small enough to ship."""
    wordpieces = load_wordpieces()
    assert len(wordpieces) == 80_000
    assert np.isfinite(wordpieces.rows(np.arange(len(wordpieces)))).all()
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 20_000_000


def test_missing_files_are_named(tmp_path: Path) -> None:
    """Half a copy of the project."""
    with pytest.raises(
        EncoderUnavailable, match=r"tokenizer\.json\.gz is missing; .*python -m embeddings\.training\.e5"
    ):
        load_wordpieces(tmp_path)
