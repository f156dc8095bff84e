"""Writes a catalogue: a new one, or a copy of the one before with some documents taken out, moved and added."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from qa.catalogue.rows import (
    BEGINNING,
    BY_SOURCE,
    DOCUMENT,
    NUMBER_ANEW,
    PASSAGES,
    SCATTER,
    SCHEMA,
    Rows,
    document,
    encoded,
    facets_column,
    periods_column,
    tables_of,
)
from qa.types import Document, Facets, Passage, Verdict

Describe = Callable[[Document, Sequence[Passage]], tuple[Facets, list[Passage]]]


class Row(NamedTuple):
    """What the two searchers take of a passage.

    Attributes:
        row: Its number.
        hash: Of what is encoded.
        text: Its text.
        context: What stands above it.
        label: The header cells of its tables, part of `context`; to BM25 they are words of its rows.
        sentences: Where its sentences stand, as the catalogue keeps them.
    """

    row: int
    hash: str
    text: str
    context: str
    label: str = ""
    sentences: str = "[]"

    @property
    def compared(self) -> list[str]:
        """What is compared token by token: what stands above it, and its sentences, with the blanks behind each; together `encoded`."""
        starts = [start for start, _ in json.loads(self.sentences)][1:]
        above = f"{self.context}\n" if self.context else ""
        return [above, *[self.text[a:b] for a, b in zip([0, *starts], [*starts, len(self.text)], strict=True)]]

    @property
    def encoded(self) -> str:
        """What is encoded."""
        return encoded(self.text, self.context)


class CatalogueDraft:
    """A catalogue in the making; a context manager that closes the file."""

    def __init__(
        self, path: Path, base: Path | None = None, rows: int = 0, elsewhere: tuple[int, int] = (0, 0)
    ) -> None:
        """Begin a catalogue at `path`, as a copy of `base` if one is given.

        Args:
            path: The file.
            base: The catalogue before.
            rows: How many are taken already.
            elsewhere: How many passages and documents stay as they are in another place, and are counted.
        """
        if base:
            shutil.copyfile(base, path)
        self._path = path
        self._connection = sqlite3.connect(path)
        # No journal: a draft that is not finished is thrown away as a whole.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")  # it is synced as a whole before it is published
        if not base:
            self._connection.executescript(SCHEMA)
        self.rows = rows
        self.elsewhere = elsewhere

    def __enter__(self) -> "CatalogueDraft":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()

    def __len__(self) -> int:
        """How many passages there are; rows without one are not counted."""
        return self.elsewhere[0] + int(self._connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self.elsewhere[1] + int(self._connection.execute("SELECT count(*) FROM documents").fetchone()[0])

    def remove(self, sources: Iterable[str]) -> list[int]:
        """Take documents out; the rows of their passages, which stay empty."""
        gone: list[int] = []
        for source in sources:
            gone += [row for (row,) in self._connection.execute("SELECT row FROM passages WHERE source = ?", (source,))]
            self._connection.execute("DELETE FROM documents WHERE source = ?", (source,))
            self._connection.execute("DELETE FROM passages WHERE source = ?", (source,))
        return gone

    def move(self, moves: Mapping[str, str]) -> None:
        """Give documents other sources; they may swap them."""
        between = {old: f"\0{number}" for number, old in enumerate(moves)}
        pairs = [*((name, old) for old, name in between.items()), *((new, between[old]) for old, new in moves.items())]
        self._connection.executemany("UPDATE documents SET source = ? WHERE source = ?", pairs)
        self._connection.executemany("UPDATE passages SET source = ? WHERE source = ?", pairs)

    def add(self, rows: Rows) -> None:
        """Put a document in, its passages at the next rows."""
        self._connection.execute("INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows.document)
        self._connection.executemany(
            "INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?,?)",
            ((self.rows + at, *passage) for at, passage in enumerate(rows.passages)),
        )
        self.rows += len(rows.passages)

    def describe(self, source: str, describe: Describe) -> None:
        """Find the facets of a document anew, since its source tells some of them."""
        found = self._connection.execute(DOCUMENT, (source,))
        whole = document(found.fetchone())
        rows = self._connection.execute(
            "SELECT row, text, headings FROM passages WHERE source = ? ORDER BY row", (source,)
        ).fetchall()
        passages = [Passage(source, text, (), (), headings=tuple(json.loads(path))) for _, text, path in rows]
        facets, passages = describe(whole, passages)
        self._connection.execute("UPDATE documents SET facets = ? WHERE source = ?", (facets_column(facets), source))
        self._connection.executemany(
            "UPDATE passages SET periods = ? WHERE row = ?",
            ((periods_column(passage), row) for passage, (row, *_) in zip(passages, rows, strict=True)),
        )

    def documents_with_rows(self, sources: Iterable[str] | None = None) -> Iterator[tuple[Document, int, int]]:
        """The documents that have passages (of these sources, or all), with the beginning of their text, and first and last row."""
        self._connection.execute(BY_SOURCE)
        wanted = (
            [s for (s,) in self._connection.execute("SELECT source FROM documents")] if sources is None else sources
        )
        for source in wanted:
            first, last = self._connection.execute(
                "SELECT min(row), max(row) FROM passages WHERE source = ?", (source,)
            ).fetchone()
            if first is not None:
                found = self._connection.execute(BEGINNING, (source,))
                yield document(found.fetchone()), first, last

    def say(self, verdicts: Iterable[Verdict]) -> None:
        """Write down what became of every file, instead of what was written before."""
        self._connection.execute("DELETE FROM verdicts")
        self._connection.executemany(
            "INSERT INTO verdicts VALUES (?,?,?,?)", ((v.source, v.status, v.reason, v.note) for v in verdicts)
        )

    def number_anew(self) -> None:
        """Close the gaps: rows 0, 1, 2, ... by source, as a build from nothing gives them."""
        self._connection.commit()
        for step in (SCATTER, PASSAGES, NUMBER_ANEW):
            self._connection.executescript(step)
        self.rows = len(self)

    def hashes(self, first: int = 0) -> list[str]:
        """The hash of what is encoded of each passage from row `first` on."""
        return [
            h for (h,) in self._connection.execute("SELECT hash FROM passages WHERE row >= ? ORDER BY row", (first,))
        ]

    def batches(self, size: int, first: int = 0) -> Iterator[list[Row]]:
        """The passages from row `first` on, in order, `size` at once; another thread may go through them."""
        self._connection.commit()
        return self._batches(size, first)

    def sources(self) -> list[str]:
        """The sources of the documents, sorted."""
        return [s for (s,) in self._connection.execute("SELECT source FROM documents ORDER BY source")]

    def verdicts(self) -> list[tuple[str, str, str, str]]:
        """What `say` wrote down."""
        return self._connection.execute("SELECT source, status, reason, note FROM verdicts").fetchall()

    def whole_documents(self) -> Iterator[tuple[tuple[Any, ...], int | None, int | None]]:
        """Every document as its row in the table, with its first and last passage; None where it has none."""
        self._connection.execute(BY_SOURCE)
        for source in self.sources():
            (row,) = self._connection.execute("SELECT * FROM documents WHERE source = ?", (source,))
            ((first, last),) = self._connection.execute(
                "SELECT min(row), max(row) FROM passages WHERE source = ?", (source,)
            )
            yield row, first, last

    def told(self, rows: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """The passages at these rows, each as its row in the table without its number."""
        query = "SELECT * FROM passages WHERE row IN (SELECT value FROM json_each(?))"
        found = self._connection.execute(query, (json.dumps(list(rows)),))
        return {row[0]: row[1:] for row in found}

    def finish(self) -> None:
        """Write everything out."""
        self._connection.execute(BY_SOURCE)
        self._connection.commit()

    def _batches(self, size: int, first: int) -> Iterator[list[Row]]:
        with closing(sqlite3.connect(self._path, check_same_thread=False)) as connection:
            found = connection.execute(
                "SELECT p.row, p.hash, p.text, d.title, p.headings, p.tables, p.sentences FROM passages p "
                "JOIN documents d ON d.source = p.source WHERE p.row >= ? ORDER BY p.row",
                (first,),
            )
            while some := found.fetchmany(size):
                yield [_row(*each) for each in some]


def _row(row: int, digest: str, text: str, title: str, headings: str, tables: str | None, sentences: str) -> Row:
    return Row(row, digest, text, *_above(title, headings, tables), sentences)


@lru_cache(maxsize=1024)
def _above(title: str, headings: str, tables: str | None) -> tuple[str, str]:
    """Context and label of a passage; many that follow each other have the same."""
    passage = Passage("", "", (), (), title, tuple(json.loads(headings)), tables=tables_of(tables))
    return passage.context, "\n".join(dict.fromkeys(table.label for table in passage.tables))
