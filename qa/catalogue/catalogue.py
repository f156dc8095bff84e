"""Reads a catalogue."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

from qa.catalogue.rows import (
    DOCUMENT,
    Placed,
    blocks_of,
    document,
    facets_of,
    headings_of,
    periods_of,
    spans_of,
    tables_of,
)
from qa.text.spans import touched
from qa.types import Block, Document, Entry, Facets, Passage, Span, Verdict
from qa.types.documents import text_sha256

_OPENING_CHARACTERS = 600  # title, dateline and first paragraph of a report
_SELECT_PASSAGES = "SELECT row, source, text, spans, sentences, headings, page, tables, periods FROM passages"


class Catalogue:
    """Reads a catalogue. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._connection.execute(
            f"PRAGMA mmap_size = {1 << 40}"
        )  # as much as SQLite maps: nothing is copied to be read
        self._lock = threading.Lock()
        # Reading through every text takes a second in a large index; questions need not wait for it.
        self._sieve = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._sieve_lock = threading.Lock()
        titles = self._select("SELECT source, title FROM documents ORDER BY source")
        self._titles: dict[str, str] = dict(titles)
        self._ocr = self._ocr_pages()
        self._facets: dict[str, Facets] = {}
        self._firsts: dict[str, int] = dict(self._select("SELECT source, min(row) FROM passages GROUP BY source"))
        self._versions: dict[str, str] = {}
        self._scanned: dict[str, tuple[Span, ...]] = {}
        self._sizes: dict[str, tuple[int, int]] = {}
        ((self._size,),) = self._select("SELECT count(*) FROM passages")

    def __len__(self) -> int:
        return int(self._size)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of all documents, sorted."""
        return tuple(self._titles)

    @property
    def titles(self) -> dict[str, str]:
        """The title of each document, by its source."""
        return dict(self._titles)

    def document(self, source: str) -> Document | None:
        """The document of this source, its accents composed or not, or None."""
        source = normalize("NFC", source)
        if source not in self._titles:  # it may be no text at all, which SQLite would not take
            return None
        rows = self._select(
            DOCUMENT,
            source,
        )
        return next((document(row) for row in rows), None)

    def blocks(self, source: str) -> tuple[Block, ...]:
        """The blocks of a document, in reading order; none for an unknown source."""
        source = normalize("NFC", source)
        if source not in self._titles:
            return ()
        ((told,),) = self._select("SELECT blocks FROM documents WHERE source = ?", source)
        return blocks_of(told)

    def facets(self, source: str) -> Facets:
        """What a document is about; nothing for an unknown source."""
        if source not in self._facets and source in self._titles:
            ((column,),) = self._select("SELECT facets FROM documents WHERE source = ?", source)
            self._facets[source] = facets_of(column)
        return self._facets.get(source, Facets())

    def names(self) -> Iterator[str]:
        """The names that documents bear, document by document."""
        for (column,) in self._select("SELECT facets FROM documents ORDER BY source"):
            yield from facets_of(column).names

    def runs(self, admits: Callable[[str, str, Facets], bool]) -> list[tuple[int, int]]:
        """The first and last row of every document that a test of source, title and facets admits."""
        found = self._select("SELECT source, min(row), max(row) FROM passages GROUP BY source")
        return [
            (first, last) for source, first, last in found if admits(source, self._titles[source], self.facets(source))
        ]

    @property
    def first_rows(self) -> dict[str, int]:
        """The first row of each document that has passages, by its source."""
        return self._firsts

    def opening(self, source: str) -> str:
        """The first characters of a document's text; empty for an unknown source."""
        if source not in self._titles:
            return ""
        rows = self._select("SELECT substr(text, 1, ?) FROM documents WHERE source = ?", _OPENING_CHARACTERS, source)
        return str(rows[0][0]) if rows else ""

    def text(self, source: str) -> str:
        """A document's text; empty for an unknown source."""
        rows = self._select("SELECT text FROM documents WHERE source = ?", source) if source in self._titles else []
        return str(rows[0][0]) if rows else ""

    def version(self, source: str) -> str:
        """SHA-256 of a document's text; empty for an unknown source."""
        if source not in self._versions and source in self._titles:
            self._versions[source] = text_sha256(self.text(source))
        return self._versions.get(source, "")

    def rims(self, source: str) -> str:
        """The first and the last characters of a document's text, where it says what it replaces; empty for none."""
        if source not in self._titles:
            return ""
        found = self._select(
            "SELECT substr(text, 1, ?), substr(text, -?) FROM documents WHERE source = ?",
            _OPENING_CHARACTERS,
            _OPENING_CHARACTERS,
            source,
        )
        return "\n".join(found[0])

    def entries(self, sources: Sequence[str] | None = None) -> list[Entry]:
        """Every document in short, or those of these sources, sorted by source."""
        rows = self._select(
            "SELECT d.source, d.title, d.format, length(d.text), count(p.row), substr(d.text, 1, ?) FROM documents d "
            "LEFT JOIN passages p ON p.source = d.source WHERE ? IS NULL OR d.source IN (SELECT value FROM json_each(?)) "
            "GROUP BY d.source ORDER BY d.source",
            _OPENING_CHARACTERS,
            *[None if sources is None else json.dumps(sources)] * 2,
        )
        return [Entry(*row) for row in rows]

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Characters and passages of each document, by source; counted when first asked for."""
        if not self._sizes:
            with self._sieve_lock:
                texts = self._sieve.execute("SELECT source, length(text) FROM documents").fetchall()
                counts = dict(self._sieve.execute("SELECT source, count(*) FROM passages GROUP BY source").fetchall())
            self._sizes = {source: (length, counts.get(source, 0)) for source, length in texts}
        return self._sizes

    def fingerprints(self) -> dict[str, str]:
        """SHA-256 of the file behind each source."""
        return dict(self._select("SELECT source, sha256 FROM documents"))

    def formats(self) -> dict[str, str]:
        """Name of the reader of each source."""
        return dict(self._select("SELECT source, format FROM documents"))

    def sidecars(self) -> dict[str, str]:
        """The hash of the file that sets its facets, of each source that has one."""
        return dict(self._select("SELECT source, sidecar FROM documents WHERE sidecar != ''"))

    def ocr_pages(self) -> dict[str, tuple[int, ...]]:
        """Numbers of the pages that were given to OCR, by source, of the documents that have some."""
        return dict(self._ocr)

    def rows(self) -> list[int]:
        """The rows that hold a passage, rising."""
        return [row for (row,) in self._select("SELECT row FROM passages ORDER BY row")]

    def empty_rows(self, rows: int) -> list[int]:
        """Which of the first `rows` rows hold no passage, rising."""
        first, last = self._select("SELECT min(row), max(row) FROM passages")[0] if self._size else (0, -1)
        if (first, last + 1, self._size) == (0, rows, rows):  # most indexes, of any size
            return []
        return sorted(set(range(rows)).difference(self.rows()))

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages at `rows`, in that order."""
        marks = ",".join("?" * len(rows))
        found = self._select(f"{_SELECT_PASSAGES} WHERE row IN ({marks})", *rows)
        by_row = {row[0]: self._passage(row) for row in found}
        return [by_row[row] for row in rows]

    def placed(self, rows: Sequence[int]) -> list[Placed]:
        """The documents and periods of the passages at `rows`, in that order: a fifth of the work of reading them."""
        query = "SELECT row, source, periods FROM passages WHERE row IN (SELECT value FROM json_each(?))"
        found = self._select(query, json.dumps(list(rows)))
        by_row = {row: Placed(source, *periods_of(told)) for row, source, told in found}
        return [by_row[row] for row in rows]

    def passages_of(self, source: str) -> list[tuple[int, Passage]]:
        """The passages of a document with their rows, in reading order; none for an unknown source."""
        source = normalize("NFC", source)
        if source not in self._titles:
            return []
        found = self._select(f"{_SELECT_PASSAGES} WHERE source = ? ORDER BY row", source)
        return [(row[0], self._passage(row)) for row in found]

    def rows_by_hash(self) -> dict[str, int]:
        """A row for each passage hash."""
        return {digest: int(row) for digest, row in self._select("SELECT hash, row FROM passages")}

    def sources_holding(self, parts: Sequence[str]) -> list[str]:
        """The sources of the documents whose text holds every one of these strings, sorted."""
        return [str(source) for source in self._sifted("SELECT source FROM documents", parts, "source")]

    def rows_holding(self, parts: Sequence[str]) -> list[int]:
        """The rows of the passages whose text holds every one of these strings, in order."""
        return [int(row) for row in self._sifted("SELECT row FROM passages", parts, "row")]

    def verdicts(self, *, remarked: bool = False) -> Iterator[Verdict]:
        """What became of every file that the build saw, or of those alone of which there is something to say."""
        query = "SELECT source, status, reason, note FROM verdicts WHERE NOT ? OR reason != '' OR note != ''"
        return (Verdict(*row) for row in self._select(query, remarked))

    def _sifted(self, query: str, parts: Sequence[str], order: str) -> list[Any]:
        held = " AND ".join(["instr(text, ?) > 0"] * len(parts)) or "TRUE"
        with self._sieve_lock:
            found = self._sieve.execute(f"{query} WHERE {held} ORDER BY {order}", tuple(parts)).fetchall()
        return [value for (value,) in found]

    def _select(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _passage(self, row: tuple) -> Passage:  # type: ignore[type-arg]
        _, source, text, spans, sentences, headings, page, tables, periods = row
        own, section = periods_of(periods)
        pieces, scanned = spans_of(spans), self._scanned_of(source)
        return Passage(
            source=source,
            text=text,
            spans=pieces,
            sentences=spans_of(sentences),
            title=self._titles[source],
            headings=headings_of(headings),
            page=page,
            scanned=touched(scanned, pieces) if scanned else (),
            tables=tables_of(tables),
            periods=own,
            section=section,
            facets=self.facets(source),
        )

    def _ocr_pages(self) -> dict[str, tuple[int, ...]]:
        found = self._select("SELECT source, ocr FROM documents WHERE ocr != '[]'")
        return {source: tuple(json.loads(pages)) for source, pages in found}

    def _scanned_of(self, source: str) -> tuple[Span, ...]:
        if source in self._ocr and source not in self._scanned:
            document = self.document(source)
            self._scanned[source] = document.scanned if document else ()
        return self._scanned.get(source, ())
