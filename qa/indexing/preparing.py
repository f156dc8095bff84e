"""A file to the rows that a catalogue holds of it: read, laid out, cut into passages, described; here or by workers.

A worker is a process of its own, `python -m qa.indexing.preparing SIZE [ocr]`: a file and what it gives is one JSON line each
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
from qa.errors import WorkersFailed
from qa.facets.document_facets import described
from qa.facets.sidecars import read_sidecar, sidecar_digest
from qa.indexing.passages import passages
from qa.indexing.workers import LocalPool, Pool
from qa.layout import blocks
from qa.types import Document, Verdict

# Bytes of files from which on workers are started: each takes about a second of a core to do so.
WORTH_WORKERS = 8_000_000
TellPage = Callable[[int, int], None]


class Prepared(NamedTuple):
    """What became of a file, and what goes into the catalogue; None where it is not indexed."""

    verdict: Verdict
    rows: Rows | None = None


def prepared(
    files: Sequence[File], size: int, *, ocr: bool, tell_page: TellPage, pool: Pool | None = None
) -> Generator[Prepared, None, None]:
    """Prepare each file, in order: by the workers of a pool; without one many by one worker a core, few in this process.

    Args:
        files: What to read.
        size: About how many characters a passage has.
        ocr: Read the pages of PDFs that have no text.
        tell_page: Told how many of how many such pages of a file are read, where that is in this process.
        pool: Who is to do it.

    Yields:
        The verdict of a file, with its rows where it is indexed.

    Raises:
        WorkersFailed: A worker does not see a file that is there.
    """
    count = min(cores(), len(files))
    # OCR takes all cores by itself, and tells of each page.
    if not pool and (ocr or count < 2 or _bytes(files) < WORTH_WORKERS):
        yield from _prepared(files, size, ocr=ocr, tell_page=tell_page)
        return
    command = ["qa.indexing.preparing", str(size), *(["ocr"] if ocr else [])]
    answers = (pool or LocalPool(count)).answers(command, map(_request, files))
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
    verdict, rows, there = answer
    if not there and file.path.exists():  # or documents would be missing from the index without a word
        raise WorkersFailed(
            f"a worker does not see {file.path}; share the folder of documents at the same path with every machine"
        )
    return Prepared(Verdict(*verdict), Rows(*rows) if rows else None)


def _main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the build to stop, and its workers with it
    asked, named = tee(File(Path(path), *others) for path, *others in map(json.loads, sys.stdin))
    for (verdict, rows), file in zip(_prepared(asked, int(sys.argv[1]), ocr="ocr" in sys.argv), named, strict=False):
        there = rows is not None or file.path.exists()
        answer = astuple(verdict), (rows.document, rows.passages) if rows else None, there
        sys.stdout.write(
            json.dumps(answer, ensure_ascii=False) + "\n"
        )  # letters are read four times as fast as their numbers
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
