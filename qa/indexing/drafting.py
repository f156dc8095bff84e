"""How a build writes a generation, wherever the index is kept: the protocol, and what of it does not depend on the place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import tee
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder
from qa.catalogue import CatalogueDraft, Row
from qa.facets.document_facets import identity
from qa.facets.terms import Entry
from qa.indexing.encoding_journal import Encoded
from qa.indexing.plan import Base, Changes
from qa.indexing.vectorizing import encoded
from qa.indexing.workers import Pool
from qa.types import Document, Progress

Tell = Callable[[Progress], None]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Work:
    """What a build has found to write.

    Attributes:
        catalogue: The documents and passages of the new generation, or of what is new in it: as the draft gave it.
        encoder: Makes the vectors.
        old: The generation before; its vectors may do, by the hash of what is encoded.
        base: The same, where the new one grows out of it; else all is written.
        gone: Rows that are taken out.
        plan: What changed.
        encoded: Where vectors are kept of a build that is killed.
        tell: Told of each step.
        pool: Who encodes; None for this process.
    """

    catalogue: CatalogueDraft
    encoder: Encoder
    old: Base | None
    base: Base | None
    gone: Sequence[int]
    plan: Changes
    encoded: Path
    tell: Tell
    pool: Pool | None = None

    @property
    def same_model(self) -> bool:
        """Whether vectors of the generation before may be taken over."""
        return self.old is not None and self.old.has({"fingerprint": self.encoder.fingerprint})


class IndexDraft(Protocol):
    """A generation in the making; nobody sees it before it is published."""

    @property
    def encoded(self) -> Path:
        """The file that vectors are kept in until the generation is published."""
        ...

    def catalogue(self, base: Base | None, plan: Changes) -> AbstractContextManager[CatalogueDraft]:
        """A catalogue to put documents in; it begins with those of `base`, or counts them."""
        ...

    def write(self, work: Work) -> int:
        """Write what the searchers need; how many passages had to be encoded."""
        ...

    def publish(self, extra: Mapping[str, object]) -> str:
        """Make it the generation that answers, at once; its name."""
        ...


class Known(Protocol):
    """Vectors of the generation before."""

    def __contains__(self, digest: str) -> bool:
        """Whether there is a vector of the text with this hash."""
        ...

    def of(self, digests: Sequence[str]) -> Vectors:
        """The vectors of texts with these hashes, (len(digests), dim)."""
        ...


class Vectorizing:
    """The vectors of passages, batch by batch: taken over by hash, from a build that was killed, or encoded."""

    def __init__(
        self,
        work: Work,
        first: int,
        known: Known | None,
        done: Encoded,
        encode: Callable[[Sequence[Row]], Vectors] | None = None,
    ) -> None:
        """Count what is to be encoded.

        Args:
            work: What a build has found.
            first: The row to begin with.
            known: Vectors of the generation before.
            done: Vectors of a build that was killed.
            encode: Makes the vectors of passages instead of encoder and pool.
        """
        self.encoded = 0
        self._encode = encode
        self._work, self._first, self._known, self._done = work, first, known, done
        self._todo = sum(map(self._is_new, work.catalogue.hashes(first)))

    def __iter__(self) -> Iterator[tuple[list[Row], Vectors]]:
        work = self._work
        work.tell(Progress("encoding", 0, self._todo))
        # Workers are given batches ahead of the one that is waited for.
        planned, asked = tee(map(self._planned, work.catalogue.batches(work.encoder.at_once, self._first)))
        rows = ([batch[at] for at in new] for batch, _, new in asked if new)
        texts = ([row.encoded for row in some] for some in rows)
        vectors = map(self._encode, rows) if self._encode else encoded(work.encoder, texts, work.pool)
        for batch, known, new in planned:
            yield batch, self._vectors(batch, known, new, vectors)

    def _is_known(self, digest: str) -> bool:
        return self._known is not None and digest in self._known

    def _is_new(self, digest: str) -> bool:
        return not self._is_known(digest) and digest not in self._done

    def _planned(self, batch: list[Row]) -> tuple[list[Row], list[int], list[int]]:
        """A batch, which of it the generation before has, and which have to be encoded; the others a killed build has."""
        known = [at for at, row in enumerate(batch) if self._is_known(row.hash)]
        others = sorted(set(range(len(batch))) - set(known)) if known else range(len(batch))
        return batch, known, [at for at in others if batch[at].hash not in self._done]

    def _vectors(self, batch: Sequence[Row], known: list[int], new: list[int], fresh: Iterator[Vectors]) -> Vectors:
        vectors = np.zeros((len(batch), self._work.encoder.dim), dtype=np.float32)
        if known and self._known:
            vectors[known] = self._known.of([batch[at].hash for at in known])
        for at in sorted(set(range(len(batch))).difference(known, new)):
            vectors[at] = self._done[batch[at].hash]
        if new:
            vectors[new] = next(fresh)
            self._done.add([batch[at].hash for at in new], vectors[new])
            self.encoded += len(new)
            self._work.tell(Progress("encoding", self.encoded, self._todo))
        return vectors


def document_entry(document: Document, first: int, last: int) -> Entry:
    """A document as the first look takes it: with its rows, what it is about, and what tells it from others."""
    return Entry(document.source, first, last, document.facets, identity(document, document.facets))


def lexical_text(row: Row) -> tuple[int, str, str]:
    """A passage as BM25 takes it: its row, its text with the header cells of its tables, and what stands above it."""
    return row.row, f"{row.label}\n{row.text}", row.context
