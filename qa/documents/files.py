"""Which files of a folder are documents; a verdict for each of the others."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.errors import DocumentsNotFound
from qa.types import Verdict

FORMATS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
_LITTER = ("~$", ".", "._")  # lock files of office programs, hidden files
_LITTER_SUFFIXES = (".bak", ".tmp", ".swp", "~")


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where it is, and the source that its quotes will name."""

    path: Path
    source: str

    @property
    def format(self) -> str:
        """Which reader takes it."""
        return FORMATS[self.path.suffix.lower()]


def find_files(folder: Path) -> tuple[list[File], list[Verdict]]:
    """The documents under `folder` (or the one file), in order of their sources, and why others are not read.

    Hidden files, lock files of office programs and backups are passed over without a word.

    Raises:
        DocumentsNotFound: The folder does not exist.
    """
    if folder.is_file():
        entries = [(folder, folder.name)]
    elif folder.is_dir():
        entries = sorted(_walk(folder), key=lambda entry: entry[1])
    else:
        raise DocumentsNotFound(f"{folder} does not exist; give the folder of your documents")
    files: list[File] = []
    verdicts: list[Verdict] = []
    for path, name in entries:
        source = _shown(name)
        reason = _refused(folder, path)
        if reason:
            verdicts.append(Verdict(source, "skipped", reason))
        else:
            files.append(File(path, source))
    return files, verdicts


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    # Links to folders are not followed, so there are no loops.
    for parent, folders, names in os.walk(folder, followlinks=False, onerror=None):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*names, *(name for name in folders if (Path(parent) / name).is_symlink())):
            if not name.startswith(_LITTER) and not name.endswith(_LITTER_SUFFIXES):
                path = Path(parent) / name
                yield path, path.relative_to(folder).as_posix()
        for name in folders:
            if not os.access(Path(parent) / name, os.R_OK | os.X_OK):
                yield Path(parent) / name, (Path(parent) / name).relative_to(folder).as_posix()


def _refused(folder: Path, path: Path) -> str:
    """Why a file is not to be read; empty when it is."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(folder.resolve()):
            return "a link out of the folder; copy the file into it"
        mode = path.stat().st_mode
    except (OSError, RuntimeError):
        return "a link that leads nowhere, or cannot be read"
    if stat.S_ISDIR(mode):
        readable = os.access(path, os.R_OK | os.X_OK)
        return "a link to a folder; links to folders are not followed" if readable else "a folder without permission"
    if not stat.S_ISREG(mode):
        return "not a regular file"
    if path.suffix.lower() not in FORMATS:
        kind = f"unknown type {path.suffix}" if path.suffix else "no file type"
        return f"{kind}; known are {' '.join(sorted(FORMATS))}"
    return "" if os.access(path, os.R_OK) else "no permission to read it"


def _shown(name: str) -> str:
    """A file name that can be printed and stored: what is no text becomes �."""
    decoded = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "�" for c in decoded)
