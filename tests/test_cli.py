"""The command line as a newcomer meets it: exit codes, one line for each mistake, the JSON of the contract."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = {
    "a.md": "# 宁夏工会2023年报告\n\n宁夏有工会会员129万人。\n",
    "b.txt": "Library rules\n\nMembers may borrow twelve books.\n",
}


def yinju(folder: Path, *arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **environment},
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place")
    (folder / "seeds").mkdir()
    for name, text in DOCS.items():
        (folder / "seeds" / name).write_text(text, "utf-8")
    (folder / "seeds/broken.pdf").write_bytes(b"x")
    done = yinju(folder, "index")
    assert done.returncode == 0, done.stderr
    assert "skipped: broken.pdf (content is not PDF" in done.stdout
    assert "2 documents" in done.stdout
    return folder


def test_ask_prints_quotes_with_sources(place: Path) -> None:
    """Found is 0, not found is 1 with the nearest passages."""
    found = yinju(place, "ask", "宁夏有多少工会会员?")
    assert found.returncode == 0
    assert "宁夏有工会会员129万人。" in found.stdout
    assert "a.md: 宁夏工会2023年报告" in found.stdout
    missing = yinju(place, "ask", "怎样做红烧肉?")
    assert missing.returncode == 1
    assert missing.stdout.startswith("Not found")


def test_ask_json_is_the_contract(place: Path) -> None:
    """Every key, and one object a line for questions from the input."""
    answer = json.loads(yinju(place, "ask", "宁夏有多少工会会员?", "--json", "--top", "1").stdout)
    assert answer.keys() >= {"question", "found", "confidence", "quotes", "index", "seconds"}
    [quote] = answer["quotes"]
    keys = {"text", "source", "title", "spans", "page", "headings", "marks", "score", "passage"}
    assert quote.keys() >= keys
    assert quote["passage"].keys() >= {"text", "start", "end"}
    assert answer["index"].keys() >= {"generation", "model", "passages"}
    text = yinju(place, "show", quote["source"]).stdout
    assert "".join(text[start:end] for start, end in quote["spans"]) == quote["text"]
    several = yinju(place, "ask", "-", "--json", given="宁夏有多少工会会员?\n\nHow many books may members borrow?\n")
    lines = [json.loads(line) for line in several.stdout.splitlines()]
    assert [line["quotes"][0]["source"] for line in lines] == ["a.md", "b.txt"]
    missing = json.loads(yinju(place, "ask", "怎样做红烧肉?", "--json").stdout)
    assert missing["quotes"] == []
    assert missing["nearest"]


def test_status_verify_show_and_index_json(place: Path) -> None:
    """What is in the index, whether it is whole, what was read."""
    status = yinju(place, "status")
    assert "2 documents, 2 passages, model builtin" in status.stdout
    assert "skipped  broken.pdf" in status.stdout
    assert "every byte is as it was written" in yinju(place, "verify").stdout
    assert yinju(place, "show", "b.txt").stdout == DOCS["b.txt"] + "\n"
    report = json.loads(yinju(place, "index", "--json").stdout)
    assert (report["changed"], report["documents"]) == (False, 2)
    assert {file["source"]: file["status"] for file in report["files"]} == {
        "a.md": "indexed",
        "b.txt": "indexed",
        "broken.pdf": "skipped",
    }


def test_evaluate_writes_figures_and_gates(place: Path) -> None:
    """A gate that is missed says which, with exit code 1."""
    questions = place / "set.jsonl"
    questions.write_text(
        '{"id": "1", "question": "宁夏有多少工会会员?", "answers": ["129万人"], "lang": "zh"}\n', "utf-8"
    )
    done = yinju(place, "evaluate", "set.jsonl", "--json", "out.json", "--fail-under", "quote@1=0.9")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "quote@1  1.000" in done.stdout
    result = json.loads((place / "out.json").read_text("utf-8"))
    assert result.keys() >= {"metrics", "by", "rows"}
    assert result["rows"][0].keys() >= {"id", "question", "found", "confidence", "quotes", "seconds", "scores"}
    failed = yinju(place, "evaluate", "set.jsonl", "--fail-under", "quote_chars=9999")
    assert failed.returncode == 1
    assert "failed: quote_chars is" in failed.stdout


MISTAKES = [
    (("ask", "x", "--index", "nowhere"), "there is no index at nowhere; make one with: yinju index"),
    (("ask", " "), "the question is blank"),
    (("ask", "x" * 100_000), "the question is 100000 characters long"),
    (("index", "nowhere"), "nowhere does not exist"),
    (("index", "empty"), "empty holds no documents"),
    (("index", "--model", "no/such-model", "--index", "other"), "the model no/such-model"),
    (("show", "no.txt"), "the index holds no document 'no.txt'"),
    (("evaluate", "no.jsonl"), "no.jsonl: cannot be read"),
    (("evaluate", "broken.jsonl"), "broken.jsonl:2: is not a JSON object"),
    (("evaluate", "broken.jsonl", "--fail-under", "x"), "give METRIC=X"),
    (("status", "--index", "file"), "file is not a folder"),
    (("index", "--index", "file"), "cannot be written"),
    (("bogus",), "bogus"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_a_mistake_is_one_line_and_exit_code_2(place: Path, arguments: tuple[str, ...], message: str) -> None:
    """It names the thing and the mend; never a traceback."""
    (place / "empty").mkdir(exist_ok=True)
    (place / "file").write_text("x")
    (place / "broken.jsonl").write_text('{"question": "q", "answers": []}\n{\n')
    done = yinju(place, *arguments, HF_HUB_OFFLINE="1")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    if arguments[0] != "bogus":
        assert done.stderr.count("\n") == 1, done.stderr


def test_help_speaks_to_newcomers(place: Path) -> None:
    """Every command is there and says what it does."""
    text = yinju(place, "--help").stdout
    for command in ("index", "ask", "evaluate", "serve", "status", "verify", "show"):
        assert command in text
        assert yinju(place, command, "--help").returncode == 0


def test_ask_imports_neither_torch_nor_gradio(place: Path) -> None:
    """A command answers in well under a second."""
    code = (
        "import sys; sys.argv = ['yinju', 'ask', '宁夏有多少工会会员?']\n"
        "from qa.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'gradio', 'sentence_transformers', 'transformers', 'fastapi', 'langchain_text_splitters'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr


def test_the_page_needs_an_index_first(tmp_path: Path) -> None:
    """`serve` without one ends at once with the command that makes it."""
    started = time.monotonic()
    done = yinju(tmp_path, "serve")
    assert done.returncode == 2
    assert "make one with: yinju index" in done.stderr
    assert time.monotonic() - started < 60
