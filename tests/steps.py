"""Counts the lines of Python that a call runs: the same on every machine, however slow and busy it is."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(call: Callable[[], object]) -> int:
    """Lines run by `call`. What one line does inside C is not seen: a size at which that would hang shows it."""
    count = 0

    def traced(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return traced

    before = sys.gettrace()  # that of coverage
    sys.settrace(traced)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def assert_linear(work: Callable[[int], object], size: int = 1000) -> None:
    """Four times the text takes about four times the steps; one quadratic step would take sixteen times."""
    work(size)  # fills caches
    few, many = steps(lambda: work(size)), steps(lambda: work(4 * size))
    assert many < 6 * few, f"{few} steps for {size}, {many} for {4 * size}"
