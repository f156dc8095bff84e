"""By which readers an index was read: a hash of everything that decides what a file's bytes become in the catalogue.

A number that is raised by hand is forgotten one day, and an index then goes on quoting what an old reader misread. So the
sources themselves are hashed, with the versions of the parsers: an upgrade reads every document once more; vectors are
known by the hash of their passage, and are kept wherever the words stayed the same.
"""

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
# Folders and files; a test walks the imports of the readers and finds each of them here.
SOURCES = (
    *("qa/documents", "qa/facets", "qa/indexing", "qa/layout", "qa/text", "qa/types"),
    *("qa/errors.py", "qa/learned.py", "embeddings/folding.py"),
)
LIBRARIES = (
    *("chardet", "langchain-text-splitters", "lxml", "opencc-python-reimplemented", "openpyxl", "pdfplumber"),
    *("pypdf", "pypdfium2", "python-docx", "python-pptx", "striprtf"),
)
_KINDS = (".py", ".json")


@cache
def reading_version() -> str:
    """The hash, in hexadecimal digits."""
    return fingerprint(_ROOT)


def fingerprint(root: Path) -> str:
    """The hash of the sources below a folder, with the libraries and the Python that run here."""
    digest = sha256(repr((sys.version_info[:3], [_version(name) for name in LIBRARIES])).encode())
    for each in SOURCES:
        path = root / each
        files = sorted(file for file in path.rglob("*") if file.suffix in _KINDS) if path.is_dir() else [path]
        for file in files:
            digest.update(f"{file.relative_to(root).as_posix()}\n".encode())
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # an installation that leaves one out still reads what it can
        return ""
