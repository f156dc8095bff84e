"""The build that `benchmarks.torture` kills. Imported once by a fork server, so that each build starts at once.

Files are read in the process itself: starting the reading process would take most of the time, and it writes nothing.
"""

import hashlib
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import qa.build
from embeddings import load_builtin
from qa.documents import File
from qa.types import Document, Verdict

load_builtin()


def _read(files: Sequence[File], **_: Any) -> Iterator[tuple[Document, Verdict]]:
    for file in files:
        content = file.path.read_bytes()
        text = content.decode("utf-8")
        document = Document(file.source, file.path.stem, text, "md", hashlib.sha256(content).hexdigest())
        yield document, Verdict(file.source, "indexed")


qa.build.read_documents = _read  # type: ignore[assignment, attr-defined]


def build(docs: Path, index: Path, started: Connection) -> None:
    """Say that it begins, and build."""
    started.send(None)
    qa.build.build_index(docs, index)
