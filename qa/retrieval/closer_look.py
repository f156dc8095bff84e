"""A closer look at the best passages of a large archive, whose index has vectors of the table alone.

Where a question shares few words with any passage (another language, other words), the table finds the right document and
not the passage in it. The contextual model does; to encode a whole archive with it takes hours, so it reads the best passages of each such
question, and keeps their vectors, since questions come back to the same documents.
"""

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from qa.types import Passage, Span

WINDOW_CHARACTERS = 80  # of a passage that are read, around the sentence that fits best
_KEPT = 20_000  # vectors: 30 MB
Vectors = NDArray[np.float32]


class CloserLook:
    """Compares questions with windows of passages by the contextual model. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, Span], Vectors] = {}
        self._lock = Lock()

    def cosines(
        self, question: str, rows: Sequence[int], passages: Sequence[Passage], windows: Sequence[Span]
    ) -> Vectors:
        """How close a question is to the window of each passage, by the contextual model.

        Args:
            question: The question.
            rows: The passages' rows in the index, by which vectors are kept.
            passages: The n passages.
            windows: The part of each one that is read, in characters of the passage.

        Returns:
            Cosines, (n,).
        """
        from embeddings.contextual import load_contextual  # a moment and 40 MB, for who needs it

        encoder = load_contextual()
        keys = list(zip(rows, windows, strict=True))
        kept = self._kept
        vectors = {key: kept[key] for key in keys if key in kept}
        new = [at for at, key in enumerate(keys) if key not in vectors]
        found = encoder.encode_passages([passages[at].text[slice(*windows[at])] for at in new])
        fresh = {keys[at]: vector for at, vector in zip(new, found, strict=True)}
        with self._lock:
            if len(self._kept) + len(fresh) > _KEPT:
                self._kept = {}  # replaced as a whole: other threads look things up in the one before
            self._kept.update(fresh)
        vectors |= fresh
        (asked,) = encoder.encode_queries([question])
        cosines: Vectors = np.stack([vectors[key] for key in keys]) @ asked
        return cosines


def window(passage: Passage, best: int) -> Span:
    """The sentences of a passage around one of them, as many as fit into `WINDOW_CHARACTERS` characters; that one in any case."""
    sentences = passage.sentences
    if not sentences:
        return Span(0, min(len(passage.text), WINDOW_CHARACTERS))
    first = last = best
    while True:
        start, end = sentences[first].start, sentences[last].end
        before = sentences[first - 1].start if first else None
        behind = sentences[last + 1].end if last + 1 < len(sentences) else None
        if before is not None and end - before <= WINDOW_CHARACTERS:
            first -= 1
        elif behind is not None and behind - start <= WINDOW_CHARACTERS:
            last += 1
        else:
            return Span(start, end)
