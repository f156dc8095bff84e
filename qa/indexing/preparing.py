"""A file to the rows that a catalogue holds of it: read, laid out, cut into passages, described; here or by workers.

A worker is a process of its own, `python -m qa.indexing.preparing SIZE`: a file and what it gives is one JSON line each
(no pickle), in order. It ends when its input does, so none is left behind by a build that was killed.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from itertools import tee
from pathlib import Path
from typing import Any, NamedTuple

from embeddings.threads import cores
from qa.catalogue import Rows, rows_of
from qa.documents import File, read_documents
from qa.facets.document_facets import described
from qa.facets.sidecars import read_sidecar, sidecar_digest
from qa.indexing.passages import passages
from qa.indexing.workers import workers
from qa.layout import blocks
from qa.types import Document, Verdict

# Bytes of files from which on workers are started: each takes about a second of a core to do so.
WORTH_WORKERS = 8_000_000
TellPage = Callable[[int, int], None]


class Prepared(NamedTuple):
    """What became of a file, and what goes into the catalogue; None where it is not indexed."""

    verdict: Verdict
    rows: Rows | None = None


def prepared(files: Sequence[File], size: int, *, ocr: bool, tell_page: TellPage) -> Generator[Prepared, None, None]:
    """Prepare each file, in order: many by one worker a core, few in this process.

    Args:
        files: What to read.
        size: About how many characters a passage has.
        ocr: Read the pages of PDFs that have no text.
        tell_page: Told how many of how many such pages of a file are read.

    Yields:
        The verdict of a file, with its rows where it is indexed.
    """
    count = min(cores(), len(files))
    # OCR takes all cores by itself, and tells of each page.
    if ocr or count < 2 or _bytes(files) < WORTH_WORKERS:
        yield from _prepared(files, size, ocr=ocr, tell_page=tell_page)
        return
    answers = workers(["qa.indexing.preparing", str(size)], map(_request, files), count)
    for file, answer in zip(files, answers, strict=True):
        yield _answered(file, answer)


def _prepared(files: Iterable[File], size: int, *, ocr: bool, tell_page: TellPage | None = None) -> Iterator[Prepared]:
    asked, named = tee(files)
    for (document, verdict), file in zip(read_documents(asked, ocr=ocr, tell_page=tell_page), named, strict=False):
        yield _cut(document, verdict, file, size) if document else Prepared(verdict)


def _cut(document: Document, verdict: Verdict, file: File, size: int) -> Prepared:
    document = replace(document, blocks=tuple(blocks(document)))
    given, problem = ({}, "") if file.member else read_sidecar(file.path)
    if problem:
        verdict = replace(verdict, note="; ".join(filter(None, (verdict.note, problem))))
    facets, dated = described(document, passages(document, size), given)
    sidecar = "" if file.member else sidecar_digest(file.path)
    return Prepared(verdict, rows_of(replace(document, facets=facets), dated, sidecar))


def _bytes(files: Iterable[File]) -> int:
    return sum(file.path.stat().st_size for file in files if file.path.is_file())


def _request(file: File) -> list[str]:
    return [os.fspath(file.path), file.source, file.member, file.sha256, file.encoding]


def _answered(file: File, answer: Any) -> Prepared:
    if answer is None:
        return Prepared(Verdict(file.source, "skipped", "broke its reader; it may be damaged"))
    verdict, rows = answer
    return Prepared(Verdict(*verdict), Rows(*rows) if rows else None)


def _main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the build to stop, and its workers with it
    files = (File(Path(path), *others) for path, *others in map(json.loads, sys.stdin))
    for verdict, rows in _prepared(files, int(sys.argv[1]), ocr=False):
        answer = astuple(verdict), (rows.document, rows.passages) if rows else None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
