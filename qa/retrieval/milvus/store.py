"""The one place that calls pymilvus: connections, collections, rows; its errors in words."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from qa.errors import IndexBusy, IndexUnreachable
from qa.retrieval.milvus.address import Address

ALIVE = 1 << 62  # what `died` says of rows that are still there
AT_ONCE = 500  # rows of an insertion, or keys of a look-up
MOST_BYTES = 65_535  # of one text
LARGEST_EXACT = 500_000  # passages whose vectors are all compared
_SELECTIVE_FIELDS = ("id", "row", "number", "first")  # fields by whose values few rows are found: no iterator is needed
_SECONDS = 10.0  # to connect
_INTEGER, _TEXT = "INT64", "VARCHAR"
# Fields of each kind of collection, the first one its key; `filler` where Milvus wants a vector and we have none.
FIELDS: Mapping[str, Mapping[str, str]] = {
    "manifest": {"id": _INTEGER, "text": _TEXT, "filler": "FLOAT_VECTOR"},
    "passages": {
        **{"row": _INTEGER, "born": _INTEGER, "died": _INTEGER, "key": _INTEGER, "hash": _TEXT, "text": _TEXT},
        **{"columns": _TEXT, "length": _INTEGER, "above": _INTEGER, "terms": "SPARSE_FLOAT_VECTOR"},
        "vector": "FLOAT_VECTOR",
    },
    "documents": {
        **{"key": _INTEGER, "born": _INTEGER, "died": _INTEGER, "source": _TEXT, "title": _TEXT, "first": _INTEGER},
        **{"last": _INTEGER, "format": _TEXT, "sha256": _TEXT, "sidecar": _TEXT, "ocr": _TEXT, "facets": _TEXT},
        **{"opening": _TEXT, "ending": _TEXT, "length": _INTEGER, "terms": "SPARSE_FLOAT_VECTOR"},
    },
    "texts": {"id": _INTEGER, "key": _INTEGER, "kind": _INTEGER, "text": _TEXT, "filler": "FLOAT_VECTOR"},
    "terms": {
        **{"id": _INTEGER, "number": _INTEGER, "changed": _INTEGER, "counts": _TEXT, "filler": "FLOAT_VECTOR"},
    },
}
_clients: dict[str, Any] = {}
_lock = Lock()


def fields_of(kind: str) -> list[str]:
    """The fields of a kind of collection that say something."""
    return [name for name in FIELDS[kind] if name != "filler"]


class Store:
    """The collections at one address. Safe to share between threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._client = _client(address)

    def call(self, method: str, *values: Any, **named: Any) -> Any:
        """Call a method of pymilvus' client.

        Args:
            method: Its name.
            *values: Its arguments.
            **named: Those that have names.

        Returns:
            What it gives.

        Raises:
            IndexUnreachable: Milvus refused, or does not answer.
        """
        from pymilvus.exceptions import MilvusException

        try:
            return getattr(self._client, method)(*values, **named)
        except MilvusException as error:
            raise IndexUnreachable(f"{self.address}: Milvus refused {method} ({_line(error)})") from error

    def create(self, name: str, kind: str, *, dim: int = 2, rows: int = 0) -> None:
        """Make a collection, or nothing where it is.

        Args:
            name: Of the collection.
            kind: One of `FIELDS`.
            dim: Of its vectors.
            rows: About how many there will be.
        """
        from pymilvus import DataType

        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        indexes = self._client.prepare_index_params()
        for at, (field, kind_of) in enumerate(FIELDS[kind].items()):
            more: dict[str, Any] = {"max_length": MOST_BYTES} if kind_of == _TEXT else {}
            if kind_of == "FLOAT_VECTOR":
                more = {"dim": dim}
                graph = {"index_type": "HNSW", "params": {"M": 32, "efConstruction": 200}}
                indexes.add_index(
                    field, metric_type="IP", **(graph if rows > LARGEST_EXACT else {"index_type": "FLAT"})
                )
            if kind_of == "SPARSE_FLOAT_VECTOR":
                indexes.add_index(field, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
            schema.add_field(field, getattr(DataType, kind_of), is_primary=at == 0, **more)
        # Strong: what was written is read, also by who comes right after the alias was switched.
        self.call("create_collection", name, schema=schema, consistency_level="Strong")
        # pymilvus would wait half a second for each index; that of no rows is there at once.
        self.call("create_index", name, indexes, sync=False)
        self.call("load_collection", name)

    def there(self, name: str) -> bool:
        """Whether there is a collection or alias of this name."""
        return bool(self.call("has_collection", name))

    def drop(self, name: str) -> None:
        """Drop a collection, if it is there."""
        if self.there(name):
            self.call("drop_collection", name)

    def put(self, name: str, kind: str, rows: Sequence[Mapping[str, Any]], *, again: bool = False) -> None:
        """Write rows to a collection.

        Args:
            name: The collection.
            kind: What it holds, which says its fields.
            rows: A value for each field.
            again: Put them over those of the same key, where there are any.
        """
        filler = {"filler": [1.0, 0.0]} if "filler" in FIELDS[kind] else {}
        for first in range(0, len(rows), AT_ONCE):
            some = [{**row, **filler} for row in rows[first : first + AT_ONCE]]
            self.call("upsert" if again else "insert", name, some)

    def rows(self, name: str, where: str, fields: Sequence[str], at_once: int = AT_ONCE) -> Iterator[dict[str, Any]]:
        """All rows that fit a filter.

        Args:
            name: Of the collection.
            where: The filter.
            fields: What is wanted of each.
            at_once: How many are fetched together.

        Yields:
            A row.
        """
        found = self.call("query_iterator", name, batch_size=at_once, filter=where, output_fields=list(fields))
        try:
            while some := found.next():
                yield from map(dict, some)
        finally:
            found.close()

    def among(
        self, name: str, field: str, keys: Sequence[int | str], fields: Sequence[str], where: str = ""
    ) -> Iterator[dict[str, Any]]:
        """The rows whose field is one of these numbers or hashes.

        Args:
            name: Of the collection.
            field: The field.
            keys: Numbers, or texts of letters and digits.
            fields: What is wanted of each row.
            where: Another filter.

        Yields:
            A row.
        """
        for first in range(0, len(keys), AT_ONCE):
            told = ", ".join(f'"{key}"' if isinstance(key, str) else str(key) for key in keys[first : first + AT_ONCE])
            wanted = f"{field} in [{told}]" + (f" and {where}" if where else "")
            if field in _SELECTIVE_FIELDS or field == next(iter(FIELDS.get(_kind(name), ["id"]))):
                yield from map(dict, self.call("query", name, filter=wanted, output_fields=list(fields)))
            else:
                yield from self.rows(name, wanted, fields)

    def nearest(
        self, name: str, field: str, queries: Sequence[Any], limit: int, where: str, key: str
    ) -> list[list[tuple[int, float]]]:
        """The rows with the largest inner products.

        Args:
            name: The collection.
            field: The field of vectors that is searched.
            queries: Vectors of the kind of that field.
            limit: Rows for each query, at most.
            where: A filter of Milvus; blank for all rows.
            key: The field that names a row.

        Returns:
            For each query the keys with their inner products, best first.
        """
        breadth = {"params": {"ef": max(128, limit)}} if field == "vector" else {}
        found = self.call(
            "search",
            name,
            list(queries),
            anns_field=field,
            limit=limit,
            filter=where,
            output_fields=[key],
            search_params={"metric_type": "IP", **breadth},
        )
        return [[(int(hit[key]), float(hit["distance"])) for hit in hits] for hits in found]

    def finish(self, names: Sequence[str]) -> None:
        """Have everything written and ready to be searched."""
        for name in names:
            self.call("flush", name)
            self.call("load_collection", name)


def _client(address: Address) -> Any:
    """The connection of this process to an address."""
    try:
        from pymilvus import MilvusClient
        from pymilvus.exceptions import MilvusException
    except ModuleNotFoundError as error:
        raise IndexUnreachable(f"{address} needs pymilvus; install it: pip install 'yinju[milvus]'") from error
    for name in ("pymilvus", "grpc"):  # errors are raised too, and said in one line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with _lock:
        if address.uri not in _clients:
            if address.uri.endswith(".db") and not Path(address.uri).parent.is_dir():
                raise IndexUnreachable(f"{address}: the folder {Path(address.uri).parent} is not there; make it first")
            try:
                _clients[address.uri] = MilvusClient(address.uri, timeout=_SECONDS)
            except (MilvusException, OSError) as error:
                raise _not_connected(address, error) from error
        return _clients[address.uri]


def _not_connected(address: Address, error: Exception) -> IndexUnreachable | IndexBusy:
    if not address.uri.endswith(".db"):
        return IndexUnreachable(f"no Milvus answers at {address}; start it, or give another HOST:PORT with --index")
    if Path(address.uri).is_dir():
        return IndexBusy(
            f"{address} is open in another process, and a file can be in one alone; wait for it or stop it"
        )
    return IndexUnreachable(f"{address} cannot be opened ({_line(error)}); give another FILE with --index")


def _kind(name: str) -> str:
    return name.rpartition("_")[2]


def close(address: Address) -> None:
    """End this process' connection to an address, if there is one."""
    with _lock:
        client = _clients.pop(address.uri, None)
    if client:
        client.close()


def _line(error: Exception) -> str:
    return " ".join(str(getattr(error, "message", "") or error).split())[:200]
