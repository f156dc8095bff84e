"""The script of a text, by most of its letters: whether a question and a passage can share words at all."""

import re
from functools import lru_cache

_SCRIPTS = {
    "han": "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff",  # with kana: Japanese is written in both
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "hangul": "\u1100-\u11ff\uac00-\ud7a3",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0600-\u06ff",
    "devanagari": "\u0900-\u097f",
    "greek": "\u0370-\u03ff",
    "thai": "\u0e00-\u0e7f",
    "hebrew": "\u0590-\u05ff",
}
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}


@lru_cache(maxsize=4096)
def script_of(text: str) -> str:
    """`han`, `latin`, `hangul` and so on; empty for a text without letters of these."""
    counts = {name: len(letter.findall(text)) for name, letter in _LETTERS.items()}
    most = max(counts, key=counts.__getitem__)
    return most if counts[most] else ""
