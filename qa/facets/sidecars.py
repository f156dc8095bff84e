"""Sidecar files: `report.pdf.facets.toml` beside `report.pdf` sets facets that cannot be found in it.

date = "2016-01-26"
place = "宁夏回族自治区"
kind = "report"
number = "2.1"
"""

import hashlib
import tomllib
from pathlib import Path

SUFFIX = ".facets.toml"
_MOST_BYTES = 100_000


def sidecar_digest(path: Path) -> str:
    """The hash of the sidecar of a file; empty where there is none."""
    content = _content(path)
    return "" if content is None else hashlib.sha256(content).hexdigest()


def read_sidecar(path: Path) -> tuple[dict[str, str], str]:
    """The fields of the sidecar of a file, keys in small letters, lists with commas; and what is wrong with it, in a line."""
    content = _content(path)
    if content is None:
        return {}, ""
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, f'{path.name}{SUFFIX} is no TOML ({error}); write lines like place = "宁夏"'
    return {str(key).lower(): _text(value) for key, value in values.items()}, ""


def _content(path: Path) -> bytes | None:
    try:
        with path.with_name(path.name + SUFFIX).open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return None


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
