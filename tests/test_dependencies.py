"""pyproject.toml tells the truth: what is imported is declared and pinned, and what is declared is imported."""

import ast
import re
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tests.parsed_sources import DEVELOPMENT, PROGRAM, ROOT, distributions, nodes_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OURS = {"qa", "embeddings", "ui", "tests", "benchmarks"}
TOOLS = {"ruff", "mypy", "coverage", "pydoclint", "pytest-timeout", "milvus-lite", "pymilvus"}  # run, or looked for
EXTRAS = {  # need not be there
    "llama_index": "llama-index-core",
    "rapidocr": "rapidocr",
    "onnx": "onnx",
    "pymilvus": "pymilvus",
    "ray": "ray",
}


def named(requirement: str) -> str:
    """The name of a distribution as the index of packages spells it."""
    name = re.split(r"[\s<>=!~;\[]", requirement)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def imported_by(paths: Sequence[Path]) -> set[str]:
    """The distributions that modules come from, also those imported inside functions or by their name as a text."""
    modules = set[str]()
    for path in paths:
        for node in nodes_of(path):
            if isinstance(node, ast.Import):
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "import_module":
                modules |= {str(text.value) for text in node.args if isinstance(text, ast.Constant)}
    roots = {module.partition(".")[0] for module in modules} - sys.stdlib_module_names - OURS
    installed = distributions()
    return {named(EXTRAS.get(root) or installed.get(root, [f"{root} (not installed)"])[0]) for root in roots}


def declared(*extras: str) -> set[str]:
    options = PROJECT["optional-dependencies"]
    return {named(each) for each in (*PROJECT["dependencies"], *(one for extra in extras for one in options[extra]))}


def test_what_the_program_imports_is_declared_and_nothing_else() -> None:
    """Without leaning on what another package happens to bring."""
    imported = imported_by(PROGRAM)
    assert imported - declared("ocr", "llamaindex", "train", "milvus", "ray") == set()
    assert declared() - imported == set()


def test_what_tests_and_benchmarks_import_is_declared() -> None:
    """The same for `.[dev]`, which also brings the tools."""
    imported = imported_by(DEVELOPMENT)
    assert imported - declared("ocr", "llamaindex", "ray", "dev") == set()
    assert declared("dev") - declared() - imported == TOOLS


def test_the_changelog_is_by_version() -> None:
    """The newest section is of the version that this is."""
    sections = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert sections[0] == PROJECT["version"]
    assert sections == sorted(sections, reverse=True)


def test_what_is_declared_is_pinned() -> None:
    """The versions that were tested together; extras that are not installed here are the user's choice."""
    pinned = {named(line) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if "==" in line}
    assert declared("ocr", "train", "milvus", "ray", "dev") - pinned == set()
