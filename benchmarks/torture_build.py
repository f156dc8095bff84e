"""The build that `benchmarks.torture` kills: a fork of the process that has everything loaded, so that it starts at once.

Files are read in the process itself: starting the reading process would take most of the time, and it writes nothing.
"""

import hashlib
import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import qa.indexing.build
import qa.indexing.preparing
from embeddings import load_builtin
from qa.documents import File
from qa.types import Document, Verdict

load_builtin()


def _read(files: Iterable[File], **_: Any) -> Iterator[tuple[Document, Verdict]]:
    for file in files:
        content = file.path.read_bytes()
        text = content.decode("utf-8")
        document = Document(file.source, file.path.stem, text, "md", hashlib.sha256(content).hexdigest())
        yield document, Verdict(file.source, "indexed")


qa.indexing.preparing.read_documents = _read  # type: ignore[assignment, attr-defined]


def killed_build(docs: Path, index: Path, after: float | None) -> float:
    """Build in a process that is killed after some seconds, or not; how long it lived."""
    started = time.perf_counter()
    process = os.fork()
    if process == 0:
        try:
            qa.indexing.build.build_index(docs, index)
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return time.perf_counter() - started
