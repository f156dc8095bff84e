"""A slim install: the built-in path runs without torch, the page and the server, on the packages of `constraints-slim.txt`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import qa.cli
from tests.parsed_sources import PROGRAM, ROOT, distributions
from tests.test_dependencies import imported_by, named

NOT_NEEDED = {
    "yinju",
    "brotli",
    "coverage",
    "cython",
    "setuptools",
}  # ourselves, and what others load when it happens to be there
HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "fastapi", "uvicorn", "mcp", "pymilvus", "grpc")
# Where more is needed: the page, the server, pipelines, Milvus, models of others, OCR, training.
MORE: tuple[str, ...] = (
    "qa/server",
    "qa/web",
    "qa/integrations",
    "qa/retrieval/milvus",
    "qa/reader/extractive",
    "qa/documents/rapid",
    "embeddings/transformer",
)
MORE += ("qa/indexing/ray_", "embeddings/crossencoder", "embeddings/hub", "embeddings/training")
RUN = """
import json, sys
import qa
for name in qa.__all__:
    getattr(qa, name)
from qa.cli import main
for line in (["index", "docs"], ["ask", "How many books may members borrow?"], ["evaluate", "set.jsonl", "--html", "report.html"]):
    sys.argv = ["yinju", *line]
    try:
        main()
    except SystemExit as end:
        assert not end.code, line
print(json.dumps(sorted({module.partition(".")[0] for module in sys.modules})))
"""


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return {named(line): line.split("==")[1] for line in lines if "==" in line}


@pytest.mark.slow
def test_the_built_in_path_needs_the_slim_packages_alone(tmp_path: Path) -> None:
    """`import qa`, index, ask and evaluate with a report, in a program of their own."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/rules.txt").write_text("The library opens at nine. Members may borrow twelve books.\n", "utf-8")
    question = {"id": "1", "question": "How many books may members borrow?", "answers": ["twelve"]}
    (tmp_path / "set.jsonl").write_text(json.dumps(question), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert not loaded & set(HEAVY)
    installed = distributions()
    needed = {named(installed[module][0]) for module in loaded if module in installed}
    assert needed - pins("constraints-slim.txt").keys() - NOT_NEEDED == set()


def test_readers_in_child_processes_need_no_more() -> None:
    """What the code imports anywhere else is among the slim packages."""
    slim = [path for path in PROGRAM if not path.relative_to(ROOT).as_posix().startswith((*MORE, "ui.py"))]
    assert imported_by(slim) - pins("constraints-slim.txt").keys() == set()


def test_slim_pins_are_those_of_the_whole() -> None:
    """One set of versions that were tested together."""
    whole = pins("constraints.txt")
    assert {name: whole.get(name) for name in pins("constraints-slim.txt")} == pins("constraints-slim.txt")
    assert not {named(name) for name in HEAVY} & pins("constraints-slim.txt").keys()


def test_what_a_slim_install_leaves_out_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with the mend; a module of our own that is missing is a fault of the program."""

    def without(name: str) -> Callable[[], None]:
        def command() -> None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

        return command

    monkeypatch.setattr(qa.cli, "app", without("fastapi"))
    with pytest.raises(SystemExit, match="2"):
        qa.cli.main()
    assert capsys.readouterr().err.startswith("yinju: the package fastapi is not installed; install the whole project")
    monkeypatch.setattr(qa.cli, "app", without("qa.gone"))
    with pytest.raises(ModuleNotFoundError):
        qa.cli.main()
