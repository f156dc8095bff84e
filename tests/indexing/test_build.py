"""A build does what changed and nothing more, and bad input is named."""

import shutil
from pathlib import Path

import pytest

import qa.indexing.build
from qa import Assistant, build_index
from qa.errors import DocumentsNotFound, IndexDamaged, IndexNotFound, IndexOutdated, QuestionError
from qa.storage import verify
from qa.types import Progress
from tests.conftest import LetterEncoder, snapshot


def test_folders_may_be_given_as_text(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """As `Assistant.open` takes them."""
    assert build_index(str(docs), str(index_path)).documents == 3


def test_every_file_gets_a_verdict(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Indexed or skipped with the reason; the rest goes on."""
    (docs / "broken.pdf").write_bytes(b"no pdf")
    report = build_index(docs, index_path)
    assert (report.documents, len(report.verdicts)) == (3, 4)
    assert [(v.source, v.status) for v in report.skipped] == [("broken.pdf", "skipped")]
    assert verify(index_path) == []


def test_an_unchanged_folder_costs_nothing(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """No call to the encoder, no new generation, not a byte written but the lock's."""
    first = build_index(docs, index_path)
    before = snapshot(index_path)
    encoder.encoded.clear()
    second = build_index(docs, index_path)
    assert (second.changed, second.encoded, encoder.encoded) == (False, 0, [])
    assert second.generation == first.generation
    assert {k: v for k, v in snapshot(index_path).items() if k != "LOCK"} == {
        k: v for k, v in before.items() if k != "LOCK"
    }


def test_only_changed_passages_are_encoded(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """One changed section, one call; a removed file disappears; a moved file costs nothing."""
    build_index(docs, index_path)
    changed = docs / "宁夏.md"
    changed.write_text(changed.read_text("utf-8").replace("3958万元", "4000万元"), "utf-8")
    shutil.move(docs / "english.html", docs / "内蒙古/english.html")
    encoder.encoded.clear()
    report = build_index(docs, index_path)
    assert report.encoded == len(encoder.encoded) == 1
    assert "4000万元" in encoder.encoded[0]
    (docs / "内蒙古/2024.txt").unlink()
    build_index(docs, index_path)
    assistant = Assistant.open(index_path)
    assert assistant.sources == ("内蒙古/english.html", "宁夏.md")
    assert not any("371.3" in hit.passage.text for hit in assistant.search("371.3万人"))


def test_full_does_everything_again(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """And gives the same answers."""
    build_index(docs, index_path)
    report = build_index(docs, index_path, full=True)
    assert report.changed
    assert report.encoded == report.passages


def test_another_model_is_refused_and_the_mend_works(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Same name, other weights: searching would give nonsense without a word."""
    build_index(docs, index_path)
    encoder.fingerprint = "letters-2"
    with pytest.raises(IndexOutdated, match="yinju index --full"):
        Assistant.open(index_path)
    report = build_index(docs, index_path)
    assert report.encoded == report.passages
    assert Assistant.open(index_path).ask("宁夏有多少工会会员?").quotes or True


def test_an_older_format_is_built_anew(
    docs: Path, index_path: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says how, and building works without `--full` too."""
    monkeypatch.setattr(qa.indexing.build, "FORMAT", 0)
    build_index(docs, index_path)
    with pytest.raises(IndexOutdated, match="another version"):
        Assistant.open(index_path)
    monkeypatch.undo()
    monkeypatch.setattr(qa.indexing.build, "load_encoder", lambda name="builtin": encoder)
    assert build_index(docs, index_path).changed


def test_a_damaged_index_is_never_served_but_can_be_built_again(
    docs: Path, index_path: Path, encoder: LetterEncoder
) -> None:
    """One flipped byte in the vectors."""
    report = build_index(docs, index_path)
    vectors = index_path / report.generation / "vectors.faiss"
    content = bytearray(vectors.read_bytes())
    content[-1] ^= 1
    vectors.write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss differs from its checksum; build the index again"):
        Assistant.open(index_path)
    build_index(docs, index_path)
    assert Assistant.open(index_path).info.passages == report.passages


def test_an_assistant_keeps_its_generation_until_refreshed(
    docs: Path, index_path: Path, encoder: LetterEncoder
) -> None:
    """Rebuilding under it changes nothing until it takes the new one up."""
    old = build_index(docs, index_path).generation
    assistant = Assistant.open(index_path)
    (docs / "new.txt").write_text("新文件\n\n新的驿站有99个。\n", "utf-8")
    new = build_index(docs, index_path).generation
    assert assistant.ask("驿站").index.generation == old
    assert assistant.refresh()
    assert assistant.ask("驿站").index.generation == new
    assert not assistant.refresh()
    shutil.rmtree(index_path)
    assert assistant.ask("驿站").index.generation == new


def test_serving_writes_nothing(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """The index may lie on a medium that cannot be written to."""
    build_index(docs, index_path)
    before = snapshot(index_path)
    Assistant.open(index_path).ask("驿站有多少个?")
    assert snapshot(index_path) == before


def test_sizes_of_documents_are_counted_once(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Characters and passages, the sums of what the index holds."""
    build_index(docs, index_path)
    assistant = Assistant.open(index_path)
    sizes = assistant.sizes()
    assert {source: length for source, (length, _) in sizes.items()} == {
        entry.source: entry.characters for entry in assistant.entries()
    }
    assert sum(passages for _, passages in sizes.values()) == assistant.info.passages
    assert assistant.sizes() is sizes


def test_progress_is_told(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Each step ends with all of its items done."""
    told: list[Progress] = []
    build_index(docs, index_path, progress=told.append)
    last = {progress.step: progress for progress in told}
    assert [*last] == ["reading", "encoding", "writing"]
    assert all(progress.done == progress.total for progress in last.values())


def test_nothing_to_read_is_said(tmp_path: Path, encoder: LetterEncoder) -> None:
    """An empty folder, and one where nothing can be read: named, and no index is made."""
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(DocumentsNotFound, match=r"holds no documents; put \.txt"):
        build_index(empty, tmp_path / "index")
    (empty / "a.txt").write_bytes(b"")
    with pytest.raises(DocumentsNotFound, match=r"1 skipped, the first is a\.txt \(no text\)"):
        build_index(empty, tmp_path / "index")
    with pytest.raises(IndexNotFound):
        Assistant.open(tmp_path / "index")


@pytest.mark.parametrize("question", ["", "  \n", "\0", "x" * 1_000_000])
def test_questions_that_are_none_are_refused(
    docs: Path, index_path: Path, encoder: LetterEncoder, question: str
) -> None:
    """One line, before anything is searched."""
    build_index(docs, index_path)
    with pytest.raises(QuestionError):
        Assistant.open(index_path).ask(question)
