"""A generation written into a folder: a copy of the parts that the index has, with what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.kept_texts import TextsWriter
from embeddings.static import Read, StaticEncoder
from embeddings.vectors import VectorIndex
from qa.catalogue import CatalogueDraft, Row
from qa.indexing.drafting import Vectorizing, Work, document_entry, lexical_text
from qa.indexing.encoding_journal import Encoded
from qa.indexing.plan import Base, Changes
from qa.retrieval.bm25 import LexicalIndex
from qa.retrieval.documents_first import DocumentIndex
from qa.storage import CATALOGUE, DOCUMENTS, ENCODED, LEXICAL, TEXTS, VECTORS, Draft, writing

# Rows without a passage cost a little everywhere, and still count where BM25 asks how rare a word is: when more of them
# than this share stand empty, the parts are written anew without gaps.
MOST_EMPTY = 0.05
_COPIED = 1000  # vectors, or texts for BM25, at once
Vectors = NDArray[np.float32]


@contextmanager
def local_draft(index_path: Path) -> Iterator["LocalDraft"]:
    """Hold the lock of an index folder and give a draft of its next generation.

    Args:
        index_path: The folder; made if missing.

    Yields:
        The draft, thrown away when it is not published.
    """
    with writing(index_path) as draft:
        yield LocalDraft(draft)


@dataclass(frozen=True, slots=True)
class LocalDraft:
    """The next generation of an index folder."""

    draft: Draft

    @property
    def encoded(self) -> Path:
        """The file that vectors are kept in until the generation is published."""
        return self.draft.index_path / ENCODED

    def catalogue(self, base: Base | None, plan: Changes) -> CatalogueDraft:
        """A copy of the catalogue before, or an empty one."""
        file = self.draft.path / CATALOGUE
        return CatalogueDraft(file, base.generation.path / CATALOGUE, base.made.rows) if base else CatalogueDraft(file)

    def publish(self, extra: Mapping[str, object]) -> str:
        """Make it the generation that answers."""
        return self.draft.publish(dict(extra)).name

    def write(self, work: Work) -> int:
        """Write the parts of a generation; how many passages had to be encoded."""
        catalogue, base = work.catalogue, work.base
        empty = catalogue.rows - len(catalogue)
        if empty > MOST_EMPTY * catalogue.rows or (empty and not work.same_model):
            catalogue.number_anew()
            base = None
        kept = base.made.rows if base and work.same_model else 0
        texts = (
            lexical_text(row) for batch in catalogue.batches(_COPIED, base.made.rows if base else 0) for row in batch
        )
        before = _Before(work.old, with_hashes=kept < catalogue.rows) if work.old and work.same_model else None
        with ThreadPoolExecutor(1) as beside:  # most of what either does is done outside of the interpreter
            lexical = beside.submit(self._write_lexical, base, work.gone, texts)
            with Encoded(work.encoded, work.encoder.fingerprint, work.encoder.dim) as done:
                reading = _Reading(work.encoder) if isinstance(work.encoder, StaticEncoder) else None
                fresh = Vectorizing(work, kept, before, done, reading.vectors if reading and not work.pool else None)
                new = self._keeping_texts(fresh, work, base if kept else None, reading)
                batches = chain(before.first(kept) if before else (), new)
                grown = before.vectors if before and kept else None
                vectors = VectorIndex.of(work.encoder.dim, catalogue.rows, batches, grown)
                vectors.write(self.draft.path / VECTORS)
            lexical.result()
        self._write_documents(catalogue, base, work.plan)
        catalogue.finish()
        return fresh.encoded

    def _write_lexical(self, base: Base | None, gone: Sequence[int], texts: Iterable[tuple[int, str, str]]) -> None:
        folder = self.draft.path / LEXICAL
        folder.mkdir()
        if base:
            LexicalIndex.update(base.generation.path / LEXICAL, folder, gone, texts)
        else:
            LexicalIndex.write(folder, texts)

    def _keeping_texts(
        self, fresh: Vectorizing, work: Work, base: Base | None, reading: "_Reading | None"
    ) -> Iterator[Vectors]:
        """The vectors of what is new; beside them its tokens are written, and those of an index that has none yet."""
        if not reading:
            yield from (vectors for _, vectors in fresh)
            return
        catalogue, folder = work.catalogue, self.draft.path / TEXTS
        folder.mkdir()
        before, kept = (base.generation.path / TEXTS, base.made.rows) if base else (None, 0)
        with TextsWriter(folder, before if before and before.is_dir() else None) as texts:
            for batch in catalogue.batches(_COPIED, texts.rows) if texts.rows < kept else ():
                reading.write(texts, [row for row in batch if row.row < kept])
            for rows, vectors in fresh:
                reading.write(texts, rows)
                yield vectors
            texts.fill(catalogue.rows)

    def _write_documents(self, catalogue: CatalogueDraft, base: Base | None, plan: Changes) -> None:
        """Write what the first look at documents needs: of all of them, or of those that changed."""
        folder = self.draft.path / DOCUMENTS
        folder.mkdir()
        changed = [*(file.source for file in plan.fresh), *plan.moved.values()] if base else None
        entries = (document_entry(*each) for each in catalogue.documents_with_rows(changed))
        if base:
            gone = [*plan.gone, *plan.moved, *(changed or ())]
            DocumentIndex.update(base.generation.path / DOCUMENTS, folder, gone, entries)
        else:
            DocumentIndex.write(folder, entries)


class _Reading:
    """Passages read by the static model: their vectors and the tokens that are kept come out of one reading."""

    def __init__(self, encoder: StaticEncoder) -> None:
        self._encoder = encoder
        self._read: tuple[Sequence[Row], Read] | None = None

    def vectors(self, rows: Sequence[Row]) -> Vectors:
        """Of passages that are written next."""
        return self._of(rows).vectors

    def write(self, texts: TextsWriter, rows: Sequence[Row]) -> None:
        """Keep the tokens of passages."""
        texts.add([row.row for row in rows], self._of(rows))
        self._read = None

    def _of(self, rows: Sequence[Row]) -> Read:
        if not self._read or self._read[0] != rows:
            self._read = rows, self._encoder.read([row.compared for row in rows])
        return self._read[1]


class _Before:
    """The vectors of the generation before."""

    def __init__(self, old: Base, *, with_hashes: bool) -> None:
        self.vectors = VectorIndex.open(old.generation.path / VECTORS)
        self._rows = old.catalogue.rows_by_hash() if with_hashes else {}

    def __contains__(self, digest: str) -> bool:
        return digest in self._rows

    def of(self, digests: Sequence[str]) -> Vectors:
        return self.vectors.vectors([self._rows[digest] for digest in digests])

    def first(self, rows: int) -> Iterator[Vectors]:
        """Those of the first rows, as they are."""
        for first in range(0, rows, _COPIED):
            yield self.vectors.vectors(range(first, min(first + _COPIED, rows)))
