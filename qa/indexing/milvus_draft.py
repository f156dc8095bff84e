"""A generation written into Milvus: the rows of what changed, and the one before stays as it is.

Documents that are new or move are put together in a catalogue of this machine first, in the folder of the user's cache that also holds
the lock: builds of one index on two machines are not kept apart, but the second one to publish is refused.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from qa.catalogue import CatalogueDraft
from qa.errors import IndexBusy
from qa.indexing.drafting import Vectorizing, Work
from qa.indexing.encoding_journal import Encoded
from qa.indexing.milvus_counts import Counted
from qa.indexing.milvus_rows import KnownVectors, Writing, averages, catalogue_of, staged
from qa.indexing.plan import Base, Changes
from qa.retrieval.milvus.address import Address
from qa.retrieval.milvus.clearing import clear, sweep
from qa.retrieval.milvus.manifest import (
    KINDS,
    MilvusManifest,
    answering,
    collection_name,
    point,
    write_manifest,
)
from qa.retrieval.milvus.store import Store
from qa.storage import CATALOGUE, ENCODED, Draft, writing

# Weights of terms hold for passages of an average length: when it has moved by more than this share, all are worked out anew.
DRIFT = 0.02


@contextmanager
def milvus_draft(address: Address) -> Iterator["MilvusDraft"]:
    """Hold the lock of an index in Milvus, among builds of this machine, and give a draft of its next generation.

    Args:
        address: Of the index.

    Yields:
        The draft; what it wrote is cleared by the next one when it is not published.
    """
    store = Store(address)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    stage = cache / "yinju" / "building" / hashlib.sha256(address.shown.encode()).hexdigest()[:32]
    with writing(stage) as draft:
        clear(store)
        yield MilvusDraft(store, draft)


class MilvusDraft:
    """The next generation of an index in Milvus."""

    def __init__(self, store: Store, draft: Draft) -> None:
        self._store, self._draft = store, draft
        self._number = answering(store)
        self._manifest: MilvusManifest | None = None

    @property
    def encoded(self) -> Path:
        """The file that vectors are kept in until the generation is published."""
        return self._draft.index_path / ENCODED

    def catalogue(self, base: Base | None, plan: Changes) -> CatalogueDraft:
        """A catalogue for what is new or moves; what stays is counted."""
        file = self._draft.path / CATALOGUE
        if base is None:
            return CatalogueDraft(file)
        before = catalogue_of(base)
        away = [before.light[source] for source in (*plan.gone, *plan.moved)]
        passages = sum(each.last - each.first + 1 for each in away if each.first >= 0)
        elsewhere = (len(before) - passages, len(before.light) - len(away))
        catalogue = CatalogueDraft(file, rows=base.made.rows, elsewhere=elsewhere)
        for source in plan.moved:
            catalogue.add(staged(before, source))
        return catalogue

    def write(self, work: Work) -> int:
        """Write the rows of a generation; how many passages had to be encoded."""
        base, counted = work.base, Counted(work)
        if base and not (work.same_model and self._fits(work, base, counted)):
            self._stage_all(work, base)
            base, counted = None, Counted(work)
        view = catalogue_of(base).view if base else None
        target = Writing(self._store, (self._number or 0) + 1, view, work, counted)
        if view:
            target.take_out([*work.plan.gone, *work.plan.moved])
        else:
            target.create()
        target.put_terms()
        known = KnownVectors(work) if work.same_model else None
        with Encoded(work.encoded, work.encoder.fingerprint, work.encoder.dim) as done:
            fresh = Vectorizing(work, 0, known, done)
            for rows, vectors in fresh:
                target.put(rows, vectors)
        target.put_documents()
        self._manifest = target.finished()
        return fresh.encoded

    def publish(self, extra: Mapping[str, object]) -> str:
        """Make it the generation that answers, by switching the alias.

        Args:
            extra: What the manifest shall say beside what it counts.

        Returns:
            Its name.

        Raises:
            IndexBusy: Another one was published meanwhile, from another machine.
        """
        assert self._manifest, "write comes first"
        created = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = replace(self._manifest, created=created, extra=dict(extra))
        store = self._store
        store.finish([collection_name(store, manifest.epoch, kind) for kind in KINDS])
        write_manifest(store, manifest)
        if answering(store) != self._number:
            raise IndexBusy(f"{store.address} was built by somebody else meanwhile; build again")
        point(store, manifest.number)
        sweep(store, manifest)
        return manifest.name

    def _fits(self, work: Work, base: Base, counted: Counted) -> bool:
        """Whether the weights that are there may stay: passages are about as long as they were."""
        view, light = catalogue_of(base).view, catalogue_of(base).light
        keys = [light[source].key for source in (*work.plan.gone, *work.plan.moved)]
        rows = list(self._store.among(view.named("passages"), "key", keys, ["row", "length", "above"], view.visible))
        body, above = (sum(int(row[field]) for row in rows) for field in ("length", "above"))
        now = averages(view.manifest, (len(rows), body, above), counted, len(work.catalogue.hashes()))
        return all(abs(new - old) <= DRIFT * old for new, old in zip(now, view.manifest.averages, strict=True))

    def _stage_all(self, work: Work, base: Base) -> None:
        """Put the documents that stay into the catalogue too: all rows are written anew."""
        before = catalogue_of(base)
        for source in sorted(work.plan.kept & before.light.keys()):
            work.catalogue.add(staged(before, source))
        work.catalogue.elsewhere = (0, 0)
