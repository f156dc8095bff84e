"""Generations on disk: write, hash, publish atomically, open, verify.

    index/gen-000042/          one generation: files written once and never changed
        catalogue.sqlite
        lexical/...
        documents/...
        vectors.faiss          and in a large one vectors.codes
        tokens/...
        manifest.json          size and SHA-256 of each of them
    index/CURRENT              name of the generation that answers, and SHA-256 of its manifest
    index/LOCK                 locked by the process that builds
    index/ENCODED              vectors of a build that is not done, for the next one to go on from

A generation is written as `gen-000042.draft`, synced, renamed into place, and becomes the one that answers when
`CURRENT` is renamed over the old one: the only moment that readers can see. The last two generations stay, for
readers that still have the older one open.
"""

from qa.storage.generation import Generation, Manifest, current, current_name, leftovers, open_current, verify
from qa.storage.layout import CATALOGUE, DOCUMENTS, ENCODED, LEXICAL, TEXTS, VECTORS
from qa.storage.publishing import Draft, rollback, writing

__all__ = [
    "CATALOGUE",
    "DOCUMENTS",
    "ENCODED",
    "LEXICAL",
    "TEXTS",
    "VECTORS",
    "Draft",
    "Generation",
    "Manifest",
    "current",
    "current_name",
    "leftovers",
    "open_current",
    "rollback",
    "verify",
    "writing",
]
