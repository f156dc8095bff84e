"""`--workers`: which processes read and encode."""

from collections.abc import Iterator
from contextlib import contextmanager

from qa.errors import WorkersFailed
from qa.indexing.workers import LocalPool, Pool

RAY = "ray://"


@contextmanager
def pool_of(workers: str) -> Iterator[Pool | None]:
    """Give the pool that was asked for, and leave it afterwards.

    Args:
        workers: A number of processes, `ray://HOST:PORT`, or empty.

    Yields:
        The pool; None where the build is to decide.

    Raises:
        WorkersFailed: It is neither of these, or the cluster cannot be reached.
    """
    if workers.startswith(RAY):
        from qa.indexing.ray_pool import ray_pool  # an extra that need not be installed

        with ray_pool(workers) as pool:
            yield pool
    elif workers.isdecimal() and int(workers):
        yield LocalPool(int(workers))
    elif workers:
        raise WorkersFailed(f"--workers {workers}: give a number of processes, or ray://HOST:PORT of a Ray cluster")
    else:
        yield None
