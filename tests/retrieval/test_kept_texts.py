"""The tokens of passages are kept in an index, so that a question need not cut them again; they say what the texts themselves say."""

from pathlib import Path

import numpy as np
import pytest

from embeddings import load_builtin
from embeddings.kept_texts import KeptTexts
from qa import build_index
from qa.errors import IndexDamaged
from qa.retrieval.engines import engine_of
from qa.retrieval.hybrid import sentences
from qa.retrieval.index import Index
from tests.conftest import LetterEncoder

QUESTIONS = ("宁夏有多少工会会员?", "How many books may members borrow?", "?")


def kept(index: Index) -> KeptTexts:
    """The tokens of an index, after it is seen that they compare every passage as its text does."""
    assert index.texts and len(index.texts) == len(index.vectors)
    rows = index.catalogue.rows()[::-1]
    passages = index.catalogue.passages(rows)
    for question in QUESTIONS:
        for above in (True, False):
            told = load_builtin().match_texts(question, index.texts.of(rows, with_context=above))
            cut = load_builtin().match(question, [sentences(passage, above) for passage in passages])
            assert np.allclose(told, cut, atol=1e-6)
    return index.texts


def test_they_compare_as_the_texts_do_through_every_change(docs: Path, index_path: Path) -> None:
    """A changed, a new and a removed file; going back."""
    build_index(docs, index_path, model="static")
    before = len(kept(Index.open(index_path)))
    (docs / "english.html").unlink()
    (docs / "new.txt").write_text("……\n\n新的驿站有99个。\n\n——\n", "utf-8")
    (docs / "宁夏.md").write_text("# 宁夏工会报告\n\n宁夏有工会会员130万人。新增了3人。\n", "utf-8")
    build_index(docs, index_path)
    assert len(kept(Index.open(index_path))) != before
    assert not len(KeptTexts(Index.open(index_path).generation.path / "tokens").of([]).counts)
    engine_of(index_path).rollback()
    assert len(kept(Index.open(index_path))) == before


def test_an_index_without_them_answers_and_gets_them_when_it_is_built_again(
    docs: Path, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one of an earlier version, with rows that stand empty."""
    for at in range(60):  # so many that a removed one is no reason to number all anew
        (docs / f"{at}.txt").write_text(f"第{at}号文件。\n", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("qa.indexing.local_draft.StaticEncoder", LetterEncoder)
        build_index(docs, index_path, model="static")
    assert Index.open(index_path).texts is None
    (docs / "7.txt").unlink()
    build_index(docs, index_path)
    index = Index.open(index_path)
    assert len(kept(index)) > len(index.catalogue)


def test_tokens_of_other_passages_are_refused(docs: Path, index_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that wrote fewer of them than there are passages says so when it is opened, with what mends it."""
    monkeypatch.setattr("embeddings.kept_texts.TextsWriter.fill", lambda *_: None)
    monkeypatch.setattr("embeddings.kept_texts.TextsWriter.add", lambda *_: None)
    build_index(docs, index_path, model="static")
    with pytest.raises(IndexDamaged, match="yinju index --full"):
        Index.open(index_path)
