"""Who does the work of a build: processes that each answer one request after another, as lines of JSON, in order.

On this machine by default; `qa.indexing.ray_pool` runs the same processes on the machines of a cluster.
"""

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

_AHEAD = 4  # requests for each worker whose answers are waited for or held
_TRIES = 2
Asked = TypeVar("Asked")


class Pool(Protocol):
    """Processes somewhere, and how requests get to them."""

    def answers(self, command: Sequence[str], requests: Iterable[object]) -> Generator[Any, None, None]:
        """Have requests answered, several at a time.

        Args:
            command: The module that each process runs, and its arguments. It reads requests and writes answers, a line each.
            requests: JSON values.

        Returns:
            The answers in the order of the requests; None where a process died of a request, and the one after it too.
        """
        ...


@dataclass(frozen=True, slots=True)
class LocalPool:
    """So many processes on this machine."""

    count: int

    def answers(self, command: Sequence[str], requests: Iterable[object]) -> Generator[Any, None, None]:
        """See `Pool`."""
        started = [Worker(command) for _ in range(self.count)]
        idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in started:
            idle.put(worker)

        def answer(request: object) -> Any:
            worker = idle.get()
            try:
                return worker.ask(request)
            finally:
                idle.put(worker)

        pool = ThreadPoolExecutor(self.count)
        try:
            yield from in_order(lambda request: pool.submit(answer, request), Future.result, requests, self.count)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in started:
                worker.close()
            pool.shutdown()
            for worker in started:
                worker.stop()


def in_order(
    ask: Callable[[object], Asked], wait: Callable[[Asked], Any], requests: Iterable[object], count: int
) -> Generator[Any, None, None]:
    """Ask a few requests ahead of the answers, which come in the order of the requests.

    Args:
        ask: Hands a request over.
        wait: Waits for its answer.
        requests: What is asked.
        count: How many can be worked on at once.

    Yields:
        The answers.
    """
    waiting: deque[Asked] = deque()
    for request in requests:
        waiting.append(ask(request))
        if len(waiting) >= _AHEAD * count:
            yield wait(waiting.popleft())
    while waiting:
        yield wait(waiting.popleft())


class Worker:
    """One process; started when it is first needed, and again when it died."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    def ask(self, request: object) -> Any:
        """The answer; None when the process died of the request, and the one started after it too."""
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
        errors="surrogatepass",
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8:surrogatepass"},
    )
