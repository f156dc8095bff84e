"""One thread of BLAS while a question is answered.

Its products are small: threads that wait for one another take more than twice the processor time (85 ms for a question of
the shipped set instead of 35, on two busy cores), and where a core is busy, twice the time.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController, threadpool_limits

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
            _limits = _libraries().limit(limits=1)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside and _limits:
                _limits.restore_original_limits()


@cache
def _libraries() -> ThreadpoolController:
    """What numpy multiplies by, not what torch does; to look for it each time takes longer than to ask."""
    return ThreadpoolController().select(internal_api="openblas")
