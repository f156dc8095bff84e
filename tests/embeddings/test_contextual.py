"""The contextual model: words seen in their sentence, the same without torch; small folders are encoded with it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import embeddings
import qa.indexing.build
from embeddings import EncoderUnavailable, load_encoder
from embeddings.contextual import load_contextual
from qa import Assistant, build_index
from qa.retrieval.index import Index

TEXTS = ["内蒙古有工会会员371.3万人。", "The library opens at nine.", "", " ?!", "图书馆九点开门。"]


@pytest.fixture
def by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody names a model."""
    monkeypatch.delenv("YINJU_MODEL")


def test_vectors_have_length_one_or_zero() -> None:
    """A text without a letter gives zeros, as with the static model."""
    encoder = load_encoder("contextual")
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dim)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0, 0, 1], atol=1e-5)
    assert encoder.encode_queries([]).shape == (0, encoder.dim)


def test_a_text_has_exactly_the_same_vector_alone_and_in_company() -> None:
    """So that a rebuild that encodes one passage gives what a full one gives."""
    encoder = load_encoder("contextual")
    together = encoder.encode_passages(TEXTS)
    assert np.array_equal(together[1], encoder.encode_passages([TEXTS[1]])[0])


def test_questions_and_passages_are_told_apart() -> None:
    """Each has the prefix that the model was trained with."""
    encoder = load_encoder("contextual")
    assert not np.allclose(encoder.encode_queries(TEXTS[:1]), encoder.encode_passages(TEXTS[:1]), atol=0.01)


def test_a_translation_is_nearer_than_another_sentence() -> None:
    """In words that have nothing in common."""
    asked = load_encoder("contextual").encode_queries(
        ["When can I borrow a book?", "¿Cuántos miembros tiene el sindicato?"]
    )
    passages = load_encoder("contextual").encode_passages(TEXTS)
    assert int(np.argmax(asked[0] @ passages[[0, 4]].T)) == 1
    assert int(np.argmax(asked[1] @ passages[[0, 4]].T)) == 0


def test_a_text_longer_than_the_model_reads_has_the_vector_of_its_beginning() -> None:
    """No error, and the beginning counts."""
    encoder = load_encoder("contextual")
    long, longer = encoder.encode_passages([TEXTS[0] * 100, TEXTS[0] * 110])
    assert np.array_equal(long, longer)


def test_it_is_small_and_light() -> None:
    """With the pieces 42 MB, and no torch."""
    folder = Path(embeddings.__file__).parent / "builtin"
    files = (path for name in ("contextual", "wordpieces") for path in (folder / name).iterdir())
    assert sum(path.stat().st_size for path in files) <= 42_000_000
    code = (
        "import sys; from embeddings import load_encoder; load_encoder('contextual').encode_queries(['x'])\n"
        "assert not {'torch', 'sentence_transformers', 'transformers'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=folder.parent.parent)


def test_missing_files_are_named(tmp_path: Path) -> None:
    """Half a copy of the project."""
    with pytest.raises(EncoderUnavailable, match=r"python -m embeddings\.training\.encoder"):
        load_contextual(tmp_path)


@pytest.mark.usefixtures("by_size")
def test_a_small_folder_has_the_contextual_model_and_answers_across_languages(docs: Path, index_path: Path) -> None:
    """Recorded in the index; a question that shares no word with its passage finds it."""
    build_index(docs, index_path)
    assistant = Assistant.open(index_path)
    assert assistant.info.model == "contextual"
    nearest = assistant.search("¿Cuántos libros puedo llevarme a casa?")
    assert nearest[0].passage.source == "english.html"


@pytest.mark.usefixtures("by_size")
def test_an_index_that_outgrows_the_contextual_model_has_the_table(
    docs: Path, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And keeps it when it shrinks; nothing is published for the choice alone."""
    build_index(docs, index_path)
    assert not build_index(docs, index_path).changed
    monkeypatch.setattr(qa.indexing.build, "MOST_CONTEXTUAL", 1)
    assert build_index(docs, index_path).changed
    assert Index.open(index_path).info.model == "static"
    monkeypatch.setattr(qa.indexing.build, "MOST_CONTEXTUAL", 1000)
    assert not build_index(docs, index_path).changed


@pytest.mark.usefixtures("by_size")
def test_a_model_that_was_named_stays(docs: Path, index_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size."""
    build_index(docs, index_path, model="contextual")
    monkeypatch.setattr(qa.indexing.build, "MOST_CONTEXTUAL", 1)
    (docs / "new.txt").write_text("A new document about nothing.", encoding="utf-8")
    build_index(docs, index_path)
    assert Index.open(index_path).info.model == "contextual"
    build_index(docs, index_path, model="static")
    assert Index.open(index_path).info.model == "static"


def test_the_static_model_answers_to_its_first_name() -> None:
    """Indexes that were built when it was the only one say `builtin`."""
    assert load_encoder("builtin") is load_encoder("static")
