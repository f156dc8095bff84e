"""The architecture holds: imports go downwards, nothing dangerous is called, the surface is the one we recite."""

import ast
import re
from pathlib import Path

import pytest

import qa

ROOT = Path(__file__).parent.parent
FILES = [*sorted((ROOT / "qa").rglob("*.py")), *sorted((ROOT / "embeddings").rglob("*.py")), ROOT / "ui.py"]
FORBIDDEN = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    """Every module imported, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


GRAPH = {name_of(path): imports_of(path) for path in FILES}


def test_nothing_points_back() -> None:
    """ui -> qa -> embeddings; only the command takes the page."""
    for name, imported in GRAPH.items():
        if name.startswith("embeddings"):
            assert not any(module.startswith(("qa", "ui")) for module in imported), name
        elif not name.startswith("qa.cli"):
            assert "ui" not in imported or name == "ui", name


def test_there_are_no_circles() -> None:
    """Not even inside functions. (`qa` and `ui.py`'s main guard name their parts only when asked.)"""
    ours = {name: {m for m in imported if m in GRAPH and m != name} for name, imported in GRAPH.items()}
    ours["ui"] -= {"qa.cli"}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path, name))
        if name not in done:
            for other in ours[name]:
                visit(other, (*path, name))
            done.add(name)

    for name in ours:
        visit(name, ())


def test_only_one_file_knows_faiss() -> None:
    """What FAISS gives is turned into hits in one place."""
    assert [name for name, imported in GRAPH.items() if "faiss" in imported] == ["embeddings.vectors"]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_dangerous_is_called(path: Path) -> None:
    """No pickle, eval, exec, shell or extraction of archives anywhere."""
    assert not FORBIDDEN & {module.partition(".")[0] for module in imports_of(path)}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert called not in ("eval", "exec", "extractall", "system")
            assert not any(keyword.arg in ("shell", "allow_pickle") for keyword in node.keywords)


def test_the_surface_is_the_one_we_recite() -> None:
    """Ten names, each of which is there."""
    assert len(qa.__all__) == 10
    assert sorted(qa.__all__) == qa.__all__
    for name in qa.__all__:
        assert getattr(qa, name) is not None


def test_files_stay_small() -> None:
    """Past 300 lines, look for a wall."""
    assert not [path.name for path in FILES if path.read_text("utf-8").count("\n") > 300]


def test_every_promise_has_its_test() -> None:
    """A test that is named in the README is there."""
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "README.md").read_text("utf-8")))
    assert len(named) > 10
    assert not [name for name in named if f"def {name}(" not in tests]


def test_every_command_is_documented() -> None:
    """The README shows each."""
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in (
        "index",
        "ask",
        "evaluate",
        "diff",
        "anchor",
        "trec",
        "import",
        "serve",
        "password",
        "mcp",
        "check",
        "doctor",
        "rollback",
        "status",
        "verify",
        "show",
    ):
        assert f"yinju {command}" in readme
