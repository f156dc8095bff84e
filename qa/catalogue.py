"""The catalogue of a generation: its documents, passages and verdicts, in one SQLite file.

Written once into a private draft, then opened read-only and immutable: SQLite neither locks it nor writes beside it.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from qa.types import Document, Entry, Heading, Passage, Span, Verdict

_OPENING = 600  # characters: title, dateline and first paragraph of a report
_SCHEMA = """
CREATE TABLE documents (
    source TEXT PRIMARY KEY, title TEXT, text TEXT, format TEXT, sha256 TEXT, headings TEXT, pages TEXT, encoding TEXT
) WITHOUT ROWID;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, source TEXT, hash TEXT, text TEXT, spans TEXT, sentences TEXT, headings TEXT, page INTEGER
);
CREATE INDEX passages_by_source ON passages (source);
CREATE TABLE verdicts (source TEXT, status TEXT, reason TEXT, note TEXT);
"""


def write_catalogue(
    path: Path,
    documents: Iterable[Document],
    passages: Iterable[tuple[Passage, str]],
    verdicts: Iterable[Verdict],
) -> None:
    """Write a catalogue; passages come with the hash of their text and get rows 0, 1, 2, ... in order."""
    connection = sqlite3.connect(path)
    try:
        # No journal: a draft that is not finished is thrown away as a whole.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO documents VALUES (?,?,?,?,?,?,?,?)", map(_document_row, documents))
        connection.executemany(
            "INSERT INTO passages VALUES (?,?,?,?,?,?,?,?)",
            (_passage_row(row, passage, digest) for row, (passage, digest) in enumerate(passages)),
        )
        connection.executemany(
            "INSERT INTO verdicts VALUES (?,?,?,?)", ((v.source, v.status, v.reason, v.note) for v in verdicts)
        )
        connection.commit()
    finally:
        connection.close()


class Catalogue:
    """Reads a catalogue. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = threading.Lock()
        titles = self._select("SELECT source, title FROM documents ORDER BY source")
        self._titles: dict[str, str] = dict(titles)
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
        """The document of this source, or None."""
        rows = self._select(
            "SELECT source, title, text, format, sha256, headings, pages, encoding FROM documents WHERE source = ?",
            source,
        )
        return next((_document(row) for row in rows), None)

    def opening(self, source: str) -> str:
        """The first characters of a document's text; empty for an unknown source."""
        rows = self._select("SELECT substr(text, 1, ?) FROM documents WHERE source = ?", _OPENING, source)
        return str(rows[0][0]) if rows else ""

    def entries(self) -> list[Entry]:
        """Every document in short, sorted by source."""
        rows = self._select(
            "SELECT d.source, d.title, d.format, length(d.text), count(p.row), substr(d.text, 1, ?) FROM documents d "
            "LEFT JOIN passages p ON p.source = d.source GROUP BY d.source ORDER BY d.source",
            _OPENING,
        )
        return [Entry(*row) for row in rows]

    def fingerprints(self) -> dict[str, str]:
        """SHA-256 of the file behind each source."""
        return dict(self._select("SELECT source, sha256 FROM documents"))

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages at `rows`, in that order."""
        marks = ",".join("?" * len(rows))
        found = self._select(f"{_SELECT_PASSAGES} WHERE row IN ({marks})", *rows)
        by_row = {row[0]: self._passage(row) for row in found}
        return [by_row[row] for row in rows]

    def passages_of(self, source: str) -> list[tuple[int, Passage]]:
        """The passages of a document with their rows, in reading order."""
        found = self._select(f"{_SELECT_PASSAGES} WHERE source = ? ORDER BY row", source)
        return [(row[0], self._passage(row)) for row in found]

    def rows_by_hash(self) -> dict[str, int]:
        """A row for each passage hash."""
        return {digest: int(row) for digest, row in self._select("SELECT hash, row FROM passages")}

    def verdicts(self) -> Iterator[Verdict]:
        """What became of every file that the build saw."""
        return (Verdict(*row) for row in self._select("SELECT source, status, reason, note FROM verdicts"))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _select(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _passage(self, row: tuple) -> Passage:  # type: ignore[type-arg]
        _, source, text, spans, sentences, headings, page = row
        return Passage(
            source=source,
            text=text,
            spans=_spans(spans),
            sentences=_spans(sentences),
            title=self._titles[source],
            headings=tuple(json.loads(headings)),
            page=page,
        )


_SELECT_PASSAGES = "SELECT row, source, text, spans, sentences, headings, page FROM passages"


def _document_row(document: Document) -> tuple[object, ...]:
    headings = [(h.level, h.text, h.start, h.end) for h in document.headings]
    return (
        document.source,
        document.title,
        document.text,
        document.format,
        document.sha256,
        json.dumps(headings, ensure_ascii=False),
        json.dumps(document.pages),
        document.encoding,
    )


def _document(row: tuple) -> Document:  # type: ignore[type-arg]
    source, title, text, kind, sha256, headings, pages, encoding = row
    return Document(
        source=source,
        title=title,
        text=text,
        format=kind,
        sha256=sha256,
        headings=tuple(Heading(*heading) for heading in json.loads(headings)),
        pages=tuple(json.loads(pages)),
        encoding=encoding,
    )


def _passage_row(row: int, passage: Passage, digest: str) -> tuple[object, ...]:
    return (
        row,
        passage.source,
        digest,
        passage.text,
        json.dumps(passage.spans),
        json.dumps(passage.sentences),
        json.dumps(passage.headings, ensure_ascii=False),
        passage.page,
    )


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(text))
