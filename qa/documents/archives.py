"""The members of a .zip and the attachments of a mail, listed by the child process: nothing is unpacked to disk."""

import os
from dataclasses import dataclass
from pathlib import Path

from qa.documents.child import Child
from qa.documents.limits import Limits
from qa.documents.parsed import MAIL


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive, or the reason why it (without a name: the whole archive) is not read.

    `name` is what it is called (empty: the file itself), `key` what the archive has for that name, `sha256` the hash of its bytes.
    """

    name: str
    reason: str = ""
    key: str = ""
    sha256: str = ""


class Lister:
    """Lists what is in archives and what is attached to mails, in one child process; a context manager that ends it."""

    def __init__(self, limits: Limits) -> None:
        self._child = Child()
        self._limits = limits

    def __enter__(self) -> "Lister":
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()

    def archive(self, path: Path) -> list[Member]:
        """The members of an archive; a single one without a name when it cannot be listed."""
        answer = self._child.ask({"path": os.fspath(path), "format": "zip"}, self._limits)
        if "error" in answer:
            return [Member("", str(answer["error"]))]
        return [Member(*member) for member in answer["members"]] or [Member("", "an empty archive")]

    def mail(self, path: Path) -> list[Member]:
        """The attachments of a mail behind the mail itself, which is a member without a name."""
        answer = self._child.ask({"path": os.fspath(path), "format": MAIL}, self._limits)
        return [Member(""), *(Member(*member) for member in answer.get("members", ()))]
