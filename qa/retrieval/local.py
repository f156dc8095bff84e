"""Generations in a folder of this machine: SQLite, tantivy and FAISS, as `qa.storage` keeps them."""

from dataclasses import dataclass
from pathlib import Path

from embeddings.kept_texts import KeptTexts
from embeddings.vectors import VectorIndex
from qa.catalogue import Catalogue
from qa.errors import IndexDamaged
from qa.retrieval.bm25 import LexicalIndex
from qa.retrieval.documents_first import DocumentIndex
from qa.retrieval.engine import Parts
from qa.storage import (
    CATALOGUE,
    DOCUMENTS,
    LEXICAL,
    TEXTS,
    VECTORS,
    Generation,
    current,
    leftovers,
    open_current,
    rollback,
    verify,
)


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """The index in a folder."""

    path: Path

    def current(self) -> tuple[str, str]:
        """Name of the generation that answers, and SHA-256 of its manifest."""
        return current(self.path)

    def generation(self) -> Generation:
        """The generation that answers, its files checked against their hashes."""
        return open_current(self.path)

    def catalogue(self, generation: Generation) -> Catalogue:
        """Its documents and passages alone."""
        return Catalogue(generation.path / CATALOGUE)

    def parts(self, generation: Generation) -> Parts:
        """A generation opened for asking.

        Args:
            generation: As `generation` gave it.

        Returns:
            Its parts.

        Raises:
            IndexDamaged: They do not fit each other.
        """
        catalogue = self.catalogue(generation)
        lexical = LexicalIndex.open(generation.path / LEXICAL)
        try:
            vectors = VectorIndex.open(generation.path / VECTORS)
        except ValueError as error:
            raise IndexDamaged(
                f"{self.path}: {error}; build it again: yinju index --full --index {self.path}"
            ) from error
        empty = catalogue.empty_rows(len(vectors))
        sizes = (len(catalogue), len(lexical), len(vectors) - len(empty))
        kept = generation.path / TEXTS
        texts = KeptTexts(kept) if kept.is_dir() else None
        if len(set(sizes)) != 1 or (texts is not None and len(texts) != len(vectors)):
            raise IndexDamaged(
                f"the parts of {self.path} do not fit: {sizes[0]} passages, {sizes[1]} in BM25, {sizes[2]} vectors; "
                f"build it again: yinju index --full --index {self.path}"
            )
        documents = DocumentIndex.open(generation.path / DOCUMENTS)
        return Parts(catalogue, lexical, documents, vectors.without(empty) if empty else vectors, texts)

    def verify(self) -> list[str]:
        """Every byte of every kept generation is read."""
        return verify(self.path)

    def leftovers(self) -> list[str]:
        """Drafts, an unused pointer, vectors."""
        return leftovers(self.path)

    def rollback(self) -> Generation:
        """Let the generation before answer again."""
        return rollback(self.path)
