"""Small documents, a model that can be worked out by hand, and an index of both."""

import ast
import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from numpy.typing import NDArray
from playwright.sync_api import Browser, expect, sync_playwright

import qa.indexing.build
import qa.retrieval.index
from qa import Assistant, build_index
from qa.documents import Limits
from qa.documents.child import Child
from tests.builders.assistants import AssistantOver, assistant_of
from tests.waiting import LIMIT_SECONDS

ROOT = Path(__file__).parent.parent
ROOMS = pytest.StashKey[set[str]]()  # whose tests are to run

# No test asserts a time, also not by Hypothesis: on a busy machine a fast example can take a second. The suite takes the same examples
# each time; `make fuzz` looks for others.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("yinju", settings.get_profile("searching"), derandomize=True)
settings.load_profile("yinju")

# Small folders would be encoded with the contextual model, a hundred times slower; what tests that asks for it.
os.environ["YINJU_MODEL"] = "static"

DOCUMENTS = {
    "宁夏.md": "# 宁夏工会2023年报告\n\n## 组织\n\n宁夏有工会会员129万人。新建工会组织5524个。\n\n## 帮扶\n\n医疗互助发出3958万元。\n",
    "内蒙古/2024.txt": "内蒙古工会2024年报告\n\n内蒙古有工会会员371.3万人。工会驿站建成2627个。\n\n蹲点干部有971名。\n",
    "english.html": "<title>Library rules</title><h1>Library rules</h1><p>The library opens at nine. "
    "Members may borrow twelve books.</p>",
}

# A sentence that layout puts together over a caption.
_LONG = "各级工会持续深化改革,职工之家建设稳步推进,职工队伍面貌一新。"
PARTED = f"{_LONG}全区建成职工之\n\n\n\n职工在驿站过节\n\n家212家,其中职工之家示范点30个。\n\n{_LONG}\n"
PARTED_QUOTE = "全区建成职工之家212家,其中职工之家示范点30个。"

HOSTILE = '<img src=x onerror="document.title=1"> **粗** ${1+1} {{value}} [链接](http://evil.example/)'
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--room=documents` runs the tests of that room (`make quick ROOM=documents`), `--room=changed` those of what git sees changed."""
    parser.addoption(
        "--room", default="", help="only tests of this room: documents, cli, ...; or of what has `changed`"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files live in memory where there is plenty: thousands of builds sync to no disk (`--basetemp` keeps them)."""
    config.stash[ROOMS] = rooms_asked(config.option.room)
    memory = Path("/dev/shm")
    if config.option.basetemp or not memory.is_dir() or shutil.disk_usage(memory).free < 2_000_000_000:
        return
    for left in memory.glob("yinju-tests-*"):  # by runs that were killed
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = tempfile.mkdtemp(prefix=f"yinju-tests-{os.getpid()}-", dir=memory)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of tests of other rooms are not even imported."""
    rooms = config.stash[ROOMS]
    is_of_another = (
        rooms and collection_path.suffix == ".py" and not any(is_test_of(room, collection_path) for room in rooms)
    )
    return True if is_of_another else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: playwright's event loop runs in this thread from the first of them on, beside no other."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def rooms_asked(asked: str) -> set[str]:
    """The rooms whose tests are to run; none for all of them."""
    rooms = {"embeddings", "benchmarks", "ui", *(path.stem for path in (ROOT / "qa").iterdir())}
    if asked and asked not in {"changed", *rooms}:
        raise pytest.UsageError(
            f"there is no room {asked!r}; give a folder or module of qa/, or embeddings, benchmarks or ui"
        )
    return rooms & changed_rooms() if asked == "changed" else {asked} - {""}


def changed_rooms() -> set[str]:
    """The rooms of the files that differ from the last commit: `qa/ROOM/...`, `tests/ROOM/...`."""
    status = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all", "--no-renames"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [Path(line[3:]) for line in status.stdout.splitlines()]
    return {Path(path.parts[path.parts[0] in ("qa", "tests")]).stem for path in paths}


def is_test_of(room: str, path: Path) -> bool:
    """Whether a file of tests stands in the folder of a room, or imports it, one of its modules or names out of it."""
    if path.parent.name == room:
        return True
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return any(f"{name}.".startswith((f"{room}.", f"qa.{room}.")) for name in names)


class LetterEncoder:
    """A vector counts the characters of a text by their code modulo 64; equal letters, equal vectors."""

    name = "letters"
    dim = 64

    def __init__(self, fingerprint: str = "letters-1") -> None:
        self.fingerprint = fingerprint
        self.at_once = 64
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for character in text:
                vectors[row, ord(character) % self.dim] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=vectors, where=lengths > 0)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return self.encode_queries(texts)


class LentChild:
    """The reading process of the whole session, for files under the usual limits; it goes on after the build."""

    _lock = threading.Lock()  # builds run side by side in some tests

    def __init__(self, child: Child) -> None:
        self._child, self._own = child, Child()

    def ask(self, request: Mapping[str, object], limits: Limits) -> dict[str, Any]:
        if limits != Limits():  # those of a process cannot be raised again
            return self._own.ask(request, limits)
        with self._lock:
            return self._child.ask(request, limits)

    def stop(self) -> None:
        self._own.stop()


@pytest.fixture(scope="session", autouse=True)
def one_child() -> Iterator[None]:
    """All builds read their files in one process: to start one takes longer than to read them."""
    child = Child()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.documents.corpus.Child", lambda: LentChild(child))
        yield
    child.stop()


@pytest.fixture
def own_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each build starts its own, as it does elsewhere."""
    monkeypatch.setattr("qa.documents.corpus.Child", Child)


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> LetterEncoder:
    """The hand-made model stands in for every model by name."""
    made = LetterEncoder()
    for module in (qa.indexing.build, qa.retrieval.index):
        monkeypatch.setattr(module, "load_encoder", lambda name="builtin": made)
    return made


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder of three documents in two languages and three formats."""
    folder = tmp_path / "docs"
    for name, text in DOCUMENTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def index_path(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture(scope="session")
def assistant_over(tmp_path_factory: pytest.TempPathFactory) -> AssistantOver:
    """Assistants over documents that a test gives, each built once in a session, with the model that comes with the code."""

    @cache
    def built(documents: tuple[tuple[str, str], ...], threshold: float | None) -> Assistant:
        return assistant_of(tmp_path_factory.mktemp("over"), dict(documents), threshold=threshold)

    return lambda documents, threshold=None: built(tuple(documents.items()), threshold)


@pytest.fixture
def assistant(request: pytest.FixtureRequest, assistant_over: AssistantOver) -> Assistant:
    """Over the `DOCS` of the file of tests, by its `THRESHOLD`; where it names none, over those of `docs`, at `index_path`, by `encoder`."""
    if documents := getattr(request.module, "DOCS", None):
        return assistant_over(documents, getattr(request.module, "THRESHOLD", None))
    request.getfixturevalue("encoder")
    docs, index_path = request.getfixturevalue("docs"), request.getfixturevalue("index_path")
    build_index(docs, index_path)
    return Assistant.open(index_path)


def snapshot(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; where CI runs it must be there."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        assert os.environ.get("CI") != "true", "a Chromium must be installed where CI runs"
        pytest.skip("no Chromium is installed")
    expect.set_options(timeout=LIMIT_SECONDS * 1000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()
