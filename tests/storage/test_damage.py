"""Damage is found before it is used and named; two builders never meet."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.errors import IndexBusy, IndexDamaged, IndexNotFound, IndexNotWritten, IndexOutdated, IndexProblem
from qa.storage import generation, layout, open_current, publishing, remembering, verify, writing
from tests.builders.faults import answers, build
from tests.conftest import snapshot
from tests.waiting import until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def index(index_path: Path) -> Path:
    build(index_path, "one")
    return index_path


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    """The command stands in the message."""
    with pytest.raises(IndexNotFound, match="yinju index --index"):
        open_current(tmp_path / "nothing")


def test_every_flipped_bit_is_found(index: Path) -> None:
    """FAISS has no checksum: nothing that differs by a bit may reach it."""
    generation = open_current(index).path
    files = [index / "CURRENT", *(path for path in generation.rglob("*") if path.is_file())]
    flips = 0
    for file in files:
        content = file.read_bytes()
        for bit in range(len(content) * 8):
            changed = bytearray(content)
            changed[bit // 8] ^= 1 << bit % 8
            file.write_bytes(changed)
            with pytest.raises(IndexProblem):
                open_current(index)
            flips += 1
        file.write_bytes(content)
    assert flips > 4_000
    assert verify(index) == []


def test_every_truncation_is_found(index: Path) -> None:
    """A torn file is named."""
    for file in (index / "CURRENT", *(path for path in open_current(index).path.rglob("*") if path.is_file())):
        content = file.read_bytes()
        for length in range(len(content)):
            file.write_bytes(content[:length])
            with pytest.raises(IndexDamaged, match=file.name):
                open_current(index)
        file.write_bytes(content)


def test_swapped_missing_and_foreign_files_are_named(index: Path) -> None:
    """`verify` names each; extra files are reported and ignored."""
    path = open_current(index).path
    one, other = path / "catalogue.sqlite", path / "vectors.faiss"
    contents = one.read_bytes(), other.read_bytes()
    one.write_bytes(contents[1])
    other.write_bytes(contents[0])
    assert "catalogue.sqlite has" in verify(index)[0]
    one.write_bytes(contents[0])
    other.unlink()
    assert "vectors.faiss is missing" in verify(index)[0]
    other.write_bytes(contents[1])
    (path / "stray").write_text("x")
    assert "stray does not belong to the index" in verify(index)[0]
    assert answers(index) == "one"


def test_the_older_generation_is_verified_too(index: Path) -> None:
    """It is what a reader may still have open."""
    build(index, "two")
    (index / "gen-000001" / "vectors.faiss").write_text("x")
    assert "gen-000001" in verify(index)[0]
    assert answers(index) == "two"


def test_two_generations_stay(index: Path) -> None:
    """Readers of the one before keep what they have open."""
    for content in ("two", "three"):
        build(index, content)
    assert sorted(path.name for path in index.glob("gen-*")) == ["gen-000002", "gen-000003"]


def test_a_newer_format_is_named(index: Path) -> None:
    """An older program says so instead of guessing."""
    manifest = open_current(index).path / "manifest.json"
    values = json.loads(manifest.read_text("utf-8"))
    rewrite(index, manifest, json.dumps({**values, "format": 99}).encode())
    with pytest.raises(IndexOutdated, match="newer version"):
        open_current(index)


def rewrite(index: Path, manifest: Path, content: bytes) -> None:
    """Put another manifest in place, with the right checksum in `CURRENT`: a hostile index."""
    import hashlib

    manifest.write_bytes(content)
    (index / "CURRENT").write_text(f"{manifest.parent.name} {hashlib.sha256(content).hexdigest()}\n")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)
FILES = st.dictionaries(
    st.sampled_from(["../../secret", "/etc/passwd", "a\0b", "..", "", "vectors.faiss", "x\\y"]),
    JSON | st.fixed_dictionaries({"bytes": st.integers(), "sha256": st.text(max_size=64)}),
)
MANIFESTS = JSON | st.fixed_dictionaries({"format": JSON, "created": JSON, "files": FILES | JSON, "extra": JSON})


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(MANIFESTS)
def test_hostile_manifests_are_refused(index: Path, values: object) -> None:
    """Whatever it holds: a named error, and no file outside the generation is opened."""
    manifest = next(index.glob("gen-*")) / "manifest.json"
    rewrite(index, manifest, json.dumps(values).encode())
    try:
        opened = open_current(index)
    except IndexProblem:
        return
    assert opened.manifest.files.keys() <= {"vectors.faiss"}


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"format": 1e999}', b"\xff", b"{}", b"null"])
def test_monstrous_manifests_are_refused(index: Path, content: bytes) -> None:
    """Deep nesting and huge numbers don't take the program down."""
    rewrite(index, next(index.glob("gen-*")) / "manifest.json", content)
    with pytest.raises(IndexProblem):
        open_current(index)


def test_a_second_builder_is_told_of_the_first(index: Path) -> None:
    """At once, with its process number; the first goes on undisturbed."""
    script = "import sys; from pathlib import Path; from tests.builders.faults import build; build(Path(sys.argv[1]), 'other')"
    with writing(index) as draft:
        with pytest.raises(IndexBusy, match="process"):
            build(index, "same process")
        done = subprocess.run(
            [sys.executable, "-c", script, str(index)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert "IndexBusy" in done.stderr
        (draft.path / "a").write_text("b")
        draft.publish({})
    build(index, "two")
    assert answers(index) == "two"


def test_a_failed_build_leaves_nothing(index: Path) -> None:
    """The draft is gone, the index as before."""
    before = {name: digest for name, digest in snapshot(index).items() if name != "LOCK"}
    with pytest.raises(RuntimeError), writing(index) as draft:
        (draft.path / "half").write_text("x")
        raise RuntimeError
    assert {name: digest for name, digest in snapshot(index).items() if name != "LOCK"} == before


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexNotWritten, match="give a folder"), writing(tmp_path / "file"):
        pass


@pytest.fixture
def hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that opening a large index hashes, in order."""
    names: list[str] = []

    def counted(path: Path) -> str:
        names.append(path.name)
        return layout.file_sha256(path)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for module in (generation, publishing):
        monkeypatch.setattr(module, "LARGE_BYTES", 0)
    monkeypatch.setattr(remembering, "_SETTLED_SECONDS", 0.0)
    monkeypatch.setattr(remembering, "file_sha256", counted)
    return names


def test_a_large_index_is_hashed_once(tmp_path: Path, hashed: list[str]) -> None:
    """By the build; it is remembered by inode, size and times; a new generation is hashed, the old one is forgotten."""
    index = tmp_path / "index"
    build(index, "first")
    assert sorted(hashed) == ["catalogue.sqlite", "terms", "vectors.faiss"]
    hashed.clear()
    open_current(index)
    assert hashed == []
    for content in ("second", "third"):
        build(index, content)
        open_current(index)
    assert len(hashed) == 6
    (kept,) = (tmp_path / "cache/yinju/checked").iterdir()
    assert len(json.loads(kept.read_text())) == 6


def let_the_clock_of_the_disk_tick(folder: Path) -> None:
    """What is written after this has another time of change than what was written before."""
    probe = folder / "probe"
    probe.write_bytes(b"")
    before = probe.stat().st_ctime_ns

    def ticked() -> bool:
        probe.write_bytes(b"")
        return probe.stat().st_ctime_ns > before

    until(ticked, "the clock of the disk")


@pytest.mark.parametrize("hide", [False, True])
def test_a_changed_file_is_hashed_again(tmp_path: Path, hashed: list[str], hide: bool) -> None:
    """Also when it has its old size and its old time of change again."""
    index = tmp_path / "index"
    build(index, "old")
    file = open_current(index).path / "vectors.faiss"
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    let_the_clock_of_the_disk_tick(tmp_path)
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    if hide:
        os.utime(file, ns=times)
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss differs"):
        open_current(index)


def test_remembering_is_only_a_help(tmp_path: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken note, a cache folder that cannot be made, a file just written: hashed as ever; `verify` reads everything."""
    index = tmp_path / "index"
    build(index, "old")
    open_current(index)
    (note,) = (tmp_path / "cache/yinju/checked").iterdir()
    for content in ("", "[]", "{"):
        note.write_text(content)
        hashed.clear()
        open_current(index)
        assert len(hashed) == 3
    monkeypatch.setattr(remembering, "_SETTLED_SECONDS", 1e9)
    note.unlink()
    open_current(index)
    assert not note.exists()
    monkeypatch.setattr(remembering, "_SETTLED_SECONDS", 0.0)
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert answers(index) == "old"
    read: list[Path] = []
    monkeypatch.setattr(generation, "_problem", lambda path, *rest: read.append(path) or "")
    verify(index)
    assert len(read) >= 3
