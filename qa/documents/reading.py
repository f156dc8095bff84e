"""Reads files through a child process: a document or the reason why not, for each."""

import os
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from qa.documents.child import Child
from qa.documents.files import File
from qa.documents.limits import Limits
from qa.types import Document, Heading, Verdict


def read_documents(files: Iterable[File], limits: Limits | None = None) -> Iterator[tuple[Document | None, Verdict]]:
    """Read each file; the document is None where the verdict is not `indexed`."""
    limits = limits or Limits()
    child = Child()
    try:
        for file in files:
            answer = child.ask(_request(file), limits)
            if "error" in answer:
                yield None, Verdict(file.source, "skipped", _one_line(str(answer["error"])))
            else:
                yield _document(file, answer), Verdict(file.source, "indexed", note=_one_line(str(answer["note"])))
    finally:
        child.stop()


def _request(file: File) -> dict[str, str]:
    return {
        "path": os.fspath(file.path),
        "format": file.format,
        "member": file.member,
        "sha256": file.sha256,
        "encoding": file.encoding,
    }


def _document(file: File, answer: dict[str, Any]) -> Document:
    return Document(
        source=file.source,
        title=str(answer["title"]) or PurePosixPath(file.source).stem,
        text=answer["text"],
        format=file.format,
        sha256=answer["sha256"],
        headings=tuple(Heading(*heading) for heading in answer["headings"]),
        pages=tuple(answer["pages"]),
        encoding=answer["encoding"],
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
