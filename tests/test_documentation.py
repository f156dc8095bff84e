"""The documentation tells the truth: what it names is there, what is there is named, figures have their command."""

import json
import re
from pathlib import Path

import pytest

import qa
from benchmarks.record import PAGE, SECTION, with_figures
from qa.cli import app
from tests.parsed_sources import PROGRAM as FILES
from tests.parsed_sources import ROOT

PAGES = [
    path
    for path in sorted(ROOT.rglob("*.md"))
    if not {"seeds", ".venv", "build", "data"} & set(path.relative_to(ROOT).parts)
]


def test_every_promise_has_its_test() -> None:
    """A test that is named in the README is there."""
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "README.md").read_text("utf-8")))
    assert len(named) > 10
    assert not [name for name in named if f"def {name}(" not in tests]


def test_every_command_is_documented() -> None:
    """The README shows each."""
    readme = (ROOT / "README.md").read_text("utf-8")
    named = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    assert len(named) > 15
    assert [name for name in (*named, "import") if f"yinju {name}" not in readme] == []


def test_every_door_is_documented() -> None:
    """The API page names each public name, route and tool; the shapes are those that the tests keep."""
    page, contract = (ROOT / "docs/API.md").read_text("utf-8"), ROOT / "tests/data/contract"
    routes = json.loads((contract / "openapi.json").read_text("utf-8"))["paths"]
    tools = json.loads((contract / "mcp.json").read_text("utf-8"))
    assert [name for name in qa.__all__ if name not in page] == []
    assert [route for route in routes if route.partition("/{")[0] not in page] == []
    assert [tool for tool in tools if f"`{tool}`" not in page] == []


def test_the_map_stays_a_map() -> None:
    """One page."""
    assert (ROOT / "docs/ARCHITECTURE.md").read_text("utf-8").count("\n") <= 80


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_is_there(page: Path) -> None:
    """Files, folders, modules that are run, and links: in every page of the documentation, cards included."""
    text = page.read_text("utf-8")
    paths = set(re.findall(r"`((?:qa|embeddings|tests|benchmarks|examples|evals|seeds|docs)/[\w/.-]+)`", text))
    modules = {name.replace(".", "/") for name in re.findall(r"python -m ((?:qa|embeddings|benchmarks)[\w.]*)", text)}
    links = set(re.findall(r"\]\((?!\w+:)([^)#\s]+)", text))
    made = {"evals/feedback.jsonl"}  # by the page
    missing = {path for path in paths - made if not (ROOT / path).exists()}
    missing |= {
        each for each in modules if not any((ROOT / f"{each}{end}").exists() for end in (".py", "/__main__.py"))
    }
    missing |= {link for link in links if not (page.parent / link).exists()}
    assert missing == set()


def test_a_map_names_the_modules_of_each_room() -> None:
    """In a line that begins with a room, a name in backticks is a module or folder of it, or of one that it says."""
    names = {"yinju"} | {path.stem for path in FILES} | {path.parent.name for path in FILES}
    for line in (ROOT / "docs/ARCHITECTURE.md").read_text("utf-8").splitlines():
        if line.startswith("| `qa/"):
            does = line.split(" | ")[1]
            assert set(re.findall(r"`([a-z_]+)`", does)) <= names, line


def test_figures_are_measured_by_the_command_that_stands_beside_them() -> None:
    """Each section of the benchmarks has its command, date and commit; measuring one anew leaves the others."""
    page = PAGE.read_text("utf-8")
    sections = list(SECTION.finditer(page))
    assert len(sections) >= 4
    for section in sections:
        assert re.match(r"20\d\d-\d\d-\d\d, commit [0-9a-f]{7,}", section["figures"]), section["title"]
    changed = with_figures(page, sections[0]["title"], "anew\n")
    assert [s["figures"] for s in SECTION.finditer(changed)] == ["anew\n", *(s["figures"] for s in sections[1:])]
