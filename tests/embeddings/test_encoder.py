"""The built-in model works without torch and network."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import embeddings.static
from embeddings import EncoderUnavailable, load_encoder

BUILTIN = Path(embeddings.static.__file__).parent / "builtin"
TEXTS = ["内蒙古有工会会员371.3万人。", "The library opens at nine.", "労働組合の会員", "", "🜁"]


def test_vectors_have_length_one_or_zero() -> None:
    """A text without a known word gives zeros, never NaN."""
    encoder = load_encoder()
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dim)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))
    assert lengths[3] == 0
    assert encoder.encode_queries([]).shape == (0, encoder.dim)


def test_a_text_has_the_same_vector_alone_and_in_company() -> None:
    """Batches make no difference."""
    encoder = load_encoder()
    together = encoder.encode_passages(TEXTS)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-6)


def test_the_same_meaning_lies_closer_across_languages() -> None:
    """A translation is nearer than another sentence."""
    encoder = load_encoder()
    asked = encoder.encode_queries(["How many workers joined the trade union?"])[0]
    right, wrong = encoder.encode_passages(["有多少工人加入了工会?", "今天的天气非常好。"])
    assert asked @ right > asked @ wrong + 0.1


def test_the_builtin_model_is_small_and_light() -> None:
    """At most 25 MB, and no torch."""
    assert sum(path.stat().st_size for path in BUILTIN.iterdir() if path.is_file()) <= 25_000_000
    code = (
        "import sys; from embeddings import load_encoder; load_encoder().encode_queries(['x'])\n"
        "assert not {'torch', 'sentence_transformers', 'transformers'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=BUILTIN.parent.parent)


def test_a_missing_builtin_model_is_named(tmp_path: Path) -> None:
    """Half a copy of the project."""
    with pytest.raises(EncoderUnavailable, match=r"python -m embeddings\.training"):
        embeddings.static.load_builtin(tmp_path)
