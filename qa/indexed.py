"""What an index holds, as everything outside reads it: documents, passages, and which generation they are of."""

from collections.abc import Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import Self

from qa.errors import DocumentError
from qa.retrieval.index import Index
from qa.retrieval.reload import Newest
from qa.text.analyzer import normalise
from qa.types import Block, Document, Entry, Facets, IndexInfo, Passage, Verdict

_MOST_PARTS = 4  # rare words that documents are sifted by


class Indexed:
    """The documents of an index, of one generation until `refresh` takes up a newer one."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._newest = Newest()

    @property
    def index_path(self) -> Path:
        """The folder of the index."""
        return self._index.path

    @property
    def info(self) -> IndexInfo:
        """Which generation answers, with which model, from how many passages."""
        return self._index.info

    @property
    def docs(self) -> str | None:
        """The folder that the index was made of."""
        return self._index.docs

    @property
    def created(self) -> str:
        """When the generation that answers was made, ISO 8601 in UTC."""
        return self._index.generation.manifest.created

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of all documents, sorted."""
        return self._index.catalogue.sources

    @property
    def titles(self) -> dict[str, str]:
        """The title of each document, by its source, sorted by that."""
        return self._index.catalogue.titles

    @property
    def ocr(self) -> bool:
        """Whether pages without text are read by OCR when the index is built."""
        return self._index.made.ocr

    def entries(self, sources: Sequence[str] | None = None) -> list[Entry]:
        """Every document in short, or those of these sources, sorted by source."""
        return self._index.catalogue.entries(sources)

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Characters and passages of each document, by source."""
        return self._index.catalogue.sizes()

    def verdicts(self, *, remarked: bool = False) -> list[Verdict]:
        """What became of every file that the build saw, or of those alone of which there is something to say."""
        return list(self._index.catalogue.verdicts(remarked=remarked))

    def fingerprints(self) -> dict[str, str]:
        """SHA-256 of the file behind each source."""
        return self._index.catalogue.fingerprints()

    def document(self, source: str) -> Document:
        """A document's text exactly as quoted from; sources are looked up, never opened as paths.

        Args:
            source: Its path below the folder of documents.

        Returns:
            The document, without the blocks of its layout.

        Raises:
            DocumentError: The index holds no such document.
        """
        document = self._index.catalogue.document(source)
        if document is None:
            raise DocumentError(f"the index holds no document {source!r}; `yinju status` lists them")
        return document

    def facets(self, source: str) -> Facets:
        """What a document is about; nothing for an unknown source."""
        return self._index.catalogue.facets(source)

    def blocks(self, source: str) -> tuple[Block, ...]:
        """The blocks of a document, in reading order; their spans point into its text.

        Args:
            source: The path of a document below the folder of documents.

        Returns:
            Headings, paragraphs, items, rows and the like.

        Raises:
            DocumentError: The index holds no such document.
        """
        self.document(source)
        return self._index.catalogue.blocks(source)

    def passage(self, row: int) -> Passage:
        """The passage in a row of the index, as rankings name it."""
        return self._index.catalogue.passages([row])[0]

    def passages_of(self, source: str) -> list[tuple[int, Passage]]:
        """The passages of a document with their rows, in reading order; empty for an unknown source."""
        return self._index.catalogue.passages_of(source)

    def documents_holding(self, parts: Sequence[str]) -> Iterator[Document]:
        """The documents that may hold all of some strings, by source: all of those that do, and few others.

        They are sifted by the rarest of the strings, inside the database, so that few documents are read.

        Args:
            parts: Strings, as documents spell them.

        Yields:
            A document each.
        """
        catalogue = self._index.catalogue
        for source in catalogue.sources_holding(self._rarest(parts)):
            if document := catalogue.document(source):
                yield document

    def passages_holding(self, parts: Sequence[str]) -> Iterator[Passage]:
        """The passages that may hold all of some strings, as `documents_holding`."""
        catalogue = self._index.catalogue
        for row in catalogue.rows_holding(self._rarest(parts)):
            yield from catalogue.passages([row])

    def _rarest(self, parts: Sequence[str]) -> list[str]:
        idf = self._index.lexical.idf
        words = [part for part in parts if part.isalnum()] or list(parts)
        return sorted(words, key=lambda part: (-idf(normalise(part)), -len(part)))[:_MOST_PARTS]

    def still(self) -> Self:
        """The same on the generation of now, for who calls it several times and `refresh` must not come between."""
        return copy(self)

    def refresh(self, *, wait: bool = False) -> bool:
        """Take up a newer generation when there is one; True when it was.

        One that cannot be used is passed over, as `problem` says: the one before goes on answering.

        Args:
            wait: Come back with it even when another thread is opening it right now.

        Returns:
            Whether a newer one answers from now on.
        """
        opened = self._newest.after(self._index, wait=wait)
        if opened is None:
            return False
        self._index = opened
        return True

    @property
    def problem(self) -> Exception | None:
        """Why the newest generation is not the one that answers, if it is not."""
        return self._newest.problem
