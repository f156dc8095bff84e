"""Remembers which files of an index were hashed, so that opening a large one need not read every byte each time.

A file is known by device, inode, size, and the times of its last change and last change of status, in nanoseconds. What
the disk itself loses without a write is not seen this way: `verify` always reads all. Kept in the user's cache folder,
for an index may lie where nothing can be written.
"""

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from qa.storage.layout import file_sha256

LARGE_BYTES = 64 << 20  # of a generation; below, hashing takes no time worth the trouble
_SETTLED_SECONDS = 2.0  # within the clock's grain a file could change once more and look the same


class Remembered:
    """What is known of the files of one generation."""

    def __init__(self, generation: Path) -> None:
        """Read what was remembered of the generation in this folder."""
        name = hashlib.sha256(os.fsencode(generation.parent.resolve())).hexdigest()[:32]
        self._path = _cache() / "yinju" / "checked" / f"{name}.json"
        self._generation = generation
        self._known: dict[str, str] = {}
        self._new = False
        with suppress(OSError, ValueError, AttributeError):
            self._known = {str(key): str(value) for key, value in json.loads(self._path.read_bytes()).items()}

    def sha256(self, file: Path) -> str:
        """SHA-256 of a file: remembered, or read now.

        Args:
            file: One file of the generation.

        Returns:
            64 hexadecimal digits.

        Raises:
            OSError: It cannot be read.
        """
        key = _identity(file)
        if key not in self._known:
            digest = file_sha256(file)
            # It must not have changed while it was read, and be old enough that a change would show.
            if _identity(file) != key or time.time() - file.stat().st_ctime < _SETTLED_SECONDS:
                return digest
            self._known[key] = digest
            self._new = True
        return self._known[key]

    def keep(self) -> None:
        """Write down what is known of the files that are still there; where that cannot be done, it is not."""
        if not self._new:
            return
        there = {_identity(file) for file in self._generation.parent.glob("gen-*/**/*") if file.is_file()}
        content = json.dumps({key: digest for key, digest in self._known.items() if key in there})
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            aside = self._path.with_suffix(f".{os.getpid()}")
            aside.write_text(content, "ascii")
            aside.rename(self._path)


def _identity(file: Path) -> str:
    status = file.stat()
    return f"{status.st_dev}:{status.st_ino}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))
