"""Changes an input a little: bits, chunks, numbers, words of its format, pieces of another input."""

import re
import struct
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

LARGEST = 1 << 16  # bytes or characters of what is made
_LONGEST_CHUNK = 200
_MOST_COPIES = 300
_EDGES = (0, 1, -1, 2**7, 2**8 - 1, 2**15, 2**16 - 1, 2**31, 2**32 - 1, 2**63)
_NUMERALS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"2147483648",
    b"4294967295",
    b"99999999999999999999",
    b"1e999",
    b"NaN",
)
_DIGITS = re.compile(rb"-?\d+")
Buffer = Any  # a bytearray, or a list of characters
Step = Callable[[Buffer, Random, Sequence[Any], Sequence[Any]], None]


def spaced(words: str) -> list[bytes]:
    """The words of a text, as bytes."""
    return [word.encode() for word in words.split()]


def mutate(content: bytes, draw: Random, words: Sequence[bytes], others: Sequence[bytes]) -> bytes:
    """Other bytes, one to sixteen steps away.

    Args:
        content: What to change.
        draw: Where chance comes from.
        words: Of the format.
        others: Inputs to take pieces from.

    Returns:
        The changed bytes.
    """
    buffer = bytearray(content)
    for _ in range(1 << draw.randrange(5)):
        draw.choice(_ON_BYTES)(buffer, draw, words, others)
    return bytes(buffer[:LARGEST])


def mutate_text(text: str, draw: Random, words: Sequence[str], others: Sequence[str]) -> str:
    """Another text, one to sixteen steps away; see `mutate`."""
    buffer = list(text)
    for _ in range(1 << draw.randrange(5)):
        draw.choice(_ON_ANY)(buffer, draw, words, others)
    return "".join(buffer[:LARGEST])


def _chunk(buffer: Sequence[Any], draw: Random) -> slice:
    start = draw.randrange(len(buffer) + 1)
    return slice(start, min(len(buffer), start + 1 + int(_LONGEST_CHUNK ** draw.random())))


def _delete(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    del buffer[_chunk(buffer, draw)]


def _copy(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    at = draw.randrange(len(buffer) + 1)
    buffer[at:at] = buffer[_chunk(buffer, draw)]


def _repeat(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    chunk = _chunk(buffer, draw)
    copies = int(_MOST_COPIES ** draw.random())
    if len(buffer) < LARGEST:
        buffer[chunk] = buffer[chunk] * copies


def _overwrite(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    buffer[_chunk(buffer, draw)] = buffer[_chunk(buffer, draw)]


def _cut_off(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    if draw.random() < 0.2:
        del buffer[draw.randrange(len(buffer) + 1) :]


def _insert_word(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    at = draw.randrange(len(buffer) + 1)
    buffer[at:at] = draw.choice(words)


def _put_word(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    buffer[_chunk(buffer, draw)] = draw.choice(words)


def _splice(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    other = draw.choice(others)
    buffer[_chunk(buffer, draw)] = other[_chunk(other, draw)]


def _flip(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    if buffer:
        buffer[draw.randrange(len(buffer))] ^= 1 << draw.randrange(8)


def _random_bytes(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    buffer[_chunk(buffer, draw)] = draw.randbytes(1 + draw.randrange(8))


def _edge(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    """A binary number at the edge of what its width holds."""
    width = draw.choice("BHIQ")
    number = draw.choice(_EDGES) % (1 << 8 * struct.calcsize(width))
    packed = struct.pack(draw.choice("<>") + width, number)
    at = draw.randrange(len(buffer) + 1)
    buffer[at : at + len(packed)] = packed


def _numeral(buffer: Buffer, draw: Random, words: Sequence[Any], others: Sequence[Any]) -> None:
    """A written number becomes another one."""
    start = draw.randrange(len(buffer) + 1)
    found = _DIGITS.search(bytes(buffer[start : start + 2000]))
    if found:
        new = (
            draw.choice(_NUMERALS) if draw.random() < 0.6 else b"%d" % (int(found.group()[:15]) + draw.choice((1, -1)))
        )
        buffer[start + found.start() : start + found.end()] = new


_ON_ANY: tuple[Step, ...] = (
    _delete, _copy, _repeat, _overwrite, _cut_off, _insert_word, _insert_word, _put_word, _splice,
)  # fmt: skip
_ON_BYTES: tuple[Step, ...] = (*_ON_ANY, _flip, _flip, _random_bytes, _edge, _numeral, _numeral)
