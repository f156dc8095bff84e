"""Opens and verifies generations. Never writes into the index folder."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from qa.errors import IndexDamaged, IndexNotFound, IndexOutdated, IndexProblem
from qa.storage.layout import (
    CURRENT,
    DRAFT,
    ENCODED,
    FORMAT,
    MANIFEST,
    NEXT_CURRENT,
    file_sha256,
    generation_name,
    generation_number,
    generations,
)
from qa.storage.remembering import LARGE_BYTES, Remembered
from qa.types.contract import NotOfTheContract, from_json

_LARGEST_MANIFEST_BYTES = 16 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a generation: its size, and its SHA-256 in hexadecimal digits."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself: the content of `manifest.json`.

    Attributes:
        format: Of the manifest and the layout around it.
        created: When it was published, ISO 8601 in UTC; never used to order generations.
        files: By their path in the generation.
        extra: What the builder adds, see `qa.types.Made`.
    """

    format: int
    created: str
    files: dict[str, KeptFile]
    extra: dict[str, object]


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete, verified generation; `digest` is the SHA-256 of its manifest, which no other one has."""

    path: Path
    name: str
    manifest: Manifest
    digest: str


def current_name(index_path: Path) -> str:
    """Name of the generation that answers.

    Args:
        index_path: The index folder.

    Returns:
        The name of its folder.

    Raises:
        IndexNotFound: There is no index.
        IndexDamaged: `CURRENT` is not one.
    """
    return current(index_path)[0]


def open_current(index_path: Path) -> Generation:
    """Open the generation that answers, checking it as `open_generation` does.

    Args:
        index_path: The index folder.

    Returns:
        The generation that answers.

    Raises:
        IndexNotFound: There is no index at this path.
        IndexDamaged: A file is missing or differs from its checksum; the message names it.
        IndexOutdated: It was made by a newer version.
    """
    name, digest = current(index_path)
    try:
        return open_generation(index_path, name, digest)
    except IndexDamaged:
        # A rebuild may have published twice since `CURRENT` was read, and swept this generation away.
        if current(index_path)[0] == name:
            raise
    return open_generation(index_path, *current(index_path))


def verify(index_path: Path) -> list[str]:
    """Read every byte of every kept generation; one line for each problem, none when all is sound."""
    try:
        problems = _problems_of(open_current(index_path).path)
    except IndexProblem as error:
        return [str(error)]
    name = current_name(index_path)
    for number in generations(index_path):
        if generation_name(number) != name:
            problems += _problems_of(index_path / generation_name(number))
    return problems


def leftovers(index_path: Path) -> list[str]:
    """What a build that did not end left behind: drafts, an unused pointer, vectors. The next build clears them."""
    try:
        names = sorted(entry.name for entry in index_path.iterdir())
    except OSError:
        return []
    return [name for name in names if name.endswith(DRAFT) or name in (NEXT_CURRENT, ENCODED)]


def current(index_path: Path) -> tuple[str, str]:
    """Name of the generation that answers, and SHA-256 of its manifest: a name alone comes again in an index made anew.

    Args:
        index_path: The index folder.

    Returns:
        Name and hash.

    Raises:
        IndexNotFound: There is no index.
        IndexDamaged: `CURRENT` is not one.
    """
    try:
        content = (index_path / CURRENT).read_text("ascii")
    except FileNotFoundError as error:
        raise IndexNotFound(
            f"there is no index at {index_path}; make one with: yinju index --index {index_path}"
        ) from error
    except NotADirectoryError as error:
        raise IndexNotFound(f"{index_path} is not a folder; give the folder of an index with --index") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(_damaged(index_path, CURRENT, "cannot be read")) from error
    name, _, digest = content.removesuffix("\n").partition(" ")
    if generation_number(name) is None or not _SHA256.fullmatch(digest) or content != f"{name} {digest}\n":
        raise IndexDamaged(_damaged(index_path, CURRENT, "does not name a generation"))
    return name, digest


def open_generation(index_path: Path, name: str, digest: str) -> Generation:
    """Open one generation, checking every byte of it, or of a large one what changed since it was last checked.

    Args:
        index_path: The index folder.
        name: Of the generation's folder.
        digest: SHA-256 of its manifest, as `CURRENT` says.

    Returns:
        The generation, checked.

    Raises:
        IndexDamaged: A file is missing or differs from its checksum; the message names it.
        IndexOutdated: It was made by a newer version.
    """
    path = index_path / name
    manifest = _manifest(path, digest)
    large = sum(kept.bytes for kept in manifest.files.values()) >= LARGE_BYTES
    remembered = Remembered(path) if large else None
    for file, kept in manifest.files.items():
        problem = _problem(path / file, kept, remembered.sha256 if remembered else file_sha256)
        if problem:
            raise IndexDamaged(_damaged(path, file, problem))
    if remembered:
        remembered.keep()
    return Generation(path, name, manifest, digest)


def _manifest(path: Path, digest: str | None = None) -> Manifest:
    file = path / MANIFEST
    try:
        if file.stat().st_size > _LARGEST_MANIFEST_BYTES:
            raise IndexDamaged(_damaged(path, MANIFEST, "is too large"))
        content = file.read_bytes()
    except OSError as error:
        raise IndexDamaged(_damaged(path, MANIFEST, "cannot be read")) from error
    if digest is not None and hashlib.sha256(content).hexdigest() != digest:
        raise IndexDamaged(_damaged(path, MANIFEST, "differs from its checksum"))
    try:
        values = json.loads(content)
        made = values.get("format") if isinstance(values, dict) else None
        if isinstance(made, int) and made > FORMAT:
            raise IndexOutdated(
                f"{path} was made by a newer version (format {made}, this one reads {FORMAT}); "
                f"update yinju, or build the index again: yinju index --full --index {path.parent}"
            )
        manifest = from_json(Manifest, values)
    except NotOfTheContract as error:
        raise IndexDamaged(_damaged(path, MANIFEST, f"is not a manifest ({error})")) from error
    except (ValueError, RecursionError) as error:
        raise IndexDamaged(_damaged(path, MANIFEST, "is not a manifest")) from error
    if not all(map(_stays_inside, manifest.files)):
        raise IndexDamaged(_damaged(path, MANIFEST, "names a file outside its folder"))
    return manifest


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\\" not in name and "\0" not in name


def _problem(path: Path, kept: KeptFile, sha256: Callable[[Path], str] = file_sha256) -> str:
    """What is wrong with a file; empty when nothing is."""
    try:
        if path.is_symlink() or not path.is_file():
            return "is missing"
        if path.stat().st_size != kept.bytes:
            return f"has {path.stat().st_size} bytes instead of {kept.bytes}"
        return "" if sha256(path) == kept.sha256 else "differs from its checksum"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def _problems_of(path: Path) -> list[str]:
    try:
        manifest = _manifest(path)
    except IndexProblem as error:
        return [str(error)]
    problems = [
        _damaged(path, name, problem)
        for name, kept in manifest.files.items()
        if (problem := _problem(path / name, kept))
    ]
    there = {file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()}
    for extra in sorted(there - manifest.files.keys() - {MANIFEST}):
        problems.append(f"{path / extra} does not belong to the index; it is ignored, and can be deleted")
    return problems


def _or_back(index_path: Path) -> str:
    """What else mends it, when there is a generation to go back to."""
    try:
        return ", or go back: yinju rollback" if len(generations(index_path)) > 1 else ""
    except OSError:
        return ""


def _damaged(folder: Path, name: str, problem: str) -> str:
    index = folder if generation_number(folder.name) is None else folder.parent
    return f"{folder / name} {problem}; build the index again: yinju index --full --index {index}{_or_back(index)}"
