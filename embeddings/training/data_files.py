"""Reads the files of the public data: gzipped tables, and the members of gzipped tar archives."""

import gzip
import re
import tarfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

Pair = tuple[str, str, str]


def file_of(package: str, name: str, mend: str) -> Path:
    """A file of an installed package, which is not imported: its compiled part may be for another Python.

    Args:
        package: What is installed.
        name: Of the file in it.
        mend: What to do where it is not installed.

    Returns:
        Where the file lies.

    Raises:
        SystemExit: It is not installed.
    """
    found = find_spec(package)
    if not found or not found.origin:
        raise SystemExit(f"{package} is not installed: {mend}")
    return Path(found.origin).parent / name


def lines_of(path: Path) -> Iterator[list[str]]:
    """The fields of each line of a table."""
    with gzip.open(path, "rt", encoding="utf-8-sig") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def members_of(path: Path, pattern: str) -> Iterator[tuple[str, str]]:
    """Name and text of the files in an archive whose name matches, in order of their names."""
    texts: dict[str, str] = {}
    with tarfile.open(path) as archive:
        for member in archive:  # in the archive's own order: going back means unpacking it again
            file = archive.extractfile(member) if re.search(pattern, member.name) else None
            if file:
                texts[member.name] = file.read().decode("utf-8", "replace")
    yield from sorted(texts.items())


def archived(path: Path) -> Iterator[tuple[str, str]]:
    """Name and text of the files in an archive, unzipped where they are gzipped themselves."""
    with tarfile.open(path) as archive:
        for member in archive:
            if file := archive.extractfile(member):
                content = file.read()
                yield (
                    member.name,
                    (gzip.decompress(content) if member.name.endswith(".gz") else content).decode("utf-8"),
                )
