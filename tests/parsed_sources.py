"""The sources of the project, parsed once: several tests read all of them."""

import ast
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAM = [*sorted((ROOT / "qa").rglob("*.py")), *sorted((ROOT / "embeddings").rglob("*.py")), ROOT / "ui.py"]
DEVELOPMENT = [*sorted((ROOT / "benchmarks").rglob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a source, outer ones first."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


@cache
def distributions() -> dict[str, list[str]]:
    """Which installed distributions bring a module."""
    return dict(packages_distributions())
