"""An index in Milvus, opened, verified, and gone back in."""

from dataclasses import dataclass
from pathlib import Path

from qa.catalogue import Catalogue
from qa.errors import IndexDamaged, IndexNotFound
from qa.retrieval.engine import Parts
from qa.retrieval.milvus.address import Address
from qa.retrieval.milvus.manifest import (
    KINDS,
    MODULUS,
    MilvusManifest,
    View,
    answering,
    collection_name,
    digest_of,
    missing,
    numbers,
    point,
    read_manifest,
    row_sum,
)
from qa.retrieval.milvus.searchers import MilvusDocumentIndex, MilvusLexicalIndex, MilvusVectors
from qa.retrieval.milvus.store import Store, fields_of
from qa.retrieval.milvus.term_counts import Terms, count_at
from qa.retrieval.milvus.texts import MilvusCatalogue
from qa.storage import Generation, Manifest
from qa.storage.layout import FORMAT, generation_name


@dataclass(frozen=True, slots=True)
class MilvusEngine:
    """The index at an address; `path` is that address as it was given."""

    path: Path
    address: Address

    @property
    def store(self) -> Store:
        """The collections there."""
        return Store(self.address)

    def current(self) -> tuple[str, str]:
        """Name of the generation that answers, and SHA-256 of its manifest."""
        number = self._number()
        return generation_name(number), digest_of(self.store, number)

    def generation(self) -> Generation:
        """The generation that answers; its collections are there, their rows are read by `verify`."""
        manifest, digest = self._answering()
        store = self.store
        for kind in KINDS:
            name = collection_name(store, manifest.epoch, kind)
            if not store.there(name):
                raise IndexDamaged(
                    f"the collection {name} at {self.address} is missing; build the index again: "
                    f"yinju index --full --index {self.address}"
                )
            store.call("load_collection", name)
        return self._told(manifest, digest)

    def view(self, generation: Generation) -> View:
        """What a generation sees."""
        number = int(generation.name.rpartition("-")[2])
        return View(self.store, read_manifest(self.store, number)[0])

    def catalogue(self, generation: Generation) -> Catalogue:
        """Its documents and passages alone."""
        return MilvusCatalogue(self.view(generation))

    def parts(self, generation: Generation) -> Parts:
        """A generation opened for asking."""
        view = self.view(generation)
        terms = Terms(view)
        return Parts(
            MilvusCatalogue(view),
            MilvusLexicalIndex(view, terms),
            MilvusDocumentIndex(view, terms),
            MilvusVectors(view),
        )

    def verify(self) -> list[str]:
        """Every row of every kept generation is read, and compared with the sums of its manifest."""
        problems = []
        try:
            kept = self._kept()
            self._answering()
        except (IndexDamaged, IndexNotFound) as error:
            return [str(error)]
        for number in reversed(kept):
            try:
                manifest, _ = read_manifest(self.store, number)
            except IndexDamaged as error:
                problems.append(str(error))
                continue
            view = View(self.store, manifest)
            for kind in KINDS:
                problem = _problem(view, kind)
                if problem:
                    problems.append(
                        f"{view.named(kind)} at {self.address} {problem}; build the index again: "
                        f"yinju index --full --index {self.address}"
                    )
        return problems

    def leftovers(self) -> list[str]:
        """Collections of a build that did not end."""
        store, number = self.store, answering(self.store) or 0
        return [
            f"{self.address.name}_{letter}{each:06d}"
            for letter in "ge"
            for each in numbers(store, letter)
            if each > number
        ]

    def rollback(self) -> Generation:
        """Let the generation before answer again.

        Returns:
            It.

        Raises:
            IndexNotFound: There is no index, or none before.
        """
        manifest, _ = self._answering()
        before = [number for number in self._kept() if number < manifest.number]
        if not before:
            raise IndexNotFound(f"{self.address} has no generation before {manifest.name}; build with: yinju index")
        told = read_manifest(self.store, before[-1])
        point(self.store, before[-1])
        return self._told(*told)

    def _kept(self) -> list[int]:
        """The numbers of the generations that are whole."""
        number = self._number()
        return [each for each in numbers(self.store, "g") if each <= number]

    def _answering(self) -> tuple[MilvusManifest, str]:
        return read_manifest(self.store, self._number())

    def _number(self) -> int:
        number = answering(self.store)
        if number is None:
            raise missing(self.store)
        return number

    def _told(self, manifest: MilvusManifest, digest: str) -> Generation:
        return Generation(self.path, manifest.name, Manifest(FORMAT, manifest.created, {}, manifest.extra), digest)


def _problem(view: View, kind: str) -> str:
    """What is wrong with the rows of a kind that a generation sees; empty when nothing is."""
    if not view.store.there(view.named(kind)):
        return "is missing"
    view.store.call("load_collection", view.named(kind))
    found = sum(seen_sums(view, kind)) % MODULUS
    return "" if found == view.manifest.sums[kind] else f"differs from what {view.manifest.name} was made with"


def seen_sums(view: View, kind: str) -> list[int]:
    """The sums of the rows that a generation sees."""
    store, name = view.store, view.named(kind)
    if kind in ("passages", "documents"):
        return [row_sum(kind, row) for row in store.rows(name, view.visible, fields_of(kind))]
    if kind == "texts":
        keys = {int(row["key"]) for row in store.rows(view.named("documents"), view.visible, ["key"])}
        return [row_sum(kind, row) for row in store.rows(name, "id >= 0", fields_of(kind)) if int(row["key"]) in keys]
    return [term_sum(row, view.manifest.number) for row in store.rows(name, "id >= 0", fields_of(kind))]


def term_sum(row: dict[str, object], number: int) -> int:
    """The sum of a term as a generation sees it; 0 where it has none."""
    count = count_at(str(row["counts"]), number)
    return row_sum("terms", {"id": row["id"], "number": row["number"], "count": count}) if count else 0
