"""What a new generation in Milvus counts: tokens, and in how many passages and documents each term stands."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from qa.facets.terms import name_terms, year_terms
from qa.indexing.drafting import Work, document_entry, lexical_text
from qa.retrieval.bm25 import BODY, CONTEXT, text_terms
from qa.retrieval.documents_first import YEAR
from qa.retrieval.milvus.manifest import View, collection_name
from qa.retrieval.milvus.milvus_engine import term_sum
from qa.retrieval.milvus.store import Store, fields_of
from qa.retrieval.milvus.term_counts import count_at, term_id
from qa.retrieval.naming import NAME

FILLER = 0  # the dimension of what has no term: Milvus takes no empty vector
_AT_ONCE = 1000  # passages


class Counted:
    """The tokens and terms of what is new in a catalogue; documents by their source."""

    def __init__(self, work: Work) -> None:
        self.body = self.above = 0
        self.terms: Counter[int] = Counter()
        self.borne: dict[str, list[int]] = {}
        for batch in work.catalogue.batches(_AT_ONCE):
            for row in batch:
                _, body, above = lexical_text(row)
                for field, text in ((BODY, body), (CONTEXT, above)):
                    found = text_terms(text)
                    self.terms.update({term_id(field, term) for term in found})
                    if field == BODY:
                        self.body += len(found)
                    else:
                        self.above += len(found)
        for document, first, last in work.catalogue.documents_with_rows():
            entry = document_entry(document, first, last)
            ids = [term_id(NAME, term) for term in name_terms(entry)]
            ids += [term_id(YEAR, term) for term in year_terms(document.facets)]
            self.borne[document.source] = ids
            self.terms.update(ids)


class Numbering:
    """The rows of terms that change, with those of the generation before; sums of hashes of what went and came."""

    def __init__(self, store: Store, epoch: int, number: int, view: View | None) -> None:
        self._store, self._view, self._number = store, view, number
        self._name = collection_name(store, epoch, "terms")
        self.numbers: dict[int, int] = {}
        self.next = view.manifest.next_term if view else FILLER + 1
        self.sum = view.manifest.sums["terms"] if view else 0

    def write(self, new: Mapping[int, int], gone: Mapping[int, int]) -> None:
        """Give numbers to new terms, and write how often all that change stand in the new generation.

        Args:
            new: By key, in how many new passages or documents a term stands.
            gone: By number, in how many that are taken out.
        """
        changed: defaultdict[int, int] = defaultdict(int, new)
        before: dict[int, dict[str, object]] = {}
        for row in self._looked_up("number", sorted(gone)):
            before[int(str(row["id"]))] = row
            changed[int(str(row["id"]))] -= gone[int(str(row["number"]))]
        for row in self._looked_up("id", sorted(new.keys() - before.keys())):
            before[int(str(row["id"]))] = row
        rows = [self._row(key, by, before.get(key)) for key, by in changed.items()]
        self._store.put(self._name, "terms", rows, again=self._view is not None)

    def _looked_up(self, field: str, keys: list[int]) -> Iterator[dict[str, object]]:
        if self._view:
            yield from self._store.among(self._name, field, keys, fields_of("terms"))

    def _row(self, key: int, by: int, before: Mapping[str, object] | None) -> dict[str, object]:
        counts: list[list[int]] = []
        if before and self._view:
            since = self._view.manifest.number
            count = count_at(str(before["counts"]), since)
            counts = [pair for pair in json.loads(str(before["counts"])) if pair[0] <= since][-1:]
            by += count
            self.sum -= term_sum(dict(before), since)
            self.numbers[key] = int(str(before["number"]))
        else:
            self.numbers[key] = self.next
            self.next += 1
        row: dict[str, object] = {
            **{"id": key, "number": self.numbers[key], "changed": self._number},
            "counts": json.dumps([*counts, [self._number, by]]),
        }
        self.sum += term_sum(row, self._number)
        return row
