"""Models of others: sentence-transformers reads ours, and any model is loaded safely or refused in one line.

What takes seconds to import is imported by the tests that need it.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from embeddings import EncoderUnavailable, load_encoder, load_reranker
from embeddings.folding import fold
from qa import Assistant, build_index
from qa.settings import Settings
from tests.conftest import LetterEncoder
from tests.embeddings.test_encoder import BUILTIN, TEXTS

pytestmark = pytest.mark.slow
WORDS = ("[UNK]", "[PAD]", "[CLS]", "[SEP]", "query", "passage", ":", "library", "opens", "union", "books")


def save_tokenizer(folder: Path) -> None:
    """One that knows these words."""
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    names = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(folder)


def test_sentence_transformers_reads_the_builtin_model_too() -> None:
    """The same folder, the same vectors, for texts whose spellings are folded as we fold them."""
    from sentence_transformers import SentenceTransformer

    texts = [fold(text) for text in TEXTS[:3]]
    theirs = SentenceTransformer(str(BUILTIN), device="cpu").encode(texts, normalize_embeddings=True)
    assert np.allclose(theirs, load_encoder().encode_passages(TEXTS[:3]), atol=1e-3)


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of two tiny layers with random weights, saved as sentence-transformers saves any model."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("models") / "tiny-e5"
    base = folder.parent / "base"
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(base)
    save_tokenizer(base)
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
    shutil.copytree(small_model, copied)
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


def test_unsafe_and_missing_models_are_refused(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pickled weights, code of their own, broken settings, the hub out of reach: one line each, nothing is run."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    pickled, coded, moduled, broken = (tmp_path / name for name in ("pickled", "coded", "moduled", "broken"))
    for folder in (pickled, coded, moduled, broken):
        shutil.copytree(small_model, folder)
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


@pytest.fixture(scope="module")
def small_reranker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of one tiny layer with random weights."""
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("rerankers")
    save_tokenizer(folder / "base")
    shape: Any = {
        "num_labels": 1,
        "hidden_size": 8,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 8,
    }
    config = BertConfig(vocab_size=len(WORDS), max_position_embeddings=64, **shape)
    BertForSequenceClassification(config).save_pretrained(folder / "base")
    CrossEncoder(str(folder / "base"), device="cpu").save_pretrained(str(folder / "small"))
    return folder / "small"


def test_a_reranker_scores_question_and_passage_together(small_reranker: Path) -> None:
    """In [0, 1], one for each passage."""
    reranker = load_reranker(str(small_reranker))
    scores = reranker.scores("library opens", ["books", "library", "union"])
    assert scores.shape == (3,)
    assert np.all((scores >= 0) & (scores <= 1))


def test_a_reranker_orders_what_was_retrieved(
    docs: Path, index_path: Path, encoder: LetterEncoder, small_reranker: Path
) -> None:
    """The same passages as without it, by its own scores; quotes stay exact."""
    build_index(docs, index_path)
    plain, reranked = (
        Assistant.open(index_path, settings=Settings(reranker=name)) for name in (None, str(small_reranker))
    )
    question = "How many books may members borrow?"
    first, second = plain.search(question), reranked.search(question)
    assert {hit.row for hit in first} == {hit.row for hit in second}
    assert [hit.score for hit in second] == sorted((hit.score for hit in second), reverse=True)
    assert reranked.ask(question).question == question


def test_a_reranker_that_is_none_is_refused(
    small_reranker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is nowhere, a folder without weights: one line each."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "empty").mkdir()
    for name in ("nobody/no-such-reranker", str(tmp_path / "empty")):
        with pytest.raises(EncoderUnavailable) as raised:
            load_reranker(name)
        assert "\n" not in str(raised.value)
