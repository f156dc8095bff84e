"""Reads files through a child process: a document or the reason why not, for each."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from qa.documents.child import Child
from qa.documents.files import File
from qa.documents.limits import Limits
from qa.documents.ocr import PAGE_LIMITS, installed, read_pages, without_text_note
from qa.documents.parsed import has_text
from qa.types import Block, Document, Heading, Span, Verdict


def read_documents(
    files: Iterable[File],
    limits: Limits | None = None,
    *,
    ocr: bool = False,
    page_limits: Limits = PAGE_LIMITS,
    tell_page: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[Document | None, Verdict]]:
    """Read each file; the document is None where the verdict is not `indexed`.

    Args:
        files: What to read.
        limits: What one file may take.
        ocr: Read the pages of PDFs that have no text, if the extra is installed.
        page_limits: What reading one such page may take.
        tell_page: Told how many of how many such pages of a file are read.

    Yields:
        The document, or None, with what became of its file.
    """
    limits = limits or Limits()
    child, page_child = Child(), Child()
    ocr = ocr and installed()
    try:
        for file in files:
            request = _request(file)
            answer = child.ask(request, limits)
            if ocr and answer.get("without_text"):
                answer = read_pages(page_child, request, answer, page_limits, tell_page or (lambda *_: None))
            yield _verdict(file, answer, limits)
    finally:
        child.stop()
        page_child.stop()


def _verdict(file: File, answer: dict[str, Any], limits: Limits) -> tuple[Document | None, Verdict]:
    if "error" in answer:
        return None, Verdict(file.source, "skipped", _one_line(str(answer["error"])))
    notes = [without_text_note(answer["without_text"])] if answer["without_text"] and "ocr" not in answer else []
    note = "; ".join([*notes, *filter(None, (_one_line(answer["note"]),))])
    if not has_text(answer["text"]):
        return None, Verdict(file.source, "skipped", note)
    if len(answer["text"]) > limits.characters:
        return None, Verdict(file.source, "skipped", f"longer than {limits.characters:,} characters; split it")
    return _document(file, answer), Verdict(file.source, "indexed", note=note)


def _request(file: File) -> dict[str, object]:
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
        ocr=tuple(answer.get("ocr", ())),
        blocks=tuple(map(_block, answer["blocks"])),
    )


def _block(told: list[Any]) -> Block:
    kind, spans, level, mark, header, layout = told
    return Block(kind, tuple(Span(*span) for span in spans), level, mark, tuple(header), tuple(layout))


def _one_line(text: str) -> str:
    return " ".join(text.split())
