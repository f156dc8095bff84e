"""What of an index in Milvus nobody needs any more: rows and collections of builds that did not end, and of old generations."""

import json

from qa.retrieval.milvus.manifest import (
    KINDS,
    MilvusManifest,
    answering,
    collection_name,
    manifest_name,
    numbers,
    read_manifest,
)
from qa.retrieval.milvus.store import ALIVE, Store, fields_of

KEPT = 2  # generations


def clear(store: Store) -> None:
    """Take away what is newer than the generation that answers: a build that did not end, or one that was gone back from."""
    number = answering(store) or 0
    newer = [manifest_name(store, each) for each in numbers(store, "g") if each > number]
    newer += [collection_name(store, each, kind) for each in numbers(store, "e") if each > number for kind in KINDS]
    for name in newer:
        store.drop(name)
    if not number:
        return
    epoch = read_manifest(store, number)[0].epoch
    for kind in ("passages", "documents"):
        name = collection_name(store, epoch, kind)
        if not store.there(name):
            continue
        store.call("load_collection", name)
        store.call("delete", name, filter=f"born > {number}")
        undone = f"died > {number} and died < {ALIVE}"
        back = [{**row, "died": ALIVE} for row in store.rows(name, undone, fields_of(kind))]
        store.put(name, kind, back, again=True)
    _clear_texts_and_terms(store, epoch, number)


def _clear_texts_and_terms(store: Store, epoch: int, number: int) -> None:
    manifest = read_manifest(store, number)[0]
    texts, terms = (collection_name(store, epoch, kind) for kind in ("texts", "terms"))
    if store.there(texts):
        store.call("load_collection", texts)
        store.call("delete", texts, filter=f"key >= {manifest.next_key}")
    if store.there(terms):
        store.call("load_collection", terms)
        store.call("delete", terms, filter=f"number >= {manifest.next_term}")
        back = []
        for row in store.rows(terms, f"changed > {number}", fields_of("terms")):
            counts = [pair for pair in json.loads(row["counts"]) if pair[0] <= number]
            back.append({**row, "changed": counts[-1][0] if counts else 0, "counts": json.dumps(counts)})
        store.put(terms, "terms", back, again=True)


def sweep(store: Store, newest: MilvusManifest) -> None:
    """Take away what neither the newest generation nor the one before needs.

    Args:
        store: Where it is.
        newest: What answers now.
    """
    kept = [number for number in numbers(store, "g") if number <= newest.number][-KEPT:]
    epochs = {read_manifest(store, number)[0].epoch for number in kept}
    for number in numbers(store, "g"):
        if number not in kept:
            store.drop(manifest_name(store, number))
    for epoch in numbers(store, "e"):
        if epoch not in epochs:
            for kind in KINDS:
                store.drop(collection_name(store, epoch, kind))
    passages, documents, texts = (
        collection_name(store, newest.epoch, kind) for kind in ("passages", "documents", "texts")
    )
    dead = f"died <= {kept[0]}"
    keys = [int(row["key"]) for row in store.rows(documents, dead, ["key"])]
    for key in keys:
        store.call("delete", texts, filter=f"key == {key}")
    for name in (passages, documents):
        store.call("delete", name, filter=dead)
