"""Processes that each answer one request after another, as lines of JSON; what they have done is given in order."""

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

_AHEAD = 4  # requests for each worker whose answers are waited for or held
_TRIES = 2


def workers(command: Sequence[str], requests: Iterable[object], count: int) -> Generator[Any, None, None]:
    """Have requests answered by `count` processes, and give the answers in the order of the requests.

    Args:
        command: The module that is run, and its arguments. It reads requests and writes answers, a line each.
        requests: JSON values.
        count: How many processes.

    Yields:
        The answer; None where a worker died of a request, and the one after it too.
    """
    idle: SimpleQueue[_Worker] = SimpleQueue()
    started = [_Worker(command) for _ in range(count)]
    for worker in started:
        idle.put(worker)

    def answer(request: object) -> Any:
        worker = idle.get()
        try:
            return worker.ask(request)
        finally:
            idle.put(worker)

    waiting: deque[Future[Any]] = deque()
    pool = ThreadPoolExecutor(count)
    try:
        for request in requests:
            waiting.append(pool.submit(answer, request))
            if len(waiting) >= _AHEAD * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in started:
            worker.close()
        pool.shutdown()
        for worker in started:
            worker.stop()


class _Worker:
    """One process; started when it is first needed, and again when it died."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    def ask(self, request: object) -> Any:
        for _ in range(_TRIES):
            try:
                return self._asked(request)
            except (OSError, ValueError):
                self.stop()
        return None

    def close(self) -> None:
        """End it for good; who waits for it gets None."""
        self._closed = True
        if self._process:
            self._process.kill()

    def _asked(self, request: object) -> Any:
        if self._closed:
            return None
        process = self._process = self._process or _start(self._command)
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    def stop(self) -> None:
        """End the process, if there is one; another is started for the next request."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _start(command: Sequence[str]) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
    )
