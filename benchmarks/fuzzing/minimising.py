"""Makes the input of a finding smaller while it stays the same finding."""

import time
from collections.abc import Callable

from benchmarks.fuzzing.packaging import packed, unpacked

_SECONDS = 4.0
Check = Callable[[bytes], bool]


def smaller(content: bytes, is_same: Check, seconds: float = _SECONDS) -> bytes:
    """The smallest input that was found in some seconds, part by part where it is a zip."""
    until = time.perf_counter() + seconds
    parts = unpacked(content)
    if not parts or not is_same(packed(parts)):
        return _shortened(content, is_same, until)
    for name in list(parts):
        without = {other: part for other, part in parts.items() if other != name}
        if without and time.perf_counter() < until and is_same(packed(without)):
            parts = without
    for name in sorted(parts, key=lambda name: len(parts[name])):

        def still(part: bytes, name: str = name) -> bool:
            return is_same(packed({**parts, name: part}))

        parts[name] = _shortened(parts[name], still, until)
    return packed(parts)


def _shortened(content: bytes, is_same: Check, until: float) -> bytes:
    """Without every chunk that is not needed, of half its length, a quarter, ... a byte."""
    width = len(content) // 2
    while width:
        at = 0
        while at < len(content):
            if time.perf_counter() > until:
                return content
            shorter = content[:at] + content[at + width :]
            if is_same(shorter):
                content = shorter
            else:
                at += width
        width //= 2
    return content
