"""The command line as a newcomer meets it: exit codes, one line for each mistake, the JSON of the contract."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qa.cli import main

ROOT = Path(__file__).parents[2]
DOCS = {
    "a.md": "# 宁夏工会2023年报告\n\n宁夏有工会会员129万人。\n",
    "b.txt": "Library rules\n\nMembers may borrow twelve books.\n",
}


def yinju(folder: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the command in a folder, in this process: what it needs is imported once for all tests."""
    out, errors, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["yinju", *arguments])
        patch.setattr(sys, "stdin", io.StringIO(given))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), errors.getvalue())


def python(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs a program of its own in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment, **options)


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


@pytest.mark.slow
def test_the_command_is_a_program(place: Path) -> None:
    """`python -m qa` is `yinju`: its exit code, output and errors are those of the process."""
    found = python(place, "-m", "qa", "ask", "宁夏有多少工会会员?")
    assert (found.returncode, found.stderr) == (0, "")
    assert "宁夏有工会会员129万人。" in found.stdout
    refused = python(place, "-m", "qa", "ask", " ")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("yinju: the question is blank")


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
    assert "2 documents, 2 passages, model static" in status.stdout
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


def test_evaluate_compares_reports_and_gates(place: Path) -> None:
    """A baseline, the report, JUnit, TREC's files; a gate against the baseline; and the diff of two runs."""
    lines = [
        {"id": "1", "question": "宁夏有多少工会会员?", "answers": ["129万人"], "source": "a.md", "lang": "zh"},
        {"id": "2", "question": "How many books may members borrow?", "answers": ["twelve"], "lang": "en"},
    ]
    (place / "two.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert yinju(place, "evaluate", "two.jsonl", "--json", "old.json", "--brief").returncode == 0
    files = ("--html", "r.html", "--junit", "j.xml", "--run", "run.txt", "--qrels", "qrels.txt", "--json", "new.json")
    worse = yinju(place, "evaluate", "two.jsonl", "--baseline", "old.json", "--threshold", "1", *files)
    assert worse.returncode == 0, worse.stderr
    assert "lost  2: 1 2" in worse.stdout
    assert not (place / "new.json.partial").exists()
    assert "宁夏有多少工会会员?" in (place / "r.html").read_text("utf-8")
    assert "right in the baseline, now lost in abstaining" in (place / "j.xml").read_text("utf-8")
    scored = yinju(place, "trec", "run.txt", "qrels.txt", "--baseline", "run.txt")
    assert "recall@1  1.000" in scored.stdout
    gated = yinju(
        place, "evaluate", "two.jsonl", "--baseline", "old.json", "--threshold", "1", "--max-drop", "quote@1=0.5"
    )
    assert gated.returncode == 1
    assert "failed: quote@1 fell from 1.0 to 0.0, by more than 0.5" in gated.stdout
    assert yinju(place, "diff", "old.json", "new.json", "--html", "d.html", "--json", "d.json").returncode == 0
    assert [len(each["lost"]) > 0 for each in json.loads((place / "d.json").read_text("utf-8"))["quotes"]] == [True] * 2


# The command, with a Ctrl-C from the terminal as soon as the first rows are kept.
STOPPED = """
import os, signal
from qa.cli import main
from qa.evaluation.journal import Journal

if __name__ == "__main__":
    add = Journal.add

    def add_and_stop(journal, rows):
        add(journal, rows)
        os.killpg(0, signal.SIGINT)

    Journal.add = add_and_stop
    signal.signal(signal.SIGINT, signal.default_int_handler)  # who is started in the background ignores it
    main()
"""


@pytest.mark.slow
def test_a_stopped_evaluation_goes_on(place: Path) -> None:
    """Ctrl-C keeps what was done, over several processes; --resume does the rest, in one too, each question once."""
    lines = [{"id": str(n), "question": f"宁夏有多少工会会员{n}?", "answers": ["129万人"]} for n in range(40)]
    (place / "many.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (place / "stopped.py").write_text(STOPPED)
    arguments = ("evaluate", "many.jsonl", "--json", "many.json")
    process = python(place, "stopped.py", *arguments, "--jobs", "2", start_new_session=True)
    partial = place / "many.json.partial"
    assert process.returncode == 130
    assert "of 40 questions; go on with --resume" in process.stderr
    assert "Traceback" not in process.stderr
    kept = partial.read_text("utf-8").splitlines()[1:]
    assert 0 < len(kept) < 40
    (place / "many.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines[:-1]))
    assert "is of another run" in yinju(place, *arguments, "--resume").stderr
    (place / "many.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert yinju(place, *arguments, "--resume").returncode == 0
    rows = json.loads((place / "many.json").read_text("utf-8"))["rows"]
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    assert [json.loads(line) for line in kept] == rows[: len(kept)]
    assert not partial.exists()


@pytest.mark.slow
def test_odd_sets_warn_and_strict_refuses(place: Path) -> None:
    """What is odd is on the error stream; --strict makes it an error; a skeleton and configurations are made."""
    (place / "odd.jsonl").write_text('{"question": "宁夏有多少工会会员?", "answers": ["130万人"], "source": "no.md"}\n')
    odd = yinju(place, "evaluate", "odd.jsonl")
    assert odd.returncode == 0
    assert "warning: 1: the index holds no document 'no.md'" in odd.stderr
    strict = yinju(place, "evaluate", "odd.jsonl", "--strict")
    assert strict.returncode == 2
    assert "1 odd things are listed above" in strict.stderr
    assert "1 passages" in yinju(place, "template", "new.jsonl", "--passages", "9").stdout
    (place / "short.toml").write_text("passage_characters = 100\n")
    (place / "silent.toml").write_text("threshold = 1\n")
    for command in (
        ("configurations", "set.jsonl", "silent.toml", "short.toml"),
        ("evaluate", "set.jsonl", "--configs", "silent.toml", "short.toml"),  # as it was called
    ):
        ranked = yinju(place, *command)
        assert ranked.returncode == 0, ranked.stderr
        assert ranked.stdout.splitlines()[1].startswith("1. short ")


def test_public_sets_are_imported(place: Path) -> None:
    """The three commands that a newcomer is told work one after another."""
    entry = {"id": "x", "question": "What may members borrow?", "answers": [{"text": "books", "answer_start": 26}]}
    data = {
        "data": [{"title": "Rules", "paragraphs": [{"context": "Members may borrow twelve books.", "qas": [entry]}]}]
    }
    (place / "squad.json").write_text(json.dumps(data))
    imported = yinju(place, "import", "squad", "squad.json", "--to", "imported")
    assert imported.returncode == 0, imported.stderr
    for command in imported.stdout.splitlines()[1:]:
        done = yinju(place, *command.split()[1:])
        assert done.returncode == 0, done.stderr
    assert "quote@1  1.000" in done.stdout
    again = yinju(place, "anchor", "imported/questions.jsonl", "--to", "again.jsonl", "--index", "imported/index")
    assert "1 anchors: 1 exact" in again.stdout, again.stdout


MISTAKES = [
    (("ask", "x", "--index", "nowhere"), "there is no index at nowhere; make one with: yinju index"),
    (("ask", " "), "the question is blank"),
    (("ask", "x" * 100_000), "the question is 100000 characters long"),
    (("index", "nowhere"), "nowhere does not exist"),
    (("index", "empty"), "empty holds no documents"),
    pytest.param(
        ("index", "--model", "no/such-model", "--index", "other"), "the model no/such-model", marks=pytest.mark.slow
    ),
    pytest.param(("ask", "x", "--reranker", "no/such-model"), "the model no/such-model", marks=pytest.mark.slow),
    (("ask", "x", "--threshold", "2"), "--threshold"),
    (("show", "no.txt"), "the index holds no document 'no.txt'"),
    (("evaluate", "no.jsonl"), "no.jsonl: cannot be read"),
    (("evaluate", "broken.jsonl"), "broken.jsonl:2: is not a JSON object"),
    (("evaluate", "broken.jsonl", "--fail-under", "x"), "give METRIC=X"),
    (("evaluate", "set.jsonl", "--baseline", "no.json"), "no.json: cannot be read"),
    (("evaluate", "set.jsonl", "--max-drop", "quote@1=1"), "--max-drop needs --baseline"),
    (("evaluate", "set.jsonl", "--resume"), "--resume needs --json"),
    (("evaluate", "set.jsonl", "--json", "no/where.json"), "cannot be written"),
    (("configurations", "set.jsonl", "no.toml"), "no.toml: cannot be read"),
    (("evaluate", "set.jsonl", "set.jsonl"), "set.jsonl: one question set at a time"),
    (("import", "squad", "no.json", "--to", "new"), "no.json: cannot be read"),
    (("import", "beir", "empty", "--to", "new"), "corpus.jsonl: cannot be read"),
    (("trec", "no.run", "no.qrels"), "no.qrels: cannot be read"),
    (("diff", "no.json", "no.json"), "no.json: cannot be read"),
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
    done = yinju(place, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    if arguments[0] != "bogus" and "--threshold" not in arguments:
        assert done.stderr.count("\n") == 1, done.stderr


def test_help_speaks_to_newcomers(place: Path) -> None:
    """Every command is there and says what it does."""
    text = yinju(place, "--help").stdout
    for command in (
        "index",
        "ask",
        "evaluate",
        "diff",
        "anchor",
        "trec",
        "import",
        "serve",
        "status",
        "verify",
        "show",
    ):
        assert command in text
        assert yinju(place, command, "--help").returncode == 0


def test_the_page_needs_an_index_first(tmp_path: Path) -> None:
    """`serve` without one ends with the command that makes it."""
    done = yinju(tmp_path, "serve")
    assert done.returncode == 2
    assert "make one with: yinju index" in done.stderr
