"""The members of a .zip, listed by the child process: nothing is unpacked to disk."""

import os
from dataclasses import dataclass
from pathlib import Path

from qa.documents.child import Child
from qa.documents.limits import Limits


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive, or the reason why it (without a name: the whole archive) is not read.

    `name` is what it is called, `key` what the archive has for that name, `sha256` the hash of its bytes.
    """

    name: str
    reason: str = ""
    key: str = ""
    sha256: str = ""


def list_archive(path: Path, limits: Limits) -> list[Member]:
    """The members of an archive; a single one without a name when it cannot be listed."""
    child = Child()
    try:
        answer = child.ask({"path": os.fspath(path), "format": "zip"}, limits)
    finally:
        child.stop()
    if "error" in answer:
        return [Member("", str(answer["error"]))]
    return [Member(*member) for member in answer["members"]] or [Member("", "an empty archive")]
