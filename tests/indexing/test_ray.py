"""A Ray cluster of two machines, here two nodes on this one, reads and encodes; one is killed in the middle."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from qa import build_index
from qa.errors import WorkersFailed
from qa.indexing.pools import pool_of
from qa.types import Progress
from tests.conftest import ROOT
from tests.indexing.test_workers import content
from tests.waiting import until

# Writes down who was asked what by which node (the process above the Ray worker above this one), then waits until that node
# may answer, or its Ray worker is gone.
ECHO = """
import os, sys
from pathlib import Path
from tests.waiting import until
folder, above = Path(os.environ["ECHO"]), os.getppid()
node = Path(f"/proc/{above}/stat").read_text().rpartition(")")[2].split()[1]
for line in sys.stdin:
    with (folder / "asked").open("a") as asked:
        asked.write(f"{node} {line}")
    until(lambda: os.getppid() != above or (folder / f"{node} may answer").exists(), "leave to answer")
    sys.stdout.write(line)
    sys.stdout.flush()
"""
NODE = {
    "num_cpus": 1,
    "object_store_memory": 80 * 1024 * 1024,
    # A node has 30 seconds to start, whatever else the machine does: without what the tests do not need.
    "include_dashboard": False,
    "include_log_monitor": False,
    "no_monitor": True,
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("ray"), reason="Ray is not installed: `make ray` installs it and runs these"),
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A cluster of one node, to which each test adds another that it may kill."""
    from ray.cluster_utils import Cluster

    folder = tmp_path_factory.mktemp("echo")
    (folder / "echo_for_ray.py").write_text(ECHO)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ECHO", str(folder))
        patch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), str(folder), os.environ.get("PYTHONPATH", ""))))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.delenv("TMPDIR", raising=False)  # names of its sockets must be short
        made = Cluster(initialize_head=True, head_node_args=NODE)
        yield made
        made.shutdown()


def process(node: Any) -> str:
    return str(node.all_processes["raylet"][0].process.pid)


def test_a_node_is_killed_in_the_middle(cluster: Any) -> None:
    """What it was asked another one answers; all else is asked once, and the answers come in order."""
    node = cluster.add_node(**NODE)
    folder = Path(os.environ["ECHO"])
    one, other = process(cluster.head_node), process(node)

    def asked() -> list[list[str]]:
        lines = (folder / "asked").read_text().splitlines() if (folder / "asked").exists() else []
        return [line.split() for line in lines]

    def requests() -> Iterator[int]:
        yield from range(6)
        until(lambda: {who for who, _ in asked()} == {one, other}, "both nodes to be asked something")
        cluster.remove_node(node, allow_graceful=False)
        (folder / f"{one} may answer").touch()
        yield from range(6, 20)

    with pool_of(f"ray://{cluster.address}") as pool:
        assert pool
        assert list(pool.answers(["echo_for_ray"], requests())) == list(range(20))
    assert len([request for who, request in asked() if who == other]) == 1  # lost with its node
    assert sorted(int(request) for who, request in asked() if who == one) == list(range(20))  # each done once


def test_an_index_is_the_same_whoever_has_read_for_it(cluster: Any, docs: Path, tmp_path: Path) -> None:
    """A node dies when the first files are read: the index is as one process makes it, byte by byte."""
    for number in range(12):
        (docs / f"{number}.txt").write_text(f"第{number}号公报。全区有{number + 3}个县。\n", "utf-8")
    (docs / "broken.pdf").write_bytes(b"no pdf")
    node = cluster.add_node(**NODE)
    killed: list[Any] = []

    def tell(progress: Progress) -> None:
        if progress.step == "reading" and progress.done == 1 and not killed:
            killed.append(cluster.remove_node(node, allow_graceful=False))

    address = f"ray://{cluster.address}"
    far = build_index(docs, tmp_path / "far", model="static", workers=address, progress=tell)
    here = build_index(docs, tmp_path / "here", model="static")
    assert killed
    assert (far.encoded, far.verdicts) == (here.encoded, here.verdicts)
    assert content(tmp_path / "far") == content(tmp_path / "here")


def test_a_machine_with_other_readers_is_refused(
    cluster: Any, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of an index read by another version would quote in two ways."""
    monkeypatch.setattr("qa.indexing.ray_pool.reading_version", lambda: "another")
    with pytest.raises(WorkersFailed, match="has other readers than the build; install the same yinju"):
        build_index(docs, tmp_path / "index", workers=f"ray://{cluster.address}")
