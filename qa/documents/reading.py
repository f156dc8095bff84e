"""Reads files through a child process, which is replaced whenever a file breaks it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from qa.documents.files import File
from qa.documents.limits import Limits
from qa.types import Document, Heading, Verdict

_START_SECONDS = 20.0  # for the child to start and import its parser, on top of a file's own time


def read_documents(files: Iterable[File], limits: Limits | None = None) -> Iterator[tuple[Document | None, Verdict]]:
    """Read each file; the document is None where the verdict is not `indexed`."""
    limits = limits or Limits()
    child = _Child()
    try:
        for file in files:
            answer = child.read(file, limits)
            if "error" in answer:
                yield None, Verdict(file.source, "skipped", _one_line(str(answer["error"])))
            else:
                yield _document(file, answer), Verdict(file.source, "indexed", note=_one_line(str(answer["note"])))
    finally:
        child.stop()


class _Child:
    """The parsing process; started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def read(self, file: File, limits: Limits) -> dict[str, Any]:
        request = {
            "path": os.fspath(file.path),
            "format": file.format,
            "file_bytes": limits.file_bytes,
            "characters": limits.characters,
            "memory_bytes": limits.memory_bytes,
            "seconds": limits.seconds,
        }
        process = self._process = self._process or _start()
        assert process.stdin and process.stdout
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            process.kill()

        timer = threading.Timer(limits.seconds + _START_SECONDS, end)
        timer.start()
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            answer: dict[str, Any] = json.loads(line)
        except (OSError, ValueError):
            self.stop()
            return {"error": _cause(process.returncode, limits, overdue=overdue.is_set())}
        finally:
            timer.cancel()
        if answer.get("restart"):
            self.stop()
        return answer

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _start() -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH")))),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "qa.documents.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=environment,
    )


def _cause(returncode: int | None, limits: Limits, *, overdue: bool) -> str:
    if overdue or returncode == -signal.SIGXCPU:
        return f"takes more than {limits.seconds:g} seconds to read; split it"
    if returncode == -signal.SIGKILL:
        return "takes too much memory; split it"
    return "broke its reader; it may be damaged"


def _document(file: File, answer: dict[str, Any]) -> Document:
    return Document(
        source=file.source,
        title=str(answer["title"]) or file.path.stem,
        text=answer["text"],
        format=file.format,
        sha256=answer["sha256"],
        headings=tuple(Heading(*heading) for heading in answer["headings"]),
        pages=tuple(answer["pages"]),
        encoding=answer["encoding"],
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
