"""Takes up a new generation while the one before goes on answering."""

import logging
import threading

from embeddings import EncoderUnavailable
from qa.errors import IndexNotFound, IndexProblem
from qa.retrieval.engines import engine_of
from qa.retrieval.index import Index

_log = logging.getLogger("yinju")


class Newest:
    """Looks for newer generations for one assistant. Safe to share between threads: one of them opens, the others go on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refused: tuple[str, str] | None = None
        self.problem: IndexProblem | EncoderUnavailable | None = None

    def after(self, index: Index, *, wait: bool = False) -> Index | None:
        """The newest generation, opened; None when it is the given one, cannot be used, or is just being opened.

        One that cannot be used is noted in `problem`, logged, and not tried again until there is another one.

        Args:
            index: What answers now.
            wait: While another thread opens it, wait for that instead of going on.

        Returns:
            An open index, or None.
        """
        if not self._lock.acquire(blocking=wait):
            return None
        try:
            return self._opened(index)
        except IndexNotFound:  # moved away while serving
            return None
        except (IndexProblem, EncoderUnavailable) as error:
            if str(error) != str(self.problem):
                _log.error("yinju: %s (the generation before goes on answering)", error)
            self.problem = error
            return None
        finally:
            self._lock.release()

    def _opened(self, index: Index) -> Index | None:
        newest = engine_of(index.path).current()
        if newest == (index.generation.name, index.generation.digest):
            self.problem = None
            return None
        if newest == self._refused:
            return None
        self._refused = newest
        opened = Index.open(index.path)
        self._refused = self.problem = None
        return opened
