"""Waits for the thing itself, never for a moment: as long as it takes, and no longer."""

import time
from collections.abc import Callable
from typing import TypeVar

LIMIT_SECONDS = 120  # for a machine many times slower than this one; who waits so long waits in vain

Found = TypeVar("Found")


def until(seen: Callable[[], Found], what: str) -> Found:
    """What `seen` gives as soon as that is true; fails, saying `what` did not come, at the limit."""
    last = time.monotonic() + LIMIT_SECONDS
    while not (found := seen()):
        assert time.monotonic() < last, f"waited in vain for {what}"
        time.sleep(0.02)
    return found
