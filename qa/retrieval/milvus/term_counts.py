"""How often our terms stand in a generation, and their dimensions in sparse vectors."""

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from threading import Lock
from typing import Any, NamedTuple

from qa.retrieval.milvus.manifest import View

_MOST_KEPT = 200_000
_MOST_LOADED = 50_000  # terms of an index that are all fetched at first use
_AT_ONCE = 5_000
FIELDS = ("id", "number", "changed", "counts")


class Count(NamedTuple):
    """A term's dimension, and how many passages or documents have it."""

    number: int
    often: int


NOWHERE = Count(-1, 0)


def term_id(field: str, term: str) -> int:
    """The key of a term in a field: 63 bits of a hash, since no text of ours may stand in a filter."""
    return int.from_bytes(blake2b(f"{field}\0{term}".encode(), digest_size=8).digest()) >> 1


def count_at(counts: str, number: int) -> int:
    """What `counts` of a term says of a generation: pairs of a number and the count from there on."""
    told = [count for since, count in json.loads(counts) if since <= number]
    return int(told[-1]) if told else 0


class Terms:
    """The terms of one generation. Safe to share between threads."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[int, Count] = {}
        self._whole = view.manifest.next_term <= _MOST_LOADED
        self._loaded = False
        self._lock = Lock()

    def count(self, field: str, term: str) -> Count:
        """A term's dimension, and how many have it; -1 and 0 where it is nowhere."""
        return self.counts([(field, term)])[0]

    def counts(self, wanted: Iterable[tuple[str, str]]) -> list[Count]:
        """The same of several pairs of field and term, looked up together."""
        keys = [term_id(field, term) for field, term in wanted]
        with self._lock:
            if self._whole and not self._loaded:
                self._known, self._loaded = dict(self._told(self._all())), True
            known = self._known
        if self._whole:
            return [known.get(key, NOWHERE) for key in keys]
        found = {key: known[key] for key in keys if key in known}
        new = sorted(set(keys) - found.keys())
        if new:
            found |= dict.fromkeys(new, NOWHERE) | dict(self._looked_up(new))
            with self._lock:
                if len(self._known) + len(new) > _MOST_KEPT:
                    self._known = {}
                self._known.update((key, found[key]) for key in new)
        return [found[key] for key in keys]

    def _looked_up(self, keys: list[int]) -> Iterator[tuple[int, Count]]:
        view = self._view
        return self._told(view.store.among(view.named("terms"), "id", keys, FIELDS))

    def _all(self) -> Iterator[dict[str, Any]]:
        view = self._view
        return view.store.rows(view.named("terms"), "id >= 0", FIELDS, _AT_ONCE)

    def _told(self, rows: Iterable[dict[str, Any]]) -> Iterator[tuple[int, Count]]:
        for row in rows:
            yield int(row["id"]), Count(int(row["number"]), count_at(row["counts"], self._view.manifest.number))
