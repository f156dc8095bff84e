"""Opens files that somebody may be swapping while we look."""

import os
import stat
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path


class NotRegular(OSError):
    """A folder, pipe, socket or device."""


def opened(path: Path) -> BufferedReader:
    """Open a regular file without following a link anywhere in its path, and without waiting for a pipe's other end.

    Args:
        path: Absolute, with no links in it when it was looked at.

    Returns:
        The file, open for reading bytes.

    Raises:
        NotRegular: It is something else than a file.
        OSError: It is gone, may not be read, or a link stands in its path now.
    """
    *folders, name = path.parts
    # Step by step, for O_NOFOLLOW is about the last part of a path alone.
    at = os.open(folders.pop(0), os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            above, at = at, os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            os.close(above)
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW, dir_fd=at)
    finally:
        os.close(at)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegular
    return os.fdopen(descriptor, "rb")


def file_sha256(path: Path) -> str:
    """SHA-256 of such a file; empty when it cannot be read, for whoever reads it then says why."""
    try:
        with opened(path) as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
