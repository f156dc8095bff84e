"""The rows of a new generation in Milvus: what is taken out and put in."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from qa.catalogue import Row
from qa.catalogue.rows import Rows, facets_column
from qa.errors import IndexNotWritten
from qa.indexing.drafting import Vectors, Work, lexical_text
from qa.indexing.milvus_counts import FILLER, Counted, Numbering
from qa.retrieval.bm25 import BODY, CONTEXT, text_terms
from qa.retrieval.milvus.manifest import KINDS, MODULUS, MilvusManifest, View, collection_name, row_sum
from qa.retrieval.milvus.searchers import MilvusVectors, term_weight
from qa.retrieval.milvus.store import ALIVE, MOST_BYTES, Store, fields_of
from qa.retrieval.milvus.term_counts import term_id
from qa.retrieval.milvus.texts import OTHERS, OVERLAP, PIECE, TEXT, MilvusCatalogue

_RIM = 600  # characters of the beginning and end of a text that are kept with the document
_PIECES = 1 << 15  # of one text, at most


def catalogue_of(base: Any) -> MilvusCatalogue:
    """The catalogue of a generation in Milvus."""
    assert isinstance(base.catalogue, MilvusCatalogue)
    return base.catalogue


def averages(
    before: MilvusManifest | None, away: tuple[int, int, int], counted: Counted, new: int
) -> tuple[float, float]:
    """The mean lengths of texts and of what stands above them.

    Args:
        before: The generation that the new one grows out of.
        away: How many passages are taken out of it, and their tokens.
        counted: The tokens of what is new.
        new: How many passages that are.

    Returns:
        The two, in tokens.
    """
    size = (before.passages if before else 0) - away[0] + new
    body, above = before.tokens if before else (0, 0)
    return (body - away[1] + counted.body) / max(1, size), (above - away[2] + counted.above) / max(1, size)


class Writing:
    """Writes the rows of a generation into the collections of its epoch."""

    def __init__(self, store: Store, number: int, view: View | None, work: Work, counted: Counted) -> None:
        """Prepare; nothing is written.

        Args:
            store: Where to.
            number: Of the new generation.
            view: The one that it grows out of; None to begin new collections.
            work: What is to be written.
            counted: The terms of what is new.
        """
        self._store, self._number, self._before, self._work, self._counted = store, number, view, work, counted
        self._epoch = view.manifest.epoch if view else number
        self._sums = dict(view.manifest.sums) if view else dict.fromkeys(KINDS, 0)
        self._terms = Numbering(store, self._epoch, number, view)
        self._passages = self._documents = self._with_rows = 0
        self._tokens = [0, 0]
        self._gone: Counter[int] = Counter()
        if view:
            self._with_rows = view.manifest.with_passages
            self._tokens = list(view.manifest.tokens)
        self._averages = (
            view.manifest.averages if view else averages(None, (0, 0, 0), counted, len(work.catalogue.hashes()))
        )
        key = view.manifest.next_key if view else 1
        self._keys = {source: key + at for at, source in enumerate(work.catalogue.sources())}

    def create(self) -> None:
        """Make the collections of a new epoch."""
        for kind in KINDS:
            name = self._named(kind)
            self._store.drop(name)
            dim = self._work.encoder.dim if kind == "passages" else 2
            self._store.create(name, kind, dim=dim, rows=len(self._work.catalogue))
            self._store.call("load_collection", name)

    def take_out(self, sources: Iterable[str]) -> None:
        """Let documents be there no longer, from this generation on."""
        assert self._before
        light = catalogue_of(self._work.base).light
        keys = [light[source].key for source in sources]
        self._with_rows -= sum(light[source].first >= 0 for source in sources)
        for kind in ("passages", "documents"):
            rows = list(self._store.among(self._named(kind), "key", keys, fields_of(kind), self._before.visible))
            for row in rows:
                self._count(kind, row, -1)
                self._gone.update(int(number) for number in row["terms"] if int(number) != FILLER)
                if kind == "passages":
                    self._tokens = [self._tokens[0] - int(row["length"]), self._tokens[1] - int(row["above"])]
            self._store.put(self._named(kind), kind, [{**row, "died": self._number} for row in rows], again=True)
        for row in self._store.among(self._named("texts"), "key", keys, fields_of("texts")):
            self._count("texts", row, -1)

    def put_terms(self) -> None:
        """Number the terms and write how often they stand."""
        self._terms.write(self._counted.terms, self._gone)
        self._sums["terms"] = self._terms.sum % MODULUS

    def put(self, rows: Sequence[Row], vectors: Vectors) -> None:
        """Write passages with their vectors."""
        told = self._work.catalogue.told([row.row for row in rows])
        self._put(
            "passages", [self._passage(row, vector, told[row.row]) for row, vector in zip(rows, vectors, strict=True)]
        )

    def put_documents(self) -> None:
        """Write the documents that are new, with their texts."""
        for columns, first, last in self._work.catalogue.whole_documents():
            source, title, text, kind, sha256, headings, pages, encoding, ocr, blocks, facets, sidecar = columns
            key, borne = self._keys[source], self._counted.borne.get(source, [])
            self._with_rows += first is not None
            terms = {self._terms.numbers[each]: 1.0 for each in borne} or {FILLER: 1.0}
            row = {
                **{"key": key, "born": self._number, "died": ALIVE, "source": source, "title": title},
                **{"first": -1 if first is None else first, "last": -1 if last is None else last, "format": kind},
                **{"sha256": sha256, "sidecar": sidecar, "ocr": ocr, "facets": facets, "length": len(text)},
                **{"opening": text[:_RIM], "ending": text[-_RIM:], "terms": terms},
            }
            self._put("documents", [row])
            others = {"headings": headings, "pages": pages, "encoding": encoding, "blocks": blocks}
            self._put(
                "texts", [*_pieces(key, TEXT, text), *_pieces(key, OTHERS, json.dumps(others, ensure_ascii=False))]
            )

    def finished(self) -> MilvusManifest:
        """What the new generation says of itself, but for when it was made and by what settings."""
        catalogue = self._work.catalogue
        return MilvusManifest(
            number=self._number,
            epoch=self._epoch,
            created="",
            passages=len(catalogue),
            documents=catalogue.documents,
            with_passages=self._with_rows,
            next_row=catalogue.rows,
            next_key=max(self._keys.values(), default=self._before.manifest.next_key - 1 if self._before else 0) + 1,
            next_term=self._terms.next,
            tokens=(self._tokens[0] + self._counted.body, self._tokens[1] + self._counted.above),
            averages=self._averages,
            sums=self._sums,
            verdicts=[list(each) for each in catalogue.verdicts()],
            extra={},
        )

    def _passage(self, row: Row, vector: Any, told: Sequence[Any]) -> dict[str, Any]:
        source, digest, text, *columns = told
        _, body, above = lexical_text(row)
        weights: dict[int, float] = {}
        lengths = []
        for field, written, average in zip((BODY, CONTEXT), (body, above), self._averages, strict=True):
            often = Counter(text_terms(written))
            lengths.append(length := often.total())
            for term, count in often.items():
                weight = np.float32(term_weight(count, length, average))
                weights[self._terms.numbers[term_id(field, term)]] = float(weight)
        return {
            **{"row": row.row, "born": self._number, "died": ALIVE, "key": self._keys[source], "hash": digest},
            **{"text": text, "columns": json.dumps(columns, ensure_ascii=False), "length": lengths[0]},
            **{"above": lengths[1], "terms": weights or {FILLER: 1.0}, "vector": vector},
        }

    def _put(self, kind: str, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            if wide := next((field for field, value in row.items() if _bytes(value) > MOST_BYTES), ""):
                raise IndexNotWritten(
                    f"{self._store.address}: {wide} of {row.get('source') or row.get('key')} has {_bytes(row[wide])} bytes, and Milvus "
                    f"takes {MOST_BYTES}; take the document out, or keep the index in a folder; the old index is untouched"
                )
            self._count(kind, row, 1)
        self._store.put(self._named(kind), kind, rows)

    def _count(self, kind: str, row: dict[str, Any], sign: int) -> None:
        self._sums[kind] = (self._sums[kind] + sign * row_sum(kind, row)) % MODULUS

    def _named(self, kind: str) -> str:
        return collection_name(self._store, self._epoch, kind)


def _bytes(value: Any) -> int:
    return len(value.encode()) if isinstance(value, str) else 0


def _pieces(key: int, kind: int, text: str) -> list[dict[str, Any]]:
    firsts = range(0, max(1, len(text)), PIECE)
    return [
        {"id": (2 * key + kind) * _PIECES + at, "key": key, "kind": kind, "text": text[first : first + PIECE + OVERLAP]}
        for at, first in enumerate(firsts)
    ]


def staged(before: MilvusCatalogue, source: str) -> Rows:
    """A document of the generation before with its passages, as a folder's catalogue takes it."""
    document, others, each = before.document(source), before.others(source), before.light[source]
    assert document
    columns = (
        *(source, each.title, document.text, each.format, each.sha256, others["headings"], others["pages"]),
        *(others["encoding"], each.ocr, others["blocks"], facets_column(document.facets), each.sidecar),
    )
    return Rows(columns, before.told_of(source))


class KnownVectors:
    """Vectors of the generation before, by the hash of what was encoded."""

    def __init__(self, work: Work) -> None:
        view = catalogue_of(work.old).view
        wanted = sorted(set(work.catalogue.hashes()))
        found = view.store.among(view.named("passages"), "hash", wanted, ["row", "hash"], view.visible)
        self._rows = {str(row["hash"]): int(row["row"]) for row in found}
        self._vectors = MilvusVectors(view)

    def __contains__(self, digest: str) -> bool:
        return digest in self._rows

    def of(self, digests: Sequence[str]) -> Vectors:
        """The vectors of texts with these hashes."""
        return self._vectors.vectors([self._rows[digest] for digest in digests])
