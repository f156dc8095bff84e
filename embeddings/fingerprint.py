"""What decides a model's vectors, as one hash."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

_DECISIVE = (".safetensors", ".json", ".txt", ".model")


def fingerprint(folder: Path) -> str:
    """SHA-256 over weights, tokenizer and settings of a model folder; its name and place don't count."""
    return fingerprint_of(folder, (path for path in folder.rglob("*") if decisive(path)))


def fingerprint_of(folder: Path, files: Iterable[Path]) -> str:
    """SHA-256 over files below a folder and their names there."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        content = path.read_bytes()
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def decisive(path: Path) -> bool:
    """Whether a file of a model's folder decides its vectors."""
    return path.is_file() and path.suffix in _DECISIVE
