"""The scripts of `examples/` run as they are, on a small index."""

import runpy
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from qa import Assistant, build_index
from qa.server import create_app
from tests.conftest import LetterEncoder
from tests.waiting import until

EXAMPLES = Path(__file__).parent.parent / "examples"
ASKED = "宁夏有多少工会会员?"
SET = '{"id": "1", "question": "宁夏有多少工会会员?", "answers": ["129万人"]}\n{"id": "2", "question": "月球?", "answers": []}\n'


def ran(name: str, capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What an example prints."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [name, *map(str, arguments)])
        runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name="__main__")
    return capsys.readouterr().out


@pytest.fixture
def index(docs: Path, index_path: Path, encoder: LetterEncoder) -> Path:
    build_index(docs, index_path)
    return index_path


def test_every_example_is_run_here() -> None:
    """None is forgotten."""
    text = Path(__file__).read_text("utf-8")
    assert [path.stem for path in EXAMPLES.glob("*.py") if f'ran("{path.stem}"' not in text] == []


def test_build(docs: Path, index_path: Path, encoder: LetterEncoder, capsys: pytest.CaptureFixture[str]) -> None:
    """The counts, and a line for each file."""
    said = ran("build", capsys, docs, index_path).splitlines()
    assert said[0].startswith("3 documents, ")
    assert "宁夏.md indexed " in said


def test_ask(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The quote and its place."""
    said = ran("ask", capsys, index, ASKED)
    assert said.startswith("answer ")
    assert "“宁夏有工会会员129万人。” 宁夏.md [(" in said


def test_evaluate(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures with intervals."""
    (tmp_path / "set.jsonl").write_text(SET, "utf-8")
    said = ran("evaluate", capsys, index, tmp_path / "set.jsonl")
    assert "quote@1 1.0 [" in said
    assert "missed" not in said


def test_langchain_retriever(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Passages with their sources, best first."""
    best = ran("langchain_retriever", capsys, index, ASKED).splitlines()[0]
    assert "宁夏.md: " in best


@pytest.fixture
def server(index: Path) -> Iterator[str]:
    """The address of a server that answers from the index."""
    serving = uvicorn.Server(uvicorn.Config(create_app(Assistant.open(index)), port=0, log_level="error"))
    thread = threading.Thread(target=serving.run)
    thread.start()
    until(lambda: serving.started, "the server")
    yield f"http://127.0.0.1:{serving.servers[0].sockets[0].getsockname()[1]}"
    serving.should_exit = True
    thread.join()


def test_http_client(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A question and its follow-up."""
    first, second = ran("http_client", capsys, server, ASKED, "内蒙古呢?").splitlines()
    assert "宁夏有工会会员129万人。" in first
    assert "内蒙古有工会会员371.3万人。" in second
