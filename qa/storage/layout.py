"""The name of every file of an index, each written down once."""

import hashlib
import re
from pathlib import Path

CURRENT = "CURRENT"
NEXT_CURRENT = "CURRENT.next"
LOCK = "LOCK"
ENCODED = "ENCODED"  # vectors of a build that is not done; outlives it when it is killed
MANIFEST = "manifest.json"
CATALOGUE = "catalogue.sqlite"
LEXICAL = "lexical"
DOCUMENTS = "documents"
VECTORS = "vectors.faiss"
TEXTS = "tokens"
DRAFT = ".draft"
FORMAT = 1  # of the manifest and this layout
KEPT = 2  # generations

_GENERATION = re.compile(r"gen-(\d{6,12})")


def generation_name(number: int) -> str:
    """The folder name of a generation."""
    return f"gen-{number:06d}"


def generation_number(name: str) -> int | None:
    """The number in a generation's folder name; None for any other name."""
    match = _GENERATION.fullmatch(name)
    return int(match.group(1)) if match else None


def generations(index_path: Path) -> list[int]:
    """Numbers of the generations whose folders are in place, rising."""
    numbers = (generation_number(entry.name) for entry in index_path.iterdir() if entry.is_dir())
    return sorted(number for number in numbers if number is not None)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
