"""Faults for storage tests: a process killed, or a call failing, at the k-th step that writes; and power cuts."""

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import qa.storage.publishing as protocol
from qa.storage import layout, open_current, writing

WRITING_CALLS = ("open", "write", "fsync", "rename", "mkdir", "unlink", "rmdir", "ftruncate", "pwrite")


class Stop(BaseException):
    """The process dies here: nothing below handles it, as nothing handles SIGKILL."""


def build(index_path: Path, content: str) -> None:
    """A build of two files and a folder, as a real one."""
    with writing(index_path) as draft:
        (draft.path / "lexical").mkdir()
        for name in ("catalogue.sqlite", "lexical/terms", "vectors.faiss"):
            (draft.path / name).write_text(f"{name} of {content}", encoding="utf-8")
        draft.publish({"content": content})


def answers(index_path: Path) -> str:
    """What a whole and sound index holds."""
    generation = open_current(index_path)
    content = str(generation.manifest.extra["content"])
    for name in ("catalogue.sqlite", "lexical/terms", "vectors.faiss"):
        assert (generation.path / name).read_text("utf-8") == f"{name} of {content}"
    return content


class Calls:
    """Counts the calls of `os` that write, and lets something happen at one of them."""

    def __init__(self, monkeypatch: Any, at: int, fault: Callable[[], None], *, sticky: bool = False) -> None:
        self.made: list[str] = []
        for name in WRITING_CALLS:
            monkeypatch.setattr(os, name, self._counted(name, getattr(os, name), at, fault, sticky))

    def _counted(self, name: str, real: Callable[..., Any], at: int, fault: Callable[[], None], sticky: bool) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            if name == "open" and not (len(args) > 1 and args[1] & (os.O_WRONLY | os.O_RDWR)):
                return real(*args, **kwargs)
            self.made.append(name)
            if len(self.made) == at or (sticky and len(self.made) > at):
                fault()
            return real(*args, **kwargs)

        return call


class Disk:
    """Watches a build and tells what may be on the disk after a power cut at any of its moments.

    Data that was not synced may be lost; a new name, or a name moved, that its folder was not synced for may be lost.
    """

    def __init__(self, monkeypatch: Any, root: Path) -> None:
        self.moments: list[tuple[dict[str, bytes], dict[str, bytes]]] = []
        self._written: list[dict[str, bytes]] = []
        self._root = root
        self._durable = _files(root)
        self._synced: dict[int, bytes] = {(root / name).stat().st_ino: data for name, data in self._durable.items()}
        real_fsync, real_rename = os.fsync, os.rename

        def fsync(descriptor: int) -> None:
            real_fsync(descriptor)
            path = Path(f"/proc/self/fd/{descriptor}").resolve()
            if path.is_dir():
                self._sync_names(path)
            else:
                self._synced[os.fstat(descriptor).st_ino] = path.read_bytes()
            self._note()

        def rename(source: Any, target: Any) -> None:
            real_rename(source, target)
            self._note()

        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(os, "rename", rename)

    def _sync_names(self, folder: Path) -> None:
        prefix = folder.relative_to(self._root).as_posix()
        prefix = "" if prefix == "." else prefix + "/"
        for name in [name for name in self._durable if name.startswith(prefix)]:
            del self._durable[name]
        for name in _files(folder):
            inode = (folder / name).stat().st_ino
            self._durable[prefix + name] = self._synced.get(inode, b"")

    def _note(self) -> None:
        """The least that survives, and the most: all names in place, unsynced data lost."""
        torn = {name: self._synced.get((self._root / name).stat().st_ino, b"") for name in _files(self._root)}
        self.moments.append((dict(self._durable), torn))
        self._written.append(_files(self._root))

    def state(self, draw: random.Random) -> tuple[int, dict[str, bytes]]:
        """What may be on the disk at a moment drawn at random, its number first.

        Each name is as it was last synced, or as it is now, independently; data that was not synced is whole, half,
        empty or zeros.
        """
        number = draw.randrange(len(self.moments))
        durable, synced = self.moments[number]
        written = self._written[number]
        state: dict[str, bytes] = {}
        for name in durable.keys() | written.keys():
            may_be = [durable.get(name)]
            if name in written:
                data = written[name]
                whole = synced[name] == data
                may_be += [data] if whole else [data, data[: len(data) // 2], b"", bytes(len(data))]
            else:
                may_be.append(None)
            content = draw.choice(may_be)
            if content is not None:
                state[name] = content
        return number, state


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lay_out(files: dict[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


# Variants of the protocol with one step left out or done in another order: every fault test must catch them.


def without_data_sync(monkeypatch: Any) -> None:
    monkeypatch.setattr(protocol, "_sync_tree", lambda folder: None)


def without_any_sync_of_the_pointer(monkeypatch: Any) -> None:
    real = protocol._sync

    def sync(path: Path) -> None:
        if path.name != layout.NEXT_CURRENT:
            real(path)

    monkeypatch.setattr(protocol, "_sync", sync)


def pointer_written_in_place(monkeypatch: Any) -> None:
    monkeypatch.setattr(protocol, "NEXT_CURRENT", layout.CURRENT)


def pointer_before_data(monkeypatch: Any) -> None:
    """`CURRENT` is renamed before the generation is in place."""
    held: list[tuple[Any, Any]] = []
    real = os.rename

    def rename(source: Any, target: Any) -> None:
        if Path(source).name.endswith(layout.DRAFT):
            held.append((source, target))
            return
        real(source, target)
        for pair in held:
            real(*pair)
        held.clear()

    monkeypatch.setattr(os, "rename", rename)
