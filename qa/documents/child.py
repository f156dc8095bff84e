"""The child process that parses: started when it is first needed, replaced whenever a file breaks it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa.documents.limits import Limits

_START_SECONDS = 20.0  # for the child to start and import its parser, on top of a file's own time


class Child:
    """The parsing process; started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def ask(self, request: Mapping[str, object], limits: Limits) -> dict[str, Any]:
        """Send a request under limits; the answer has an `error` where nothing came of it."""
        process = self._process = self._process or _start()
        assert process.stdin and process.stdout
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            process.kill()

        timer = threading.Timer(limits.seconds + _START_SECONDS, end)
        timer.start()
        try:
            process.stdin.write(json.dumps({**request, "limits": asdict(limits)}) + "\n")
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
        """End the process, if there is one."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _start() -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH")))),
        "PYTHONIOENCODING": "utf-8:surrogatepass",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "qa.documents.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        errors="surrogatepass",
        env=environment,
    )


def _cause(returncode: int | None, limits: Limits, *, overdue: bool) -> str:
    if overdue or returncode == -signal.SIGXCPU:
        return f"takes more than {limits.seconds:g} seconds to read; split it"
    if returncode == -signal.SIGKILL:
        return "takes too much memory; split it"
    return "broke its reader; it may be damaged"
