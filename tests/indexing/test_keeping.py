"""Keeping an index: going back, a gate before publishing, the doctor, following a folder, damage of any byte."""

import json
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from qa import Assistant, build_index
from qa.cli import app
from qa.errors import IndexBusy, IndexDamaged, IndexNotFound, IndexProblem
from qa.evaluation.gated import build_behind_gate
from qa.indexing.doctor import examine
from qa.retrieval.index import Index
from qa.server import create_app
from qa.storage import current_name, open_current, rollback, verify, writing
from qa.web.library import library_html
from tests.conftest import LetterEncoder, snapshot
from tests.waiting import LIMIT_SECONDS, until

ROOT = Path(__file__).parents[2]


def change(docs: Path, text: str = "# 附\n\n附记一条。\n") -> None:
    (docs / "附.md").write_text(text, "utf-8")


def test_rollback_goes_back_at_once_and_forward_by_building(
    docs: Path, index_path: Path, encoder: LetterEncoder
) -> None:
    """One generation back; the next build is a new one, whose number was never used before."""
    with pytest.raises(IndexNotFound):
        rollback(index_path)
    build_index(docs, index_path)
    with pytest.raises(IndexNotFound, match="no generation before"):
        rollback(index_path)
    change(docs)
    build_index(docs, index_path)
    serving = Assistant.open(index_path)
    assert "附.md" in serving.sources
    assert rollback(index_path).name == "gen-000001"
    assert serving.refresh()
    assert "附.md" not in serving.sources
    assert build_index(docs, index_path).generation == "gen-000003"
    assert "附.md" in Assistant.open(index_path).sources


def test_rollback_waits_for_no_build_and_trusts_no_damage(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Under the lock, and only to a generation whose every byte is right."""
    build_index(docs, index_path)
    change(docs)
    build_index(docs, index_path)
    with writing(index_path), pytest.raises(IndexBusy):
        rollback(index_path)
    path = index_path / "gen-000001/vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(IndexDamaged):
        rollback(index_path)
    assert current_name(index_path) == "gen-000002"


@pytest.mark.slow
def test_a_gate_keeps_a_worse_index_from_answering(docs: Path, index_path: Path, tmp_path: Path) -> None:
    """Built aside and measured; what is worse is thrown away, what is not is published; nothing is left beside."""
    rows = [
        {
            "id": str(n),
            "question": f"What does rule {n} of the house say about {word}?",
            "answers": [f"rule {n}: {word}"],
        }
        for n, word in enumerate(
            ["dogs", "cats", "bikes", "noise", "keys", "paint", "music", "guests", "parcels", "lifts"]
        )
    ]
    (tmp_path / "set.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    house = docs / "house.md"
    house.write_text("# House\n\n" + "\n\n".join(f"The {r['answers'][0]} are fine here." for r in rows), "utf-8")
    first = build_behind_gate(docs, index_path, tmp_path / "set.jsonl")
    assert (first.published, first.comparison) == (True, None)
    good = house.read_text("utf-8")
    house.write_text("# House\n\nNothing is said.\n", "utf-8")
    worse = build_behind_gate(docs, index_path, tmp_path / "set.jsonl")
    assert not worse.published
    assert "recall@5" in worse.worse
    assert current_name(index_path) == "gen-000001"
    house.write_text(good + "\n\nOne rule more.\n", "utf-8")
    arguments = ["index", str(docs), "--index", str(index_path), "--gate", str(tmp_path / "set.jsonl")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert current_name(index_path) == "gen-000002"
    assert verify(index_path) == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_doctor_names_the_trouble_and_the_mend(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Nothing on a sound index; then each trouble by itself."""
    build_index(docs, index_path)
    assert examine(index_path) == []
    change(docs)
    [finding] = examine(index_path)
    assert (finding.problem, finding.mend) == ("1 documents are new: 附.md", f"yinju index {docs} --index {index_path}")
    (docs / "附.md").unlink()
    (index_path / "gen-000009.draft").mkdir()
    assert [f.problem for f in examine(index_path)] == ["gen-000009.draft was left by a build that did not end"]
    encoder.fingerprint = "letters-2"
    assert any("has other weights" in finding.problem for finding in examine(index_path))
    (index_path / "gen-000001/vectors.faiss").unlink()
    result = CliRunner().invoke(app, ["doctor", "--index", str(index_path)])
    assert result.exit_code == 1
    assert "vectors.faiss is missing" in result.stdout


@pytest.mark.slow
def test_a_folder_is_followed(docs: Path, index_path: Path) -> None:
    """`yinju index --watch` builds again by itself, and says so."""
    command = [sys.executable, "-m", "qa", "index", str(docs), "--index", str(index_path), "--watch"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stderr
        assert "watching" in watching.stderr.readline()
        change(docs)
        until(lambda: current_name(index_path) == "gen-000002", "the next build")
        watching.terminate()


@pytest.fixture
def small(tmp_path: Path, encoder: LetterEncoder) -> Path:
    (tmp_path / "one").mkdir()
    (tmp_path / "one/a.txt").write_text("宁夏有会员129万人。", "utf-8")
    build_index(tmp_path / "one", tmp_path / "index")
    return tmp_path / "index"


@pytest.mark.slow
def test_a_flipped_bit_is_found_and_never_served(small: Path) -> None:
    """In any file of the index, wherever it is (every bit in the long job: `make torture`)."""
    draw = random.Random(7)
    files = [path for path in sorted(small.rglob("*")) if path.is_file() and path.name != "LOCK"]
    for path in files:
        content = path.read_bytes()
        for at in draw.sample(range(len(content)), min(60, len(content))):
            flipped = bytearray(content)
            flipped[at] ^= 1 << draw.randrange(8)
            path.write_bytes(flipped)
            assert verify(small), f"{path.name} byte {at}"
            with pytest.raises(IndexProblem):
                open_current(small)
        path.write_bytes(content)
    assert verify(small) == []


def test_swapped_and_foreign_files_are_named(small: Path, tmp_path: Path, encoder: LetterEncoder) -> None:
    """Files of another index, truncated ones, a newer format: one line with the command that mends it."""
    (tmp_path / "two").mkdir()
    (tmp_path / "two/a.txt").write_text("宁夏有会员131万人。", "utf-8")
    build_index(tmp_path / "two", tmp_path / "other")
    before = snapshot(small)
    for name in ("catalogue.sqlite", "vectors.faiss", "manifest.json"):
        path = small / "gen-000001" / name
        content = path.read_bytes()
        for foreign in ((tmp_path / "other/gen-000001" / name).read_bytes(), content[: len(content) // 2], b""):
            path.write_bytes(foreign)
            [problem] = verify(small)
            assert name in problem
            assert "yinju index --full" in problem
        path.write_bytes(content)
    assert snapshot(small) == before


def test_damage_says_that_one_can_go_back(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """As long as there is a generation before; it answers again by `yinju rollback`."""
    build_index(docs, index_path)
    change(docs)
    build_index(docs, index_path)
    (index_path / "gen-000002/vectors.faiss").write_bytes(b"")
    with pytest.raises(IndexDamaged, match="yinju rollback"):
        Assistant.open(index_path)
    rollback(index_path)
    assert Assistant.open(index_path).info.generation == "gen-000001"


def test_a_damaged_new_generation_is_passed_over_while_serving(
    docs: Path, index_path: Path, encoder: LetterEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    """The one before goes on answering through every door, says so, and the next sound one is taken up."""
    old = build_index(docs, index_path).generation
    assistant = Assistant.open(index_path)
    client = TestClient(create_app(assistant), base_url="http://127.0.0.1")
    (docs / "new.txt").write_text("新文件\n\n新的驿站有99个。\n", "utf-8")
    new = build_index(docs, index_path).generation
    vectors = index_path / new / "vectors.faiss"
    vectors.write_bytes(b"damage" + vectors.read_bytes())
    for _ in range(3):
        answer = client.post("/api/ask", json={"question": "驿站有多少个?"})
        assert (answer.status_code, answer.json()["index"]["generation"]) == (200, old)
    assert len(caplog.records) == 1
    assert "vectors.faiss has" in caplog.text
    health = client.get("/healthz").json()
    assert (health["status"], health["index"]["generation"]) == ("old index", old)
    assert health["problem"] == "the index is damaged; whoever keeps it can build it again with: yinju index --full"
    assert "yinju doctor" in library_html(assistant, "en")
    (index_path / "CURRENT").write_text("nonsense")
    assert not assistant.refresh()
    assert "CURRENT does not name a generation" in str(assistant.problem)
    newest = build_index(docs, index_path).generation
    assert assistant.refresh()
    assert assistant.info.generation == newest
    assert client.get("/healthz").json() == {"status": "ok", "problem": "", "index": assistant.info.to_json()}


def test_one_thread_opens_and_the_others_go_on(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Who asks while a large generation is being opened is answered from the one before; who must have it waits."""
    build_index(docs, index_path)
    assistant = Assistant.open(index_path)
    (docs / "english.html").unlink()
    build_index(docs, index_path)
    opening, go_on = threading.Event(), threading.Event()
    real = Index.open

    def slow(path: Path) -> Index:
        opening.set()
        go_on.wait(LIMIT_SECONDS)
        return real(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Index, "open", slow)
        first = threading.Thread(target=assistant.refresh)
        first.start()
        assert opening.wait(LIMIT_SECONDS)
        assert not assistant.refresh()
        waiting = threading.Thread(target=assistant.refresh, kwargs={"wait": True})
        waiting.start()
        go_on.set()
        first.join()
        waiting.join()
    assert "english.html" not in assistant.sources
