"""Documents, passages and verdicts of a generation in Milvus: the same catalogue, read from collections."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any
from unicodedata import normalize

from qa.catalogue import Catalogue, Placed
from qa.catalogue.rows import blocks_of, document, facets_of
from qa.retrieval.milvus.manifest import View
from qa.types import Block, Document, Entry, Facets, Passage, Span, Verdict

PIECE, OVERLAP = 15_000, 500  # characters of a document's text in one row, and of the next that it has too
TEXT, OTHERS = 0, 1  # kinds of texts: the document's own; headings, pages and blocks
LIGHT = ("key", "source", "title", "first", "last", "format", "sha256", "sidecar", "ocr", "length")
ROW = ("row", "key", "text", "columns")
_KEPT = 10_000  # openings, endings and facets that are kept
_UNSAFE = re.compile(r"\W|_")


@dataclass(frozen=True, slots=True)
class Light:
    """What is kept in memory of each document."""

    key: int
    source: str
    title: str
    first: int
    last: int
    format: str
    sha256: str
    sidecar: str
    ocr: str
    length: int


class MilvusCatalogue(Catalogue):
    """Reads a catalogue in Milvus. Safe to share between threads."""

    def __init__(self, view: View) -> None:
        self.view = view
        rows = view.store.rows(view.named("documents"), view.visible, LIGHT)
        light = sorted((Light(**row) for row in rows), key=lambda each: each.source)
        self.light = {each.source: each for each in light}
        self._by_key = {each.key: each for each in light}
        self._titles = {each.source: each.title for each in light}
        self._firsts = {each.source: each.first for each in light if each.first >= 0}
        self._ocr = {each.source: tuple(json.loads(each.ocr)) for each in light if each.ocr != "[]"}
        self._facets: dict[str, Facets] = {}
        self._versions: dict[str, str] = {}
        self._scanned: dict[str, tuple[Span, ...]] = {}
        self._size = view.manifest.passages
        self._column = lru_cache(_KEPT)(self._looked_up)

    def document(self, source: str) -> Document | None:
        """The document of this source, its accents composed or not, or None."""
        source = normalize("NFC", source)
        if source not in self.light:
            return None
        each = self.light[source]
        others = self.others(source)
        return document(
            (
                *(source, each.title, self.text(source), each.format, each.sha256, others["headings"], others["pages"]),
                *(others["encoding"], each.ocr, self._column(source, "facets")),
            )
        )

    def blocks(self, source: str) -> tuple[Block, ...]:
        """The blocks of a document, in reading order; none for an unknown source."""
        source = normalize("NFC", source)
        if source not in self.light:
            return ()
        return blocks_of(self.others(source)["blocks"])

    def others(self, source: str) -> dict[str, Any]:
        """Headings, pages, encoding and blocks of a document, as the columns of a folder's catalogue have them."""
        told: dict[str, Any] = json.loads(self._piece(self.light[source].key, OTHERS))
        return told

    def told_of(self, source: str) -> list[list[Any]]:
        """The passages of a document, in reading order, as rows of a folder's catalogue without their numbers."""
        key = self.light[source].key
        rows = self.view.store.among(self.view.named("passages"), "key", [key], [*ROW, "hash"], self.view.visible)
        told = sorted(rows, key=lambda row: int(row["row"]))
        return [[source, row["hash"], row["text"], *json.loads(row["columns"])] for row in told]

    def facets(self, source: str) -> Facets:
        """What a document is about; nothing for an unknown source."""
        if source not in self._facets and source in self.light:
            self._fetch_facets({source})
        return self._facets.get(source, Facets())

    def names(self) -> Iterator[str]:
        """The names that documents bear, document by document."""
        rows = self.view.store.rows(self.view.named("documents"), self.view.visible, ["source", "facets"])
        for row in sorted(rows, key=lambda row: str(row["source"])):
            yield from facets_of(row["facets"]).names

    def runs(self, admits: Callable[[str, str, Facets], bool]) -> list[tuple[int, int]]:
        """The first and last row of every document that a test of source, title and facets admits."""
        return [
            (each.first, each.last)
            for each in self.light.values()
            if each.first >= 0 and admits(each.source, each.title, self.facets(each.source))
        ]

    def opening(self, source: str) -> str:
        """The first characters of a document's text; empty for an unknown source."""
        return self._column(source, "opening") if source in self.light else ""

    def text(self, source: str) -> str:
        """A document's text; empty for an unknown source."""
        return self._piece(self.light[source].key, TEXT) if source in self.light else ""

    def rims(self, source: str) -> str:
        """The first and the last characters of a document's text; empty for an unknown source."""
        if source not in self.light:
            return ""
        return f"{self._column(source, 'opening')}\n{self._column(source, 'ending')}"

    def entries(self, sources: Sequence[str] | None = None) -> list[Entry]:
        """Every document in short, or those of these sources, sorted by source."""
        among = self.light.keys() if sources is None else set(sources)
        wanted = [each for each in self.light.values() if each.source in among]
        keys = [each.key for each in wanted]
        rows = self.view.store.among(self.view.named("documents"), "key", keys, ["key", "opening"])
        opening = {int(row["key"]): str(row["opening"]) for row in rows}
        return [
            Entry(each.source, each.title, each.format, each.length, _passages(each), opening[each.key])
            for each in wanted
        ]

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Characters and passages of each document, by source."""
        return {each.source: (each.length, _passages(each)) for each in self.light.values()}

    def fingerprints(self) -> dict[str, str]:
        """SHA-256 of the file behind each source."""
        return {each.source: each.sha256 for each in self.light.values()}

    def formats(self) -> dict[str, str]:
        """Name of the reader of each source."""
        return {each.source: each.format for each in self.light.values()}

    def sidecars(self) -> dict[str, str]:
        """The hash of the file that sets its facets, of each source that has one."""
        return {each.source: each.sidecar for each in self.light.values() if each.sidecar}

    def rows(self) -> list[int]:
        """The rows that hold a passage, rising."""
        runs = (range(each.first, each.last + 1) for each in self.light.values() if each.first >= 0)
        return sorted(chain.from_iterable(runs))

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages at `rows`, in that order."""
        found = self.view.store.among(self.view.named("passages"), "row", sorted(set(rows)), ROW)
        told = [self._told(row) for row in found]
        self._fetch_facets({str(source) for _, source, *_ in told})
        by_row = {each[0]: self._passage(each) for each in told}
        return [by_row[row] for row in rows]

    def placed(self, rows: Sequence[int]) -> list[Placed]:
        """The documents and periods of the passages at `rows`, in that order."""
        return [Placed(each.source, each.periods, each.section) for each in self.passages(rows)]

    def passages_of(self, source: str) -> list[tuple[int, Passage]]:
        """The passages of a document with their rows, in reading order; none for an unknown source."""
        each = self.light.get(normalize("NFC", source))
        rows = list(range(each.first, each.last + 1)) if each and each.first >= 0 else []
        return list(zip(rows, self.passages(rows), strict=True))

    def rows_by_hash(self) -> dict[str, int]:
        """A row for each passage hash."""
        rows = self.view.store.rows(self.view.named("passages"), self.view.visible, ["row", "hash"])
        return {str(row["hash"]): int(row["row"]) for row in rows}

    def sources_holding(self, parts: Sequence[str]) -> list[str]:
        """The sources of the documents whose text may hold every one of these strings, sorted."""
        found = set(self._by_key)
        for part in parts:
            rows = self.view.store.rows(self.view.named("texts"), f"kind == {TEXT} and {_like(part)}", ["key"])
            found &= {int(row["key"]) for row in rows}
        return sorted(self._by_key[key].source for key in found)

    def rows_holding(self, parts: Sequence[str]) -> list[int]:
        """The rows of the passages whose text may hold every one of these strings, in order."""
        where = " and ".join([self.view.visible, *map(_like, parts)])
        return sorted(int(row["row"]) for row in self.view.store.rows(self.view.named("passages"), where, ["row"]))

    def verdicts(self, *, remarked: bool = False) -> Iterator[Verdict]:
        """What became of every file that the build saw, or of those alone of which there is something to say."""
        told = (Verdict(*each) for each in self.view.manifest.verdicts)
        return (verdict for verdict in told if not remarked or verdict.reason or verdict.note)

    def _fetch_facets(self, sources: set[str]) -> None:
        keys = sorted(self.light[source].key for source in sources - self._facets.keys())
        for row in self.view.store.among(self.view.named("documents"), "key", keys, ["key", "facets"]):
            self._facets[self._by_key[int(row["key"])].source] = facets_of(row["facets"])

    def _told(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """A passage's row as the tables of a folder have it."""
        spans, sentences, headings, page, tables, periods = json.loads(row["columns"])
        source = self._by_key[int(row["key"])].source
        return int(row["row"]), source, row["text"], spans, sentences, headings, page, tables, periods

    def _looked_up(self, source: str, column: str) -> str:
        key = self.light[source].key
        rows = self.view.store.among(self.view.named("documents"), "key", [key], ["key", column])
        return str(next(iter(rows))[column])

    def _piece(self, key: int, kind: int) -> str:
        where = f"key == {key} and kind == {kind}"
        rows = self.view.store.rows(self.view.named("texts"), where, ["id", "text"])
        return "".join(str(row["text"])[:PIECE] for row in sorted(rows, key=lambda row: int(row["id"])))


def _passages(each: Light) -> int:
    return each.last - each.first + 1 if each.first >= 0 else 0


def _like(part: str) -> str:
    """The filter of texts that may hold a string: what is neither letter nor digit may be any character there."""
    return f'text like "%{_UNSAFE.sub("_", part[:OVERLAP])}%"'
