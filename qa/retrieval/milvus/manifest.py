"""Generations of an index in Milvus: what each says of itself, which one answers, and what of the rows it sees."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from qa.errors import IndexDamaged, IndexNotFound
from qa.retrieval.milvus.store import Store
from qa.storage.layout import generation_name

KINDS = ("passages", "documents", "texts", "terms")
MODULUS = 1 << 254  # of sums of hashes
_DIGEST = -1  # the key of the row that says the SHA-256 of the others
_PIECE = 15_000  # characters of four bytes at most


@dataclass(frozen=True, slots=True)
class MilvusManifest:
    """What a generation says of itself.

    Attributes:
        number: Of the generation; the next one has a larger number.
        epoch: The generation that made the collections which it shares.
        created: When, ISO 8601 in UTC.
        passages: How many there are.
        documents: How many there are.
        with_passages: How many documents have any.
        next_row: The first row that is free; likewise `next_key` of documents, `next_term` of numbers of terms.
        next_key: See `next_row`.
        next_term: See `next_row`.
        tokens: Of all texts, and above them.
        averages: The lengths of the two that the weights were worked out with.
        sums: Of the hashes of all rows that it sees, by kind of collection.
        verdicts: What became of every file.
        extra: What the builder adds.
    """

    number: int
    epoch: int
    created: str
    passages: int
    documents: int
    with_passages: int
    next_row: int
    next_key: int
    next_term: int
    tokens: tuple[int, int]
    averages: tuple[float, float]
    sums: dict[str, int]
    verdicts: list[list[str]]
    extra: dict[str, Any]

    @property
    def name(self) -> str:
        """As users see it."""
        return generation_name(self.number)

    def to_bytes(self) -> bytes:
        """As it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()


def manifest_name(store: Store, number: int) -> str:
    """The collection of a generation's manifest."""
    return f"{store.address.name}_g{number:06d}"


def collection_name(store: Store, epoch: int, kind: str) -> str:
    """A collection that the generations of an epoch share."""
    return f"{store.address.name}_e{epoch:06d}_{kind}"


def numbers(store: Store, letter: str) -> list[int]:
    """The numbers of generations (`g`) or epochs (`e`) that have collections, rising."""
    begun = f"{store.address.name}_{letter}"
    found = {name.removeprefix(begun)[:6] for name in store.call("list_collections") if str(name).startswith(begun)}
    return sorted(int(number) for number in found if number.isdigit())


def answering(store: Store) -> int | None:
    """The number of the generation that answers; None when there is none."""
    alias = store.address.name
    if not store.there(alias):
        return None
    named = store.call("describe_alias", alias)["collection_name"]
    return int(str(named).rpartition("_g")[2])


def read_manifest(store: Store, number: int) -> tuple[MilvusManifest, str]:
    """A manifest with its SHA-256.

    Args:
        store: Where it is.
        number: Of the generation.

    Returns:
        What it says, and the hash.

    Raises:
        IndexDamaged: It is broken.
    """
    name = manifest_name(store, number)
    store.call("load_collection", name)
    rows = sorted(store.rows(name, "id >= 0", ["id", "text"]), key=lambda row: int(row["id"]))
    content = "".join(str(row["text"]) for row in rows).encode()
    try:
        values = json.loads(content)
        pairs = {"tokens": tuple(values["tokens"]), "averages": tuple(values["averages"])}
        manifest = MilvusManifest(**{**values, **pairs})
    except (ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(_broken(store, name)) from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != digest_of(store, number):
        raise IndexDamaged(_broken(store, name))
    return manifest, digest


def _broken(store: Store, name: str) -> str:
    return (
        f"the manifest {name} at {store.address} is broken; build the index again: "
        f"yinju index --full --index {store.address}, or go back: yinju rollback --index {store.address}"
    )


def digest_of(store: Store, number: int) -> str:
    """The SHA-256 of a manifest, without reading it; empty where it has none."""
    name = manifest_name(store, number)
    store.call("load_collection", name)
    rows = store.among(name, "id", [_DIGEST], ["id", "text"])
    return next((str(row["text"]) for row in rows), "")


def write_manifest(store: Store, manifest: MilvusManifest) -> None:
    """Write the manifest of a generation that does not answer yet."""
    name = manifest_name(store, manifest.number)
    store.drop(name)
    store.create(name, "manifest")
    text = manifest.to_bytes().decode()
    digest = {"id": _DIGEST, "text": hashlib.sha256(text.encode()).hexdigest()}
    pieces = [text[first : first + _PIECE] for first in range(0, len(text), _PIECE)]
    store.put(name, "manifest", [digest, *({"id": at, "text": piece} for at, piece in enumerate(pieces))])
    store.finish([name])


def point(store: Store, number: int) -> None:
    """Let a generation answer: the one moment that readers can see."""
    alias = store.address.name
    store.call("alter_alias" if store.there(alias) else "create_alias", manifest_name(store, number), alias)


def missing(store: Store) -> IndexNotFound:
    """There is no index."""
    return IndexNotFound(f"there is no index at {store.address}; make one with: yinju index --index {store.address}")


@dataclass(frozen=True, slots=True)
class View:
    """What one generation sees."""

    store: Store
    manifest: MilvusManifest

    @property
    def visible(self) -> str:
        """The filter of rows that it sees."""
        return f"born <= {self.manifest.number} and died > {self.manifest.number}"

    def named(self, kind: str) -> str:
        """The collection that holds such rows."""
        return collection_name(self.store, self.manifest.epoch, kind)


def row_sum(kind: str, row: Mapping[str, Any]) -> int:
    """The hash of a row, `born` and `died` left out, as a number: the numbers of rows add up to that of a collection."""
    digest = hashlib.sha256(kind.encode())
    for field, value in sorted(row.items()):
        if field in ("born", "died", "filler"):
            continue
        if field == "vector":
            told = np.asarray(value, dtype=np.float32).tobytes()
        elif field == "terms":
            weights = sorted((int(number), float(weight)) for number, weight in value.items())
            told = (
                np.asarray(weights, dtype=np.float64).astype(np.float32).tobytes()
                + repr([n for n, _ in weights]).encode()
            )
        else:
            told = json.dumps(value, ensure_ascii=False).encode()
        digest.update(b"%s %d " % (field.encode(), len(told)) + told)
    return int.from_bytes(digest.digest()) % MODULUS
