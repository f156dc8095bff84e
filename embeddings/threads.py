"""How many threads: one of BLAS while a question is answered, and those that run ONNX graphs.

The products of a question are small: threads that wait for one another take more than twice the processor time (85 ms for a question of
the shipped set instead of 35, on two busy cores), and where a core is busy, twice the time.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from threadpoolctl import ThreadpoolController, threadpool_limits

_MOST_FOR_GRAPHS = 4  # more gain little for layers as small as ours
_lock = threading.Lock()
_inside = 0  # threads of ours
_limits: threadpool_limits | None = None


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Inside, BLAS uses one thread; outside, as many as whoever imports us has set.

    May be entered by several threads, and again by the same: the last one out puts back what the first one found.
    """
    global _inside, _limits
    with _lock:
        if not _inside:
            _limits = _libraries(len(sys.modules)).limit(limits=1)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and _limits:
                _limits.restore_original_limits()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def graph_threads() -> int:
    """How many threads an ONNX graph runs on: as many as this process has cores, at most four; or `YINJU_THREADS`."""
    wanted = os.environ.get("YINJU_THREADS", "")
    return max(1, int(wanted)) if wanted.isdecimal() else min(_MOST_FOR_GRAPHS, cores())


# Looked for again when more modules have been imported: scipy and others bring libraries of their own.
@lru_cache(maxsize=1)
def _libraries(modules: int) -> ThreadpoolController:
    """What numpy multiplies by, not what torch does; to look for it each time takes longer than to ask."""
    return ThreadpoolController().select(internal_api="openblas")
