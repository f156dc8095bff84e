"""The built-in model works without torch and network; other models are loaded safely or refused in one line."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

import embeddings.static
from embeddings import EncoderUnavailable, load_encoder
from embeddings.folding import fold

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


def test_sentence_transformers_reads_the_builtin_model_too() -> None:
    """The same folder, the same vectors, for texts whose spellings are folded as we fold them."""
    texts = [fold(text) for text in TEXTS[:3]]
    theirs = SentenceTransformer(str(BUILTIN), device="cpu").encode(texts, normalize_embeddings=True)
    assert np.allclose(theirs, load_encoder().encode_passages(TEXTS[:3]), atol=1e-3)


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


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of two tiny layers with random weights, saved as sentence-transformers saves any model."""
    folder = tmp_path_factory.mktemp("models") / "tiny-e5"
    base = folder.parent / "base"
    words = ["[UNK]", "[PAD]", "[CLS]", "[SEP]", "query", "passage", ":", "library", "opens", "union"]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]")
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(base)
    fast.save_pretrained(base)
    transformer = Transformer(str(base))
    SentenceTransformer(modules=[transformer, Pooling(16), Normalize()], device="cpu").save(str(folder))
    return folder


def test_any_model_folder_is_loaded_with_its_prompts(small_model: Path) -> None:
    """Families that don't declare their prompts get them by name: a question is not encoded as a passage."""
    encoder = load_encoder(str(small_model))
    assert encoder.dim == 16
    question, passage = encoder.encode_queries(["library"]), encoder.encode_passages(["library"])
    assert not np.allclose(question, passage)
    assert np.allclose(np.linalg.norm(question, axis=1), 1, atol=1e-4)
    assert encoder.encode_passages([]).shape == (0, 16)


def test_declared_prompts_are_used(small_model: Path, tmp_path: Path) -> None:
    """The model's own configuration goes before the table of families; it is part of the fingerprint."""
    copied = tmp_path / "declared"
    copy(small_model, copied)
    settings = json.loads((copied / "config_sentence_transformers.json").read_text())
    settings["prompts"] = {"query": "", "document": "union "}
    (copied / "config_sentence_transformers.json").write_text(json.dumps(settings))
    encoder, plain = load_encoder(str(copied)), load_encoder(str(small_model))
    assert np.allclose(encoder.encode_passages(["library"]), encoder.encode_queries(["union library"]), atol=1e-5)
    assert encoder.fingerprint != plain.fingerprint


def test_vectors_can_be_cut(small_model: Path) -> None:
    """NAME@8 keeps eight values of each vector, of length 1 again; an index of one is not searched with the other."""
    whole, cut = load_encoder(str(small_model)), load_encoder(f"{small_model}@8")
    assert cut.dim == 8
    assert cut.fingerprint != whole.fingerprint
    vectors = cut.encode_passages(["library opens"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    kept = whole.encode_passages(["library opens"])[:, :8]
    assert np.allclose(vectors, kept / np.linalg.norm(kept), atol=1e-4)
    with pytest.raises(EncoderUnavailable, match="cannot be cut to 99"):
        load_encoder(f"{small_model}@99")


def copy(source: Path, target: Path) -> None:
    import shutil

    shutil.copytree(source, target)


def test_unsafe_and_missing_models_are_refused(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pickled weights, code of their own, broken settings, the hub out of reach: one line each, nothing is run."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    pickled, coded, moduled, broken = (tmp_path / name for name in ("pickled", "coded", "moduled", "broken"))
    for folder in (pickled, coded, moduled, broken):
        copy(small_model, folder)
    for weights in pickled.rglob("*.safetensors"):
        weights.rename(weights.with_name("pytorch_model.bin"))
    config = json.loads((coded / "config.json").read_text())
    (coded / "config.json").write_text(json.dumps({**config, "auto_map": {"AutoModel": "evil.Model"}}))
    (moduled / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": "evil.Module"}]))
    (broken / "config.json").write_text("{")
    for folder, message in (
        (pickled, "no .safetensors weights"),
        (coded, "wants to run code of its own"),
        (moduled, "wants to run code of its own"),
        (broken, "config.json is not JSON"),
    ):
        with pytest.raises(EncoderUnavailable) as raised:
            load_encoder(str(folder))
        assert message in str(raised.value)
        assert "\n" not in str(raised.value)
    with pytest.raises(EncoderUnavailable, match="copy its folder here and give the folder instead of the name"):
        load_encoder("nobody/no-such-model")
