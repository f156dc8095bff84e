"""Several servers on one index: each takes up what another process builds, with the next question."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from qa import Assistant
from qa.errors import IndexUnreachable
from qa.indexing.build import build_index
from qa.retrieval.engines import engine_of
from qa.retrieval.milvus.address import address_of
from qa.server.app import create_app
from tests.builders.milvus import needs_milvus
from tests.builders.ports import free_port
from tests.conftest import LetterEncoder
from tests.waiting import until

QUESTION = {"question": "宁夏有多少工会会员?"}
COMMAND = "from milvus_lite.cmdline import main; main()"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The address of an index in a Milvus Lite that serves this machine."""
    needs_milvus()
    from qa.retrieval.milvus.store import Store, close

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    port = free_port()
    path = Path(f"milvus://127.0.0.1:{port}/news")
    address = address_of(path)
    assert address

    def answers() -> bool:
        try:
            return bool(Store(address).call("list_collections") == [])
        except IndexUnreachable:
            return False

    options = ["server", "--data-dir", str(tmp_path / "milvus"), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([sys.executable, "-c", COMMAND, *options], stderr=subprocess.DEVNULL) as running:
        try:
            until(answers, "Milvus Lite")
            yield path
        finally:
            close(address)
            running.kill()


@pytest.mark.slow
@pytest.mark.parametrize("kept", ["index_path", "server"])
def test_servers_on_one_index_take_up_a_new_generation_at_once(
    docs: Path, kept: str, encoder: LetterEncoder, request: pytest.FixtureRequest
) -> None:
    """In a folder as in Milvus: nothing is restarted and nobody is told; going back is taken up the same way."""
    place = request.getfixturevalue(kept)
    first = build_index(docs, place).generation
    servers = [TestClient(create_app(Assistant.open(place)), base_url="http://localhost") for _ in range(2)]

    def answering() -> set[str]:
        return {each.post("/api/ask", json=QUESTION).json()["index"]["generation"] for each in servers}

    assert answering() == {first}
    (docs / "new.txt").write_text("新文件\n\n新的驿站有99个。\n", "utf-8")
    second = build_index(docs, place).generation
    assert answering() == {second}
    engine_of(place).rollback()
    assert answering() == {first}
