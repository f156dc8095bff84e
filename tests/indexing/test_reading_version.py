"""Who upgrades has every document read once more by the new readers, and nothing encoded that stayed the same."""

import hashlib
import json
import shutil
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import qa.indexing.build
import qa.indexing.preparing
from qa import Assistant, build_index
from qa.documents import read_documents
from qa.indexing.reading_version import LIBRARIES, SOURCES, fingerprint
from tests.conftest import LetterEncoder
from tests.parsed_sources import ROOT
from tests.test_project import GRAPH, with_packages

# From a file to its blocks, its facets and its passages.
READERS = {
    "qa.documents.worker",
    "qa.documents.corpus",
    "qa.facets.document_facets",
    "qa.layout",
    "qa.indexing.passages",
}
# What a build imports beside: these read and write indexes, or draw scans for OCR, which has its own way of asking again. numpy looks
# characters up in a table that is made here.
NO_READERS = {"PIL", "numpy", "rapidocr"}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that were read."""
    sources: list[str] = []

    def noted(files, **options):  # type: ignore[no-untyped-def]
        files = list(files)
        sources.extend(file.source for file in files)
        return read_documents(files, **options)

    monkeypatch.setattr(qa.indexing.preparing, "read_documents", noted)
    return sources


def test_an_upgrade_of_the_readers_reads_every_document_once_more(
    docs: Path, index_path: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    build_index(docs, index_path)
    everything = sorted(read)
    read.clear()
    monkeypatch.setattr(qa.indexing.build, "reading_version", lambda: "the next one")
    encoder.encoded.clear()
    report = build_index(docs, index_path)
    assert sorted(read) == everything and report.changed
    assert report.encoded == 0 and encoder.encoded == []
    assert sorted(Assistant.open(index_path).sources) == sorted(
        set(everything) & set(Assistant.open(index_path).sources)
    )
    read.clear()
    assert not build_index(docs, index_path).changed
    assert read == []


def test_an_index_older_than_this_entry_answers_and_is_read_once_more(
    docs: Path, index_path: Path, encoder: LetterEncoder, read: list[str]
) -> None:
    build_index(docs, index_path)
    everything = sorted(read)
    read.clear()
    manifest = next(index_path.glob("gen-*/manifest.json"))
    content = json.loads(manifest.read_text("utf-8"))
    del content["extra"]["readers"]
    manifest.write_text(json.dumps(content), "utf-8")
    checksum = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (index_path / "CURRENT").write_text(f"{manifest.parent.name} {checksum}\n")
    assert Assistant.open(index_path).sources
    build_index(docs, index_path)
    assert sorted(read) == everything


def closure() -> set[str]:
    """Every module that the readers import, and those that these import."""
    seen: set[str] = set()
    waiting = set(READERS)
    while waiting:
        name = waiting.pop()
        seen.add(name)
        imported = GRAPH.get(name, set())
        waiting |= (
            (imported | with_packages(name, imported)) - seen - {"qa", "embeddings"}
        )  # what these open is no reader
    return seen


def test_every_module_that_reads_takes_part() -> None:
    """Also one that is written tomorrow: none can be forgotten."""
    modules = {name for name in closure() if name in GRAPH}
    covered = {source.removesuffix(".py").replace("/", ".") for source in SOURCES}
    assert len(modules) > 50
    assert not {name for name in modules if not any(f"{name}.".startswith(f"{each}.") for each in covered)}
    assert all((ROOT / source).exists() for source in SOURCES)


def test_every_library_that_reads_takes_part() -> None:
    tops = {name.partition(".")[0] for name in closure()} - {"qa", "embeddings"} - NO_READERS
    known = packages_distributions()
    needed = {known[top][0].lower() for top in tops if top not in sys.stdlib_module_names and top in known}
    assert needed == set(LIBRARIES)


def test_the_hash_follows_the_sources_and_nothing_else(tmp_path: Path) -> None:
    for source in SOURCES:
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, tmp_path / source)
    same = fingerprint(ROOT)
    assert fingerprint(tmp_path) == same
    (tmp_path / "qa/documents/notes.txt").write_text("of no account")
    assert fingerprint(tmp_path) == same
    reader = tmp_path / "qa/documents/docx.py"
    reader.write_text(reader.read_text("utf-8").replace("_MOST_GRID = 1000", "_MOST_GRID = 1001"), "utf-8")
    assert fingerprint(tmp_path) != same
