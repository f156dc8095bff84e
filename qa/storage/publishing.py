"""Writes a generation and publishes it. Every step is ordered so that a crash leaves the old index or the new one.

The functions of `os` are looked up when they are called, so a test can make any of them fail or kill the process.
"""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qa.errors import IndexBusy, IndexDamaged, IndexNotFound, IndexNotWritten, IndexProblem
from qa.storage.generation import Generation, KeptFile, Manifest, current_name, open_generation
from qa.storage.layout import (
    CURRENT,
    DRAFT,
    FORMAT,
    KEPT,
    LOCK,
    MANIFEST,
    NEXT_CURRENT,
    generation_name,
    generation_number,
    generations,
)
from qa.storage.remembering import LARGE_BYTES, Remembered
from qa.types.contract import as_json

_MENDS = {
    errno.ENOSPC: "free some space and build again",
    errno.EDQUOT: "free some space and build again",
    errno.EROFS: "give a folder that can be written to with --index",
    errno.EACCES: "give a folder that can be written to with --index",
    errno.EPERM: "give a folder that can be written to with --index",
    errno.EMFILE: "raise the limit on open files (ulimit -n) and build again",
    errno.ENOTDIR: "give a folder with --index",
    errno.EEXIST: "give a folder with --index",
}


@dataclass(slots=True)
class Draft:
    """A generation in the making: write files into `path`, then publish it."""

    index_path: Path
    number: int

    @property
    def path(self) -> Path:
        """The private folder to write into."""
        return self.index_path / (generation_name(self.number) + DRAFT)

    def publish(self, extra: dict[str, object]) -> Generation:
        """Make the draft the generation that answers.

        Args:
            extra: What the manifest shall say beside the files; JSON values.

        Returns:
            The new generation, open.

        Raises:
            OSError: A step failed; `writing` turns it into `IndexNotWritten`.
        """
        name = generation_name(self.number)
        final = self.index_path / name
        written = [file for file in self.path.rglob("*") if file.is_file()]
        remembered = Remembered(self.path)
        # The oldest first: what has been there for a moment is remembered, and opening a large index reads it no more.
        kept = {
            file.relative_to(self.path).as_posix(): KeptFile(file.stat().st_size, remembered.sha256(file))
            for file in sorted(written, key=lambda file: file.stat().st_mtime_ns)
        }
        files = dict(sorted(kept.items()))
        manifest = Manifest(FORMAT, datetime.now(UTC).isoformat(timespec="seconds"), files, extra)
        content = _manifest_bytes(manifest)
        _write(self.path / MANIFEST, content)
        # Data first, then the names that lead to it: after a power cut no name may point at data that is not there.
        _sync_tree(self.path)
        os.rename(self.path, final)
        _sync(self.index_path)
        _point(self.index_path, name, content)
        _sweep(self.index_path, self.number)
        if sum(file.bytes for file in files.values()) >= LARGE_BYTES:
            remembered.keep()
        return Generation(final, name, manifest, hashlib.sha256(content).hexdigest())


def rollback(index_path: Path) -> Generation:
    """Make the generation before the one that answers answer again, at once; both stay until the next build.

    Args:
        index_path: The index folder.

    Returns:
        The generation that answers now.

    Raises:
        IndexNotFound: There is no index, or no generation before.
        IndexDamaged: The generation before is damaged.
        IndexBusy, IndexNotWritten: As `writing`.
    """
    with _locked(index_path):
        answering = generation_number(current_name(index_path)) or 0
        before = [number for number in generations(index_path) if number < answering]
        if not before:
            raise IndexNotFound(
                f"{index_path} has no generation before {generation_name(answering)}; build with: yinju index"
            )
        name = generation_name(max(before))
        try:
            content = (index_path / name / MANIFEST).read_bytes()
        except OSError as error:
            file = index_path / name / MANIFEST
            raise IndexDamaged(f"{file} cannot be read; there is nothing to go back to: yinju index") from error
        generation = open_generation(index_path, name, hashlib.sha256(content).hexdigest())
        _point(index_path, name, content)
        return generation


@contextmanager
def writing(index_path: Path) -> Iterator[Draft]:
    """Hold the index's lock and give a draft of the next generation; without `publish` it is thrown away.

    Args:
        index_path: The index folder; made where there is none.

    Yields:
        An empty draft; the lock is held as long as it is open.

    Raises:
        IndexBusy: Another process is building this index.
        IndexNotWritten: The operating system refused a step; whatever answered before still does, unless the
            message says that the new index is in place.
    """
    with _locked(index_path, make=True):
        draft = Draft(index_path, max(generations(index_path), default=0) + 1)
        try:
            _clear(index_path)
            draft.path.mkdir()
            yield draft
        except OSError as error:
            in_place = _is_current(index_path, draft.number)
            raise IndexNotWritten(_not_written(index_path, error, in_place=in_place)) from error
        finally:
            shutil.rmtree(draft.path, ignore_errors=True)


@contextmanager
def _locked(index_path: Path, *, make: bool = False) -> Iterator[None]:
    """Hold the index's lock."""
    try:
        if make:
            index_path.mkdir(parents=True, exist_ok=True)
        else:
            current_name(index_path)  # it says in words when there is no index
        lock = os.open(index_path / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise IndexNotWritten(_not_written(index_path, error)) from error
    try:
        _take(lock, index_path)
        yield
    finally:
        os.close(lock)  # gives up the lock, also when the process is killed


def _point(index_path: Path, name: str, manifest: bytes) -> None:
    """Make a generation the one that answers: the one moment that readers can see."""
    pointer = f"{name} {hashlib.sha256(manifest).hexdigest()}\n".encode()
    _write(index_path / NEXT_CURRENT, pointer)
    _sync(index_path / NEXT_CURRENT)
    os.rename(index_path / NEXT_CURRENT, index_path / CURRENT)
    _sync(index_path)


def _take(lock: int, index_path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(lock, 100, 0).decode("ascii", "replace").strip()
        raise IndexBusy(
            f"another build of {index_path} is running ({holder or 'just started'}); wait for it or stop it"
        ) from error
    with suppress(OSError):  # it only helps the message above
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}\n".encode(), 0)


def _clear(index_path: Path) -> None:
    """Remove what a crashed build may have left: drafts, an unused pointer, generations that never answered."""
    for entry in index_path.iterdir():
        if entry.name.endswith(DRAFT):
            shutil.rmtree(entry)
    (index_path / NEXT_CURRENT).unlink(missing_ok=True)
    try:
        answering = generation_number(current_name(index_path)) or 0
    except IndexNotFound:
        answering = 0
    except IndexProblem:  # no telling which of them answered
        return
    for number in generations(index_path):
        if number > answering:
            shutil.rmtree(_given_up(index_path, number))


def _sweep(index_path: Path, newest: int) -> None:
    """Remove generations that no reader needs; what cannot be removed now is tried again by the next build."""
    for number in [number for number in generations(index_path) if number <= newest][:-KEPT]:
        with suppress(OSError):
            shutil.rmtree(_given_up(index_path, number))


def _given_up(index_path: Path, number: int) -> Path:
    """A generation as a draft: killed while it is being removed, half of it must not look like a damaged generation."""
    draft = index_path / (generation_name(number) + DRAFT)
    os.rename(index_path / generation_name(number), draft)
    return draft


def _is_current(index_path: Path, number: int) -> bool:
    try:
        return (index_path / CURRENT).read_text("ascii").startswith(generation_name(number) + " ")
    except (OSError, UnicodeDecodeError):
        return False


def _manifest_bytes(manifest: Manifest) -> bytes:
    return (json.dumps(as_json(manifest), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _write(path: Path, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        while content:
            content = content[os.write(file, content) :]
    finally:
        os.close(file)


def _sync_tree(folder: Path) -> None:
    for entry in sorted(folder.rglob("*")):
        _sync(entry)
    _sync(folder)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _not_written(index_path: Path, error: OSError, *, in_place: bool = False) -> str:
    what = f"{index_path} cannot be written ({error.strerror or error})"
    if in_place:
        return f"{what}, but the new index is in place; check it with: yinju verify --index {index_path}"
    return f"{what}; {_MENDS.get(error.errno or 0, 'see to the disk and build again')}; the old index is untouched"
