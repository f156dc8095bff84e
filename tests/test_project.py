"""The architecture holds: imports go downwards, nothing dangerous is called, the surface is the one we recite."""

import ast
import re
from collections.abc import Iterable, Iterator, Set
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import qa
from tests.parsed_sources import DEVELOPMENT, ROOT, nodes_of
from tests.parsed_sources import PROGRAM as FILES

# From the ground up: a room imports its own modules and those of the rooms before it.
FLOORS = (
    *("errors", "types", "learned", "settings", "text", "facets", "layout", "documents", "catalogue", "storage"),
    *("question", "quoting", "retrieval", "indexing", "reader", "answering", "indexed", "assistant", "verification"),
    *("evaluation", "report", "integrations", "web", "server", "cli"),
)
FORBIDDEN = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


OURS = {name_of(path) for path in (*FILES, *DEVELOPMENT)}


def imports_of(nodes: Iterable[ast.AST], ours: Set[str] = frozenset(OURS)) -> set[str]:
    """Every module that a source imports: also in functions, as a name of a package, and by a name given as text."""
    found: set[str] = set()
    texts: set[str] = set()
    beginnings: set[str] = set()  # of names that are put together: f"qa.documents.{module}"
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, "imports are written out in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} & ours or {node.module}
            found |= {node.module} - ours
        elif isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            beginnings.add(str(node.values[0].value))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
    names = texts | {beginning + text for beginning in beginnings if beginning.endswith(".") for text in texts}
    return found | {name for name in names & ours if "." in name}


@cache
def imported_in(path: Path) -> Set[str]:
    return imports_of(nodes_of(path))


GRAPH = {name_of(path): imported_in(path) for path in FILES}


def with_packages(name: str, imported: Set[str]) -> set[str]:
    """Our modules among these, with the packages around them, which run first; not those that hold the importer."""
    parts = {".".join(module.split(".")[:end]) for module in imported for end in range(1, module.count(".") + 2)}
    return {part for part in parts & OURS if not f"{name}.".startswith(f"{part}.")}


def test_every_kind_of_import_is_seen() -> None:
    """What the next tests rest on."""
    source = """
import qa.types
from qa import errors
def later():
    from qa.storage.layout import Manifest
    import_module("qa.settings")
    import_module(f"qa.documents.{READERS[kind]}")
READERS = {"pdf": "pdf"}
"""
    seen = {"qa.types", "qa.errors", "qa.storage.layout", "qa.settings", "qa.documents.pdf"}
    assert imports_of(ast.walk(ast.parse(source))) == seen
    assert with_packages("qa.documents.worker", seen) == seen | {"qa.storage"}


def test_nothing_points_back() -> None:
    """ui -> qa -> embeddings; who starts the server takes the page from an entry point."""
    for name, imported in GRAPH.items():
        above = ("qa", "ui") if name.startswith("embeddings") else ("ui",)
        roots = {module.partition(".")[0] for module in imported}
        assert name == "ui" or not roots & set(above), name


def test_every_room_stands_on_those_below() -> None:
    """A module of `qa` imports its own room and the floors under it."""
    for name, imported in GRAPH.items():
        if name.startswith("qa.") and name != "qa.__main__":
            floor = FLOORS.index(name.split(".")[1])
            rooms = {module.split(".")[1] for module in imported if module.startswith("qa.")}
            assert not rooms - set(FLOORS[: floor + 1]), name


def test_there_are_no_circles() -> None:
    """Not even inside functions, by packages, or by names given as text; tests and benchmarks included."""
    graph = {name: with_packages(name, imported) for name, imported in GRAPH.items()}
    graph |= {name_of(path): with_packages(name_of(path), imported_in(path)) for path in DEVELOPMENT}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_what_tests_and_benchmarks_share_stands_in_one_place() -> None:
    """Benchmarks take builders, never a test; builders take neither."""
    for path in DEVELOPMENT:
        name, imported = name_of(path), imported_in(path)
        if name.startswith(("benchmarks", "tests.builders")):
            others = {module for module in imported if module.startswith("tests") and module.count(".") != 2}
            assert not others, name
        if name.startswith("tests.builders"):
            assert not any(module.startswith("benchmarks") for module in imported), name


def test_only_one_file_knows_faiss() -> None:
    """What FAISS gives is turned into hits in one place."""
    assert [name for name, imported in GRAPH.items() if "faiss" in imported] == ["embeddings.vectors"]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_dangerous_is_called(path: Path) -> None:
    """No pickle, eval, exec, shell or extraction of archives anywhere."""
    assert not FORBIDDEN & {module.partition(".")[0] for module in GRAPH[name_of(path)]}
    for node in nodes_of(path):
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


def test_the_one_door_is_narrow() -> None:
    """What an assistant adds to what it reads of its index: open, ask, and what that rests on."""
    assert len([name for name in vars(qa.Assistant) if not name.startswith("_")]) <= 8


def test_files_stay_small() -> None:
    """Past 300 lines, look for a wall."""
    assert not [path.name for path in FILES if path.read_text("utf-8").count("\n") > 300]


def lines_below_the_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long a function is: its Args, Returns and Raises are to grow, its code is not."""
    first = node.body[0].end_lineno if ast.get_docstring(node, clean=False) is not None else node.lineno - 1
    return (node.end_lineno or 0) - (first or 0)


def test_functions_stay_small() -> None:
    """Half of them at most eight lines, nine of ten at most twenty, none over fifty."""
    nodes = (node for path in FILES for node in nodes_of(path))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = sorted(map(lines_below_the_docstring, functions))
    assert [node.name for node in functions if lines_below_the_docstring(node) > 50] == []
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[len(lengths) * 9 // 10] <= 20


def public_functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Those of a module and of its public classes."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
            yield from public_functions(each)
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and not each.name.startswith("_"):
            yield each


def test_one_line_does_for_few_arguments() -> None:
    """From four on, each is said; `make check` sees to it that a longer docstring says all. Commands say theirs in `--help`."""
    files = [
        path for path in FILES if "cli" not in path.parts and path.name != "ui.py"
    ]  # whose handlers the page calls
    functions = [each for path in files for each in public_functions(nodes_of(path)[0])]
    short = [each for each in functions if "\n" not in (ast.get_docstring(each) or "\n")]
    assert len(short) > 100
    many = [
        each.name
        for each in short
        if len({arg.arg for arg in (*each.args.args, *each.args.kwonlyargs)} - {"self", "cls"}) > 3
    ]
    assert many == []


def test_constants_say_of_what_they_are_the_most() -> None:
    """`_MOST_WORDS`, not `_MOST`: words, characters, bytes or rows."""
    bare = re.compile(r"^_?(?:MOST|FEWEST|LONGEST|SHORTEST|LARGEST|SMALLEST|WIDEST|LONG|SHORT)\b.*=", re.MULTILINE)
    rooms = [path for path in FILES if path.relative_to(ROOT).parts[0] == "qa"]
    assert [path.name for path in rooms if bare.search(path.read_text("utf-8"))] == []


def test_what_a_script_is_stands_once() -> None:
    """In `qa/text/scripts.py`: no other module of `qa` writes a range of a hundred letters and more, which would leave some out."""
    several = []
    for path in FILES:
        if path.relative_to(ROOT).parts[0] == "qa" and path.name != "scripts.py":
            texts = [
                node.value for node in nodes_of(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
            ranges = [pair for text in texts for pair in re.findall(r"([^\W\d_a-zA-Z])-([^\W\d_a-zA-Z])", text)]
            several += [(path.name, first, last) for first, last in ranges if ord(last) - ord(first) >= 100]
    assert several == []


def test_one_file_name_has_one_meaning() -> None:
    """Who reads of `documents.py` need not ask whose; what the page shows of a type is named after the type."""
    rooms: dict[str, set[str]] = {}
    for path in FILES:
        if not path.stem.startswith("__"):
            rooms.setdefault(path.stem, set()).add(path.relative_to(ROOT).parent.as_posix())
    of_types = {"qa/types", "qa/web"}
    same = {"errors": {"qa", "embeddings"}, "scripts": {"qa/text", "qa/web"}}  # of the browser, and of writing
    several = {name: places for name, places in rooms.items() if len(places) > 1 and places != of_types}
    assert {name: places for name, places in several.items() if same.get(name) != places} == {}


def test_no_test_in_a_browser_is_left_out() -> None:
    """`make test` looks for them in the folders that the Makefile names, and nowhere else."""
    named = re.search(r"^PAGE := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    tests = [path for path in DEVELOPMENT if re.search(r"pytest\.mark\.browser", path.read_text("utf-8"))]
    assert named
    assert set(named[1].split()) == {path.parent.relative_to(ROOT).as_posix() for path in tests}


def test_tests_wait_for_the_thing_itself_and_share_their_assistant() -> None:
    """Who sleeps is `until`; the fixture `assistant` stands in one place, and a file of tests names the `DOCS` that it is over."""
    tests = [path for path in DEVELOPMENT if path.is_relative_to(ROOT / "tests")]
    sleeping = [path.name for path in tests if re.search(r"\bsleep\(\w", path.read_text("utf-8"))]
    assert sleeping == ["waiting.py"]
    giving = [path.name for path in tests if re.search(r"^def assistant\(", path.read_text("utf-8"), re.MULTILINE)]
    assert giving == ["conftest.py"]
