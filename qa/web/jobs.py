"""Work behind the page that takes long: a build or an evaluation in its own thread, told about, cancelled."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

_PAUSE_SECONDS = 0.2  # between two looks


class Cancelled(Exception):
    """The user stopped the work."""


class Job:
    """One piece of work at a time."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._running = threading.Lock()

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self._stop.set()

    def run(self, work: Callable[[Callable[[Any], None]], Any], first: Any) -> Iterator[tuple[str, Any]]:
        """Work in a thread, and tell how far it is: `progress` again and again, then `done`, `cancelled` or `failed`.

        Args:
            work: Given the function that takes its progress.
            first: The progress before it has told any.

        Yields:
            The name of a step, and what belongs to it.
        """
        if not self._running.acquire(blocking=False):
            yield "busy", None
            return
        self._stop.clear()
        state: dict[str, Any] = {"progress": first, "since": time.monotonic()}

        def tell(progress: Any) -> None:
            if self._stop.is_set():
                raise Cancelled
            if getattr(progress, "step", None) != getattr(state["progress"], "step", None):
                state["since"] = time.monotonic()
            state["progress"] = progress

        def working() -> None:
            try:
                state["end"] = ("done", work(tell))
            except Cancelled:
                state["end"] = ("cancelled", None)
            except Exception as error:  # the page says it in words; a bug goes on to the terminal
                state["end"] = ("failed", error)
            finally:
                self._running.release()

        thread = threading.Thread(target=working, daemon=True)
        thread.start()
        while thread.is_alive():
            yield "progress", (state["progress"], state["since"])
            thread.join(_PAUSE_SECONDS)
        yield state["end"]
