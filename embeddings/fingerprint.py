"""What decides a model's vectors, as one hash."""

import hashlib
from pathlib import Path

_DECISIVE = (".safetensors", ".json", ".txt", ".model")


def fingerprint(folder: Path) -> str:
    """SHA-256 over weights, tokenizer and settings of a model folder; its name and place don't count."""
    digest = hashlib.sha256()
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix in _DECISIVE)
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
