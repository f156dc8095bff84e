"""The workers of a Ray cluster: a task is a request, which a process on the machine where it lands answers.

It is the same process as on this machine, with the same limits for parsers. A task whose machine dies goes to another; what a
build takes up is each answer once, in order, so that an index is the same whoever has read for it.
"""

import socket
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import cache
from types import ModuleType
from typing import Any

from qa.errors import WorkersFailed
from qa.indexing.reading_version import reading_version
from qa.indexing.workers import Worker, in_order

_RETRIES = 3  # of a task whose machine or Ray worker died; a file that breaks its reader is answered, not retried
_SECONDS = 10.0  # for a cluster to be reached


def answer(version: str, command: tuple[str, ...], request: object) -> tuple[str, Any]:
    """Answer a request: this runs on a machine of the cluster.

    Args:
        version: By which readers the build reads.
        command: The module that a process runs, and its arguments.
        request: A JSON value.

    Returns:
        Why this machine must not answer, or empty; the answer.
    """
    if reading_version() != version:
        return "has other readers than the build; install the same yinju, libraries and Python on every machine", None
    return "", _worker(command).ask(request)


@cache
def _worker(command: tuple[str, ...]) -> Worker:
    """One process beside each Ray worker; it ends when its input does."""
    return Worker(command)


class RayPool:
    """The processors of a cluster that this process is connected to."""

    def __init__(self, ray: ModuleType, address: str) -> None:
        self._ray, self._address = ray, address
        self._task = ray.remote(num_cpus=1, max_retries=_RETRIES)(answer)

    def answers(self, command: Sequence[str], requests: Iterable[object]) -> Generator[Any, None, None]:
        """See `qa.indexing.workers.Pool`."""
        count = int(self._ray.cluster_resources().get("CPU", 1))
        asked = tuple(command)
        yield from in_order(
            lambda request: self._task.remote(reading_version(), asked, request), self._wait, requests, count
        )

    def _wait(self, asked: object) -> Any:
        try:
            problem, answered = self._ray.get(asked)
        except self._ray.exceptions.RayError as error:
            reason = next(line for line in reversed(str(error).splitlines() or [repr(error)]) if line.strip())
            raise WorkersFailed(f"a task at {self._address} failed: {reason.strip()}") from error
        if problem:
            raise WorkersFailed(f"a machine at {self._address} {problem}")
        return answered


@contextmanager
def ray_pool(address: str) -> Iterator[RayPool]:
    """Connect to a cluster, and leave it.

    Args:
        address: `ray://HOST:PORT`, as `ray start` printed it; this machine must be one of the cluster.

    Yields:
        Its workers.

    Raises:
        WorkersFailed: Ray is not installed, or there is no such cluster.
    """
    try:
        import ray
    except ImportError as error:
        raise WorkersFailed(f"--workers {address} needs Ray: pip install 'yinju[ray]'") from error
    place = address.removeprefix("ray://")
    # Ray tells of dead machines on the standard output, which belongs to `--json`.
    with redirect_stdout(sys.stderr):
        try:
            _look_for(place)
            ray.init(address=place, log_to_driver=False, logging_level="error")
        except (OSError, RuntimeError, ValueError) as error:
            raise WorkersFailed(
                f"no Ray cluster at {address} that this machine is one of; run here: ray start --address={place}"
            ) from error
        try:
            yield RayPool(ray, address)
        finally:
            ray.shutdown()


def _look_for(place: str) -> None:
    """Raise OSError or ValueError where nobody listens: Ray itself would try for minutes."""
    host, _, port = place.rpartition(":")
    socket.create_connection((host, int(port)), timeout=_SECONDS).close()
