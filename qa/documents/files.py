"""Which files of a folder are documents; a verdict for each of the others."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from qa.documents.archives import Lister, Member
from qa.documents.limits import Limits
from qa.documents.parsed import MAIL
from qa.errors import DocumentError, DocumentsNotFound
from qa.facets.sidecars import SUFFIX as SIDECAR
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
    ".pptx": "pptx",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
    ".eml": "eml",
    ".srt": "subtitles",
    ".vtt": "subtitles",
}
ARCHIVE = ".zip"  # read as a folder
_LITTER = ("~$", ".", "._")  # lock files of office programs, hidden files
_LITTER_SUFFIXES = (".bak", ".tmp", ".swp", "~", SIDECAR)  # a sidecar is read with its document


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where it is, and the source that its quotes will name.

    Attributes:
        path: Where it is.
        source: What quotes call it.
        member: Its name inside the archive at `path`, if it is in one.
        sha256: Hash of a member's bytes.
        encoding: What the user said that it is in; empty to find out.
    """

    path: Path
    source: str
    member: str = ""
    sha256: str = ""
    encoding: str = ""

    @property
    def format(self) -> str:
        """Which reader takes it."""
        return FORMATS[_suffix(self.source)]


def find_files(
    folder: Path, encodings: Mapping[str, str] | None = None, limits: Limits | None = None
) -> tuple[list[File], list[Verdict]]:
    """The documents under `folder` (or the one file), in order of their sources, and why others are not read.

    Hidden files, lock files of office programs and backups are passed over without a word. An archive is a folder.

    Args:
        folder: Where to look.
        encodings: Pattern of sources or file names to encoding, for text files that are not recognised rightly.
        limits: What listing one archive may take.

    Returns:
        The files to read, and a verdict for each other one.

    Raises:
        DocumentsNotFound: The folder does not exist.
        DocumentError: There is no such encoding.
    """
    encodings = encodings or {}
    _check(encodings)
    # Files are opened by paths without links: a folder that becomes a link while we read is not followed.
    given, folder = folder, _resolved(folder)
    if folder.is_file():
        entries = [(folder, given.name)]
    elif folder.is_dir():
        entries = sorted(walk(folder), key=lambda entry: entry[1])
    else:
        raise DocumentsNotFound(f"{given} does not exist; give the folder of your documents")
    taken: set[str] = set()
    files: list[File] = []
    verdicts: list[Verdict] = []
    with Lister(limits or Limits()) as lister:
        for path, name in entries:
            for member in _members(folder, path, name, lister):
                if member.name and _is_litter(member.name):
                    continue
                source = _free(_shown(f"{name}/{member.name}" if member.name else name), taken)
                reason = member.reason or (_unknown(member.name) if member.name else "")
                if reason:
                    verdicts.append(Verdict(source, "skipped", reason))
                else:
                    encoding = _told(source, encodings)
                    # What is a link now was checked; what becomes one later is not followed.
                    found = path.resolve() if path.is_symlink() else path
                    files.append(File(found, source, member.key, member.sha256, encoding))
    return sorted(files, key=lambda file: file.source), verdicts


def _members(folder: Path, path: Path, name: str, lister: Lister) -> list[Member]:
    """What is to be read of a file: itself, a member without a name; what is in it; or why it is not read."""
    reason = _refused(folder, path)
    if reason or _suffix(name) not in (ARCHIVE, MAIL):
        return [Member("", reason)]
    return lister.archive(path) if _suffix(name) == ARCHIVE else lister.mail(path)


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):  # a loop of links
        return folder


def walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file under a folder that is not litter, with its name relative to the folder."""
    # Links to folders are not followed, so there are no loops.
    for parent, folders, names in os.walk(folder, followlinks=False, onerror=None):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = Path(parent).relative_to(folder).as_posix()
        inside = "" if inside == "." else f"{inside}/"
        for name in (*names, *(name for name in folders if (Path(parent) / name).is_symlink())):
            if not _is_litter(name):
                yield Path(parent, name), f"{inside}{name}"
        for name in folders:
            if not os.access(Path(parent) / name, os.R_OK | os.X_OK):
                yield Path(parent, name), f"{inside}{name}"


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
    reason = "" if path.suffix.lower() == ARCHIVE else _unknown(path.name)
    return reason or ("" if os.access(path, os.R_OK) else "no permission to read it")


def _unknown(name: str) -> str:
    """Why a file of this name has no reader; empty when it has one."""
    suffix = PurePosixPath(name).suffix
    if suffix.lower() in FORMATS:
        return ""
    if suffix.lower() == ARCHIVE:
        return "an archive in an archive; unpack it"
    kind = f"unknown type {_shown(suffix)}" if suffix else "no file type"
    return f"{kind}; known are {' '.join(sorted((*FORMATS, ARCHIVE)))}"


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_litter(name: str) -> bool:
    """Hidden files, lock files and backups, also in a hidden folder of an archive."""
    *folders, last = name.split("/")
    hidden = any(folder == "__MACOSX" or (folder.startswith(".") and folder.strip(".")) for folder in folders)
    return hidden or last.startswith(_LITTER) or last.endswith(_LITTER_SUFFIXES)


def _free(source: str, taken: set[str]) -> str:
    """A source that no other file has: names that differ only in what cannot be shown get a number."""
    path, number, free = PurePosixPath(source), 1, source
    while free in taken:
        number += 1
        free = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    taken.add(free)
    return free


def _told(source: str, encodings: Mapping[str, str]) -> str:
    """The encoding that the user gave for a file; the last pattern that fits holds."""
    fitting = (name for pattern, name in encodings.items() if _fits(source, pattern))
    return next(reversed(list(fitting)), "")


def _fits(source: str, pattern: str) -> bool:
    pattern = normalize("NFC", pattern)
    return fnmatchcase(source, pattern) or fnmatchcase(PurePosixPath(source).name, pattern)


def _check(encodings: Mapping[str, str]) -> None:
    for pattern, name in encodings.items():
        try:
            "".encode(name)
        except (LookupError, ValueError) as error:
            raise DocumentError(f"{pattern}={name}: no such encoding; give one such as gb18030 or cp1252") from error


def _shown(name: str) -> str:
    """A file name that can be printed and stored, its accents composed (NFC): what is no text becomes �."""
    decoded = normalize("NFC", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return "".join(c if c.isprintable() else "�" for c in decoded)
