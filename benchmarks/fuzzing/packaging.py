"""Formats that are zips: their parts are changed and packed again, so that the change reaches the parser of the part."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from random import Random

from benchmarks.fuzzing.mutating import mutate
from benchmarks.fuzzing.trees import mutate_tree

_RAW = 0.15  # share of changes to the zip itself
_STRUCTURE = 0.1  # share of changes to which parts there are
_TREE = 0.6  # share of changes to parts that leave them well-formed
_HEADROOM = 500  # bytes; a part of few bytes is drawn about as often as one of so many


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a zip by name; none when it is not one that can be read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # a broken zip in any of its ways
        return {}


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of parts, not compressed: quick to make and to read."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # without the time of day
    return buffer.getvalue()


def mutate_package(content: bytes, draw: Random, words: Sequence[bytes], others: Sequence[bytes]) -> bytes:
    """Another package: its bytes, the list of its parts, or what stands in one or two of them is changed."""
    parts = unpacked(content)
    if not parts or draw.random() < _RAW:
        return mutate(content, draw, (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", *words), others)
    if draw.random() < _STRUCTURE:
        _restructure(parts, draw)
    names = list(parts)
    weights = [1 / (len(part) + _HEADROOM) for part in parts.values()]
    for name in draw.choices(names, weights, k=draw.randrange(1, 3)):
        changed = mutate_tree(parts[name], draw) if draw.random() < _TREE else None
        parts[name] = changed or mutate(parts[name], draw, words, list(parts.values()))
    return packed(parts)


def _restructure(parts: dict[str, bytes], draw: Random) -> None:
    one, other = draw.choice(list(parts)), draw.choice(list(parts))
    kind = draw.randrange(3)
    if kind == 0 and len(parts) > 1:
        del parts[one]
    elif kind == 1:
        parts[one], parts[other] = parts[other], parts[one]
    else:
        parts[one + draw.choice(("2", "/", ".xml"))] = parts[other]
