"""How documents, passages and verdicts stand in the tables."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from qa.types import Block, Document, Facets, Heading, Passage, Period, Span, Table, TableRow

PASSAGES = """
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, source TEXT, hash TEXT, text TEXT, spans TEXT, sentences TEXT, headings TEXT, page INTEGER,
    tables TEXT, periods TEXT
);
"""
SCHEMA = f"""
CREATE TABLE documents (
    source TEXT PRIMARY KEY, title TEXT, text TEXT, format TEXT, sha256 TEXT, headings TEXT, pages TEXT, encoding TEXT,
    ocr TEXT, blocks TEXT, facets TEXT, sidecar TEXT
) WITHOUT ROWID;
{PASSAGES}
CREATE TABLE verdicts (source TEXT, status TEXT, reason TEXT, note TEXT);
"""
SCATTER = "ALTER TABLE passages RENAME TO scattered"
NUMBER_ANEW = """
INSERT INTO passages
    SELECT row_number() OVER (ORDER BY source, row) - 1, source, hash, text, spans, sentences, headings, page,
        tables, periods
    FROM scattered ORDER BY source, row;
DROP TABLE scattered;
VACUUM;
"""
_NEW = tuple.__new__
_SCAN: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().raw_decode
_OTHERS = "format, sha256, headings, pages, encoding, ocr, facets FROM documents WHERE source = ?"
DOCUMENT = f"SELECT source, title, text, {_OTHERS}"
BEGINNING = f"SELECT source, title, substr(text, 1, 4000), {_OTHERS}"  # with what holds its head
BY_SOURCE = "CREATE INDEX IF NOT EXISTS passages_by_source ON passages (source)"


class Placed(NamedTuple):
    """What retrieval asks of many passages: which document each is of, and of which periods it and its section speak."""

    source: str
    periods: tuple[Period, ...]
    section: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A document as rows of `documents` and `passages`, these without their numbers; plain values that JSON can carry."""

    document: Sequence[object]
    passages: Sequence[Sequence[object]]


def rows_of(document: Document, passages: Sequence[Passage], sidecar: str = "") -> Rows:
    """A document with its passages, in order; `sidecar` is the hash of the file that sets its facets.

    Args:
        document: The document.
        passages: Its passages, in order.
        sidecar: Hash of the file that sets its facets; empty where there is none.

    Returns:
        Rows as the catalogue keeps them.
    """
    return Rows((*document_row(document), sidecar), [passage_row(passage) for passage in passages])


def document_row(document: Document) -> tuple[object, ...]:
    """A document as a row of `documents`."""
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
        json.dumps(document.ocr),
        json.dumps(
            [(b.kind, b.spans, b.level, b.mark, b.header, b.layout) for b in document.blocks], ensure_ascii=False
        ),
        facets_column(document.facets),
    )


def document(row: tuple) -> Document:  # type: ignore[type-arg]
    """The document that such a row holds."""
    source, title, text, kind, sha256, headings, pages, encoding, ocr, facets = row
    return Document(
        source=source,
        title=title,
        text=text,
        format=kind,
        sha256=sha256,
        headings=tuple(Heading(*heading) for heading in json.loads(headings)),
        pages=tuple(json.loads(pages)),
        encoding=encoding,
        ocr=tuple(json.loads(ocr)),
        facets=facets_of(facets),
    )


def passage_row(passage: Passage) -> tuple[object, ...]:
    """A passage as a row of `passages`, but for its number."""
    return (
        passage.source,
        hashlib.sha256(encoded(passage.text, passage.context).encode("utf-8")).hexdigest(),
        passage.text,
        spans_column(passage.spans),
        spans_column(passage.sentences),
        json.dumps(passage.headings, ensure_ascii=False),
        passage.page,
        _tables_column(passage),
        periods_column(passage),
    )


def encoded(text: str, context: str) -> str:
    """What is encoded of a passage: title and headings say which year and region it is about."""
    return f"{context}\n{text}" if context else text


def blocks_of(text: str) -> tuple[Block, ...]:
    """Blocks as they are kept in a column."""
    return tuple(
        Block(kind, tuple(Span(*span) for span in spans), level, mark, tuple(header), tuple(layout))
        for kind, spans, level, mark, header, layout in json.loads(text)
    )


def _tables_column(passage: Passage) -> str | None:
    """The tables of a passage; NULL for the many that have none."""
    told = [(t.header, t.spans, [(row.span, row.cells) for row in t.rows]) for t in passage.tables]
    return json.dumps(told, ensure_ascii=False) if told else None


def tables_of(text: str | None) -> tuple[Table, ...]:
    """Tables as they are kept in a column."""
    if not text:
        return ()
    return tuple(
        Table(
            tuple(header),
            tuple(Span(*span) for span in spans),
            tuple(TableRow(Span(*span), tuple(cells)) for span, cells in rows),
        )
        for header, spans, rows in _decoded(text)
    )


def spans_column(spans: Sequence[Span]) -> str:
    """Spans as they are kept in a column: JSON, without what an encoder costs for each passage."""
    return f"[{', '.join([f'[{start}, {end}]' for start, end in spans])}]"


def spans_of(text: str) -> tuple[Span, ...]:
    """Spans as they are kept in a column."""
    # Past the step of Python that makes a pair of two arguments: a question makes hundreds.
    return tuple([_NEW(Span, pair) for pair in _decoded(text)])


def facets_column(facets: Facets) -> str:
    """Facets as they are kept in a column."""
    return json.dumps([facets.periods, facets.spoken, facets.names, facets.kinds, facets.numbers], ensure_ascii=False)


def facets_of(text: str) -> Facets:
    """The facets in such a column."""
    periods, *others = json.loads(text)
    return Facets(tuple(Period(*period) for period in periods), *map(tuple, others))


def periods_column(passage: Passage) -> str:
    """The periods that a passage speaks of, as they are kept in a column; empty where there are none."""
    return json.dumps([passage.periods, passage.section]) if passage.periods or passage.section else ""


@lru_cache(maxsize=4096)
def headings_of(text: str) -> tuple[str, ...]:
    """The headings above a passage, in such a column; those of many passages are the same."""
    return tuple(_decoded(text))


@lru_cache(maxsize=4096)
def periods_of(text: str) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """The passage's own periods, and those of its section, in such a column."""
    if not text:
        return (), ()
    own, section = _decoded(text)
    return tuple([Period(*period) for period in own]), tuple([Period(*period) for period in section])


def _decoded(text: str) -> Any:
    """A column that was written here, without a look for blanks around it: a question reads hundreds."""
    return _SCAN(text, 0)[0]
