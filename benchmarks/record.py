"""Measures a section of `docs/BENCHMARKS.md` anew: runs the command that stands in it and writes what it prints, with date and commit.

    python -m benchmarks.record                  # lists the sections
    python -m benchmarks.record "Whole quotes"   # measures one

A section names its command in a comment, and its figures stand between that and the next comment:

    <!-- command: python -m benchmarks.cuts -->
    <!-- end -->
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs/BENCHMARKS.md"
CODE = ("qa", "embeddings", "evals", "seeds")  # what figures depend on
SECTION = re.compile(
    r"^## (?P<title>.+)\n(?:(?!## ).*\n)*?<!-- command: (?P<command>.+) -->\n(?P<figures>(?:.*\n)*?)<!-- end -->", re.M
)


def main() -> None:
    """List the sections, or measure some."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.record", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION")
    wanted = parser.parse_args().sections
    known = {match["title"]: match["command"] for match in SECTION.finditer(PAGE.read_text("utf-8"))}
    if unknown := [title for title in wanted if title not in known]:
        parser.error(f"{PAGE.name} has no section {unknown[0]!r} with a command; it has {', '.join(known)}")
    for title in wanted:
        figures = measured(known[title])
        PAGE.write_text(with_figures(PAGE.read_text("utf-8"), title, figures), "utf-8")
    if not wanted:
        print("\n".join(f"{title}: {command}" for title, command in known.items()))


def measured(command: str) -> str:
    """What a command prints, below the date, the commit and the command itself.

    Args:
        command: Program and arguments, quoted as for a shell.

    Returns:
        Markdown.

    Raises:
        CalledProcessError: It failed.
    """
    printed = subprocess.run(
        shlex.split(command), env=os.environ | {"PATH": _path()}, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip("\n")
    commit, changed = _git("rev-parse", "--short", "HEAD"), _git("status", "--porcelain", "--", *CODE)
    head = f"{datetime.now(UTC):%Y-%m-%d}, commit {commit}{' with changes' if changed else ''}, `{command}`:"
    body = printed if printed.startswith("|") else f"```\n{printed}\n```"
    return f"{head}\n\n{body}\n"


def with_figures(page: str, title: str, figures: str) -> str:
    """The page with other figures in one section.

    Args:
        page: Markdown.
        title: Of the section.
        figures: Markdown, in place of what stands there.

    Returns:
        Markdown.

    Raises:
        ValueError: There is no such section.
    """
    for match in SECTION.finditer(page):
        if match["title"] == title:
            return page[: match.start("figures")] + figures + page[match.end("figures") :]
    raise ValueError(f"no section {title!r}")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def _path() -> str:
    """So that `python` and `yinju` in a command are those of this environment."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"


if __name__ == "__main__":
    main()
