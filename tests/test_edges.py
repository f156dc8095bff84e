"""What can stand where an index should be, and other states that hardly ever occur: each is named, none is a traceback."""

import errno
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.vectors import VectorIndex
from qa import Assistant, build_index
from qa.documents import find_files
from qa.errors import DocumentsNotFound, IndexDamaged, IndexNotFound, IndexNotWritten, IndexOutdated
from qa.retrieval.index import Index
from qa.storage import generation, leftovers, open_current, publishing, rollback, verify, writing
from qa.storage.publishing import Draft
from tests.builders.faults import answers, build
from tests.conftest import LetterEncoder


@pytest.fixture
def index(index_path: Path) -> Path:
    build(index_path, "one")
    return index_path


def point_at(index: Path, manifest: object) -> None:
    """Write a manifest, with its right hash in CURRENT."""
    content = json.dumps(manifest).encode() if not isinstance(manifest, bytes) else manifest
    (index / "gen-000001/manifest.json").write_bytes(content)
    (index / "CURRENT").write_text(f"gen-000001 {hashlib.sha256(content).hexdigest()}\n")


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    """Told apart from a folder without an index."""
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexNotFound, match="is not a folder"):
        open_current(tmp_path / "file")
    with pytest.raises(IndexNotFound, match="there is no index"):
        open_current(tmp_path)
    assert leftovers(tmp_path / "file") == leftovers(tmp_path / "nothing") == []


def test_a_folder_where_the_pointer_should_be(index: Path) -> None:
    """Damage, and a build mends it where it can."""
    (index / "CURRENT").unlink()
    (index / "CURRENT").mkdir()
    with pytest.raises(IndexDamaged, match="CURRENT cannot be read"):
        open_current(index)
    with pytest.raises(IndexNotWritten, match="the old index is untouched"):
        build(index, "two")
    (index / "CURRENT").rmdir()
    (index / "CURRENT").write_text("nonsense")
    build(index, "two")
    assert answers(index) == "two"


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (b"{", "is not a manifest"),
        ([], "is not a manifest"),
        (
            {"format": 1, "created": "", "files": {"../x": {"bytes": 0, "sha256": ""}}, "extra": {}},
            "names a file outside",
        ),
        ({"format": 1, "created": "", "files": {"x" * 300: {"bytes": 0, "sha256": ""}}, "extra": {}}, "cannot be read"),
        ({"format": 1, "created": "", "files": {"lexical": {"bytes": 0, "sha256": ""}}, "extra": {}}, "is missing"),
        (b" " * 200, "is too large"),
    ],
)
def test_manifests_that_are_none(index: Path, manifest: object, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even with the right hash, as a foreign program may write it."""
    if message == "is too large":
        monkeypatch.setattr(generation, "_LARGEST_MANIFEST_BYTES", 100)
    point_at(index, manifest)
    with pytest.raises(IndexDamaged, match=message):
        open_current(index)
    assert message in verify(index)[0]


def test_a_newer_format_is_said(index: Path) -> None:
    """It is not damage: update, or build again."""
    point_at(index, {"format": 99})
    with pytest.raises(IndexOutdated, match="update yinju"):
        open_current(index)


def test_a_file_that_changed_or_went_is_said(index: Path) -> None:
    """By name, whatever the file."""
    vectors = open_current(index).path / "vectors.faiss"
    vectors.write_text("other" + vectors.read_text("utf-8")[5:])
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss differs"):
        open_current(index)
    vectors.unlink()
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss is missing"):
        open_current(index)


def test_two_rebuilds_while_opening(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The generation that CURRENT named is swept away meanwhile: the newest is opened instead."""
    real = generation.open_generation

    def slow(*arguments: Any) -> object:
        monkeypatch.setattr(generation, "open_generation", real)
        for content in ("two", "three"):
            build(index, content)
        return real(*arguments)

    monkeypatch.setattr(generation, "open_generation", slow)
    assert open_current(index).manifest.extra["content"] == "three"


def test_verify_looks_at_the_older_generation_too(index: Path) -> None:
    """Damage there, and what does not belong."""
    build(index, "two")
    (index / "gen-000001/manifest.json").write_text("{}")
    (index / "gen-000002/stray").write_text("")
    problems = verify(index)
    assert "stray does not belong to the index" in problems[0]
    assert "gen-000001" in problems[1]
    (index / "gen-000001/manifest.json").unlink()
    with pytest.raises(IndexDamaged, match=r"manifest\.json cannot be read; there is nothing to go back to"):
        rollback(index)


def test_the_message_of_damage_survives_a_folder_that_cannot_be_listed(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It then does not offer to go back."""
    (index / "gen-000001/vectors.faiss").unlink()

    def refuse(path: Path) -> list[int]:
        raise OSError(errno.EACCES, "denied")

    monkeypatch.setattr(generation, "generations", refuse)
    with pytest.raises(IndexDamaged) as caught:
        open_current(index)
    assert "rollback" not in str(caught.value)


def test_a_build_that_fails_when_there_was_none(index_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no pointer to read: the message holds all the same."""

    def fail(self: Draft, extra: dict[str, object]) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(publishing.Draft, "publish", fail)
    with pytest.raises(IndexNotWritten, match="free some space"), writing(index_path) as draft:
        draft.publish({})
    assert [path.name for path in index_path.iterdir()] == ["LOCK"]


@pytest.mark.parametrize(
    ("rows", "values", "problem"),
    [
        (1, 64, r"the parts of .* do not fit: 4 passages, 4 in BM25, 1 vectors"),
        (4, 8, r"index has vectors of 8 values, its model of 64"),
    ],
)
def test_parts_that_do_not_fit_each_other(
    docs: Path, index_path: Path, encoder: LetterEncoder, rows: int, values: int, problem: str
) -> None:
    """Each sound, but not of one generation: a program that writes manifests may do this."""
    build_index(docs, index_path)
    generation = open_current(index_path)
    with writing(index_path) as draft:
        for name in generation.manifest.files:
            (draft.path / name).parent.mkdir(exist_ok=True)
            os.link(generation.path / name, draft.path / name)
        (draft.path / "vectors.faiss").unlink()
        VectorIndex.build(np.eye(rows, values, dtype=np.float32)).write(draft.path / "vectors.faiss")
        draft.publish(generation.manifest.extra)
    with pytest.raises(IndexDamaged, match=problem):
        Index.open(index_path)


def test_an_index_that_does_not_name_its_model(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """It is not searched with another one, and the next build makes it anew."""
    build_index(docs, index_path)
    manifest = json.loads((index_path / "gen-000001/manifest.json").read_bytes())
    del manifest["extra"]["model"]
    point_at(index_path, manifest)
    with pytest.raises(IndexDamaged, match="does not say what it was made with: model must be there"):
        Index.open(index_path)
    assert build_index(docs, index_path).changed


def test_sources_that_are_not_there(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Nothing, not an error."""
    build_index(docs, index_path)
    catalogue = Index.open(index_path).catalogue
    assert (catalogue.document("x"), catalogue.opening("x"), catalogue.passages_of("x")) == (None, "", [])
    assert (catalogue.blocks("x"), catalogue.rims("x")) == ((), "")


def test_an_index_that_is_moved_away_while_serving(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """What is open goes on answering; put back, it is the same."""
    build_index(docs, index_path)
    assistant = Assistant.open(index_path)
    index_path.rename(index_path.with_name("elsewhere"))
    assert not assistant.refresh()
    assert assistant.problem is None
    assert assistant.ask("驿站有多少个?").index.passages == 4
    index_path.with_name("elsewhere").rename(index_path)
    assert not assistant.refresh()


def test_the_same_damage_is_logged_once(
    docs: Path, index_path: Path, encoder: LetterEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    """Not at every question."""
    build_index(docs, index_path)
    assistant = Assistant.open(index_path)
    (index_path / "CURRENT").write_text("nonsense")
    for _ in range(3):
        assert not assistant.refresh()
    assert len(caplog.records) == 1


def test_a_folder_of_documents_that_is_a_circle_of_links(tmp_path: Path) -> None:
    """Named as given."""
    (tmp_path / "docs").symlink_to(tmp_path / "docs")
    with pytest.raises(DocumentsNotFound, match=r"docs does not exist"):
        find_files(tmp_path / "docs")


def test_a_folder_that_may_not_be_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets a verdict, the others are read. (Asked of the system by name: an administrator may look anywhere.)"""
    for name in ("open/a.txt", "closed/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("会员129万人。", "utf-8")
    walk, access = os.walk, os.access
    monkeypatch.setattr(os, "access", lambda path, mode: "closed" not in str(path) and access(path, mode))
    monkeypatch.setattr(os, "walk", lambda top, **how: (step for step in walk(top, **how) if "closed" not in step[0]))
    files, verdicts = find_files(tmp_path)
    assert [file.source for file in files] == ["open/a.txt"]
    assert [(v.source, v.reason) for v in verdicts] == [("closed", "a folder without permission")]


def test_a_document_without_a_passage_is_passed_over(tmp_path: Path, encoder: LetterEncoder) -> None:
    """A heading alone answers nothing: it is indexed, and what stands beside it is found."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "heading.md").write_text("# 目录\n", "utf-8")
    (docs / "report.md").write_text("# 报告\n\n宁夏有工会会员129万人。\n", "utf-8")
    build_index(docs, tmp_path / "index")
    catalogue = Index.open(tmp_path / "index").catalogue
    assert catalogue.passages_of("heading.md") == []
    assert [passage.text for _, passage in catalogue.passages_of("report.md")] == ["宁夏有工会会员129万人。"]
