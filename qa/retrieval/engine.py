"""Where an index is kept: the one protocol that asking, building and keeping an index rest on.

A generation is a catalogue (documents, passages, verdicts), BM25 over our terms, the identities of documents, and vectors; it never
changes, and becomes the one that answers in one step. `local` keeps generations in a folder: what an engine of another kind does
instead must pass the same tests (`tests/retrieval/test_engines.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.kept_texts import KeptTexts
from qa.catalogue import Catalogue
from qa.retrieval.bm25 import LexicalIndex
from qa.retrieval.documents_first import DocumentIndex
from qa.storage import Generation


class Nearest(Protocol):
    """The vectors of the passages."""

    @property
    def dim(self) -> int:
        """Length of the vectors."""
        ...

    def __len__(self) -> int:
        """How many rows there are, with those that stand empty."""
        ...

    def search(self, queries: NDArray[np.float32], limit: int) -> list[list[tuple[int, float]]]:
        """The best `limit` rows for each query as `(row, similarity)`, by falling similarity, then by row."""
        ...

    def vectors(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """The vectors at `rows`, (len(rows), dim), exactly as they were given."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What questions are answered from, of one generation; threads may share it.

    Attributes:
        catalogue: Its documents and passages.
        lexical: BM25 over their terms.
        documents: What documents are about.
        vectors: Of the passages.
        texts: The tokens of the passages; None where they are cut into tokens when they are compared.
    """

    catalogue: Catalogue
    lexical: LexicalIndex
    documents: DocumentIndex
    vectors: Nearest
    texts: KeptTexts | None = None


class Engine(Protocol):
    """One index: its generations, the one that answers, and how that is opened."""

    def current(self) -> tuple[str, str]:
        """Name of the generation that answers, and a hash of what it says of itself, which no other one has."""
        ...

    def generation(self) -> Generation:
        """The generation that answers, checked as far as opening it does."""
        ...

    def catalogue(self, generation: Generation) -> Catalogue:
        """Its documents and passages alone, as a build needs them."""
        ...

    def parts(self, generation: Generation) -> Parts:
        """A generation opened for asking."""
        ...

    def verify(self) -> list[str]:
        """Everything of every kept generation is read; one line for each problem."""
        ...

    def leftovers(self) -> list[str]:
        """What a build that did not end left behind; the next one clears it."""
        ...

    def rollback(self) -> Generation:
        """Let the generation before answer again."""
        ...
