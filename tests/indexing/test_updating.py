"""An update writes only what changed, and gives what a build from nothing gives."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import embeddings.vectors
import qa.indexing.build
import qa.indexing.local_draft
import qa.indexing.preparing
from qa import Assistant, build_index
from qa.indexing.encoding_journal import Encoded
from qa.retrieval.index import Index
from qa.storage import leftovers, verify
from tests.conftest import LetterEncoder

TEXTS = ("宁夏有会员{}万人。", "The library holds {} books.", "新建驿站{}个。\n\n另有活动室{}个。", "Opened in {}.")
CHANGES = st.tuples(st.sampled_from(["write", "remove", "move"]), st.integers(0, 5), st.integers(0, 5))


def change(docs: Path, kind: str, one: int, other: int) -> None:
    path, target = docs / f"{one}.txt", docs / f"{other}.txt"
    if kind == "write":
        path.write_text(TEXTS[other % len(TEXTS)].replace("{}", str(100 * one + other)), "utf-8")
    elif kind == "remove":
        path.unlink(missing_ok=True)
    elif path.exists():
        path.rename(target)


def content(index_path: Path) -> list[tuple[object, ...]]:
    """Every passage with its vector and what BM25 finds for it, whatever its row."""
    index = Index.open(index_path)
    found = []
    for source in index.catalogue.sources:
        for row, passage in index.catalogue.passages_of(source):
            vector = index.vectors.vectors([row])[0]
            nearest = index.vectors.search(vector[None], 3)[0]
            lexical = {hit for hit, _ in index.lexical.search(passage.text, 10)}
            assert row in lexical and row in dict(nearest)
            assert lexical | set(dict(nearest)) <= set(index.catalogue.rows())
            found.append((source, passage, vector.tobytes()))
    return sorted(found, key=repr)


@pytest.mark.slow
@settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(CHANGES, min_size=1, max_size=4), min_size=1, max_size=4), gaps=st.booleans())
def test_any_history_of_changes_gives_what_a_full_build_gives(
    tmp_path: Path, encoder: LetterEncoder, rounds: list[list[tuple[str, int, int]]], gaps: bool
) -> None:
    """Files written, removed, moved over each other: the same passages, vectors and terms; also while rows stand empty."""
    for name in ("docs", "index", "fresh"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
    docs, index, fresh = tmp_path / "docs", tmp_path / "index", tmp_path / "fresh"
    docs.mkdir()
    (docs / "always.md").write_text("# 常在\n\n这一篇一直都在。\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(qa.indexing.local_draft, "MOST_EMPTY", 1.0 if gaps else 0.05)
        for changes in (*rounds, []):
            report = build_index(docs, index)
            assert verify(index) == []
            assert report.passages == len(content(index))
            for step in changes:
                change(docs, *step)
    build_index(docs, fresh)
    assert content(index) == content(fresh)
    assert Assistant.open(index).verdicts() == Assistant.open(fresh).verdicts()


def test_what_is_gone_is_gone_for_every_purpose(
    docs: Path, index_path: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While its rows stand empty it is not found, and its words are in no document; also where a graph is walked."""
    monkeypatch.setattr(qa.indexing.local_draft, "MOST_EMPTY", 1.0)
    monkeypatch.setattr(embeddings.vectors, "LARGEST_EXACT_ROWS", 2)
    build_index(docs, index_path)
    (docs / "english.html").unlink()
    build_index(docs, index_path)
    index = Index.open(index_path)
    assert len(index.vectors) > len(index.catalogue) == len(index.lexical)
    assert not index.lexical.holds("library")
    assert index.lexical.holds("宁夏")
    query = encoder.encode_queries(["The library opens at nine. Members may borrow twelve books."])
    assert {row for row, _ in index.vectors.search(query, 10)[0]} <= set(index.catalogue.rows())
    assert not any(hit.passage.source == "english.html" for hit in Assistant.open(index_path).search("library books"))


def test_few_gaps_are_left_and_many_are_closed(
    docs: Path, index_path: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts grow by what changes, until too much of them is empty."""
    lengths = []
    for share in (1.0, 0.05):
        monkeypatch.setattr(qa.indexing.local_draft, "MOST_EMPTY", share)
        path = docs / "宁夏.md"
        path.write_text(path.read_text("utf-8").replace("万", "萬") + "\n", "utf-8")
        build_index(docs, index_path)
        path.write_text(path.read_text("utf-8").replace("萬", "万") + "\n", "utf-8")
        build_index(docs, index_path)
        index = Index.open(index_path)
        lengths.append(len(index.vectors) - len(index.catalogue))
    assert lengths[0] > 0 == lengths[1]


@pytest.mark.parametrize("rename", ["moved/english.html", "renamed.html", "english.htm"])
def test_moving_and_renaming_costs_nothing(docs: Path, index_path: Path, encoder: LetterEncoder, rename: str) -> None:
    """The bytes are known: nothing is read and nothing encoded, and quotes name the new place."""
    build_index(docs, index_path)
    (docs / "moved").mkdir()
    (docs / "english.html").rename(docs / rename)
    encoder.encoded.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            qa.indexing.preparing, "read_documents", lambda files, **_: (pytest.fail(str(file)) for file in files)
        )
        report = build_index(docs, index_path)
    assert (report.encoded, encoder.encoded) == (0, [])
    assert rename in Assistant.open(index_path).sources
    assert "english.html" not in Assistant.open(index_path).sources


def test_a_file_whose_title_is_its_name_is_read_again_when_renamed(
    docs: Path, index_path: Path, encoder: LetterEncoder
) -> None:
    """The title takes part in retrieval and stands in the source line."""
    (docs / "2023.txt").write_text(
        "工会会员有三万人，新建了五个驿站，发放了补助，举办了培训，还有很多别的事情都写在这一行里面没有标题。\n" * 3,
        "utf-8",
    )
    build_index(docs, index_path)
    assert Assistant.open(index_path).document("2023.txt").title == "2023"
    (docs / "2023.txt").rename(docs / "2024.txt")
    build_index(docs, index_path)
    assert Assistant.open(index_path).document("2024.txt").title == "2024"


class Killed(BaseException):
    """As SIGKILL: nothing handles it."""


@pytest.mark.parametrize("damage", [False, True])
def test_a_killed_build_does_not_encode_again_what_it_has_encoded(
    docs: Path, index_path: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch, damage: bool
) -> None:
    """Finished batches are taken from the disk, checked; what was cut off or damaged there is encoded again."""
    encoder.at_once = 1
    real = encoder.encode_passages

    def killed_at_the_third(texts: list[str]) -> object:
        if len(encoder.encoded) == 2:
            raise Killed
        return real(texts)

    monkeypatch.setattr(encoder, "encode_passages", killed_at_the_third)
    with pytest.raises(Killed):
        build_index(docs, index_path)
    monkeypatch.undo()
    monkeypatch.setattr(qa.indexing.build, "load_encoder", lambda name="builtin": encoder)
    assert leftovers(index_path) == ["ENCODED"]
    done = index_path / "ENCODED"
    done.write_bytes(done.read_bytes()[:-1] if damage else done.read_bytes() + b"cut off")
    encoder.encoded.clear()
    report = build_index(docs, index_path)
    assert report.encoded == len(encoder.encoded) == report.passages - (1 if damage else 2)
    assert leftovers(index_path) == []
    build_index(docs, index_path.with_name("fresh"))
    monkeypatch.setattr(qa.retrieval.index, "load_encoder", lambda name="builtin": encoder)
    assert content(index_path) == content(index_path.with_name("fresh"))


def test_vectors_of_another_model_are_not_taken_over(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Left by a build that was killed, with other weights of the same size."""
    index_path.mkdir()
    with Encoded(index_path / "ENCODED", "letters-0", encoder.dim) as left:
        left.add(["00" * 32], encoder.encode_queries(["a"]))
    with Encoded(index_path / "ENCODED", "letters-0", encoder.dim) as again:
        assert "00" * 32 in again
    with Encoded(index_path / "ENCODED", encoder.fingerprint, encoder.dim) as other:
        assert "00" * 32 not in other


def test_a_document_is_read_again_when_that_is_asked_for(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Though its file is the same; the others stay as they are, and nothing is encoded anew."""
    build_index(docs, index_path)
    assert not build_index(docs, index_path).changed
    report = build_index(docs, index_path, again=["宁夏.md"])
    assert (report.changed, report.encoded, report.documents) == (True, 0, 3)
    assert [entry.source for entry in Assistant.open(index_path).entries(["宁夏.md", "nowhere"])] == ["宁夏.md"]
