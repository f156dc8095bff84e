"""What lies in the folder of documents otherwise than in the index: it waits for the next build."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from qa.assistant import Assistant
from qa.documents.files import walk

_LARGEST_BYTES = 200_000_000  # of a file that is looked into


class Waiting(NamedTuple):
    """A file that the next build takes up, and whether it is `new`, `changed` or `gone`."""

    source: str
    state: str


def waiting(assistant: Assistant, docs: Path) -> list[Waiting]:
    """What the next build will read or leave out, by name; files are looked into only where their time says that they are newer."""
    if not docs.is_dir():
        return []
    made, fingerprints = datetime.fromisoformat(assistant.created).timestamp(), assistant.fingerprints()
    # Members of archives and mails lie in a file that has the beginning of their name.
    known = fingerprints.keys() | {verdict.source for verdict in assistant.verdicts(remarked=True)}
    holders = {source[:at] for source in known for at, sign in enumerate(source) if sign == "/"}
    found, there = list[Waiting](), set[str]()
    for path, name in walk(docs.resolve()):
        there.add(name)
        if name not in known and name not in holders:
            found.append(Waiting(name, "new"))
        elif name in fingerprints and _is_changed(path, fingerprints[name], made):
            found.append(Waiting(name, "changed"))
    gone = (
        name for name in known - there if not any(name[:at] in there for at, sign in enumerate(name) if sign == "/")
    )
    return sorted([*found, *(Waiting(name, "gone") for name in gone)])


def _is_changed(path: Path, fingerprint: str, made: float) -> bool:
    try:
        about = path.stat()
        if about.st_mtime < made or about.st_size > _LARGEST_BYTES:
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() != fingerprint
    except OSError:
        return False
