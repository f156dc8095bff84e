"""Whether a name that no document has is nearly one that stands there, 宁厦 for 宁夏, Ningxa for Ningxia: then it may be a slip.

It is not mended, for two people may be called nearly alike; but nobody is told that the documents do not say.
"""

import re
from collections.abc import Sequence

from qa.text.analyzer import normalise
from qa.text.pinyin import readings
from qa.text.scripts import HAN

_HAN = re.compile(f"[{HAN}]+")
_WORD = re.compile(rf"[^\W\d_{HAN}]+")
_LEAST_LETTERS = 5


def stands_nearly(name: str, texts: Sequence[str]) -> bool:
    """Whether some text has a name of the same sounds that shares a character, or one that differs by one letter.

    Args:
        name: As the question spells it.
        texts: What was found.

    Returns:
        True where one is near.
    """
    if _HAN.fullmatch(name):
        return any(_has_same_sounds(name, run.group()) for text in texts for run in _HAN.finditer(text))
    folded = normalise(name)
    return len(folded) >= _LEAST_LETTERS and any(
        _one_letter_off(folded, normalise(word.group())) for text in texts for word in _WORD.finditer(text)
    )


def _has_same_sounds(name: str, run: str) -> bool:
    width = len(name)
    places = (run[at : at + width] for at in range(len(run) - width + 1))
    alike = (each for each in places if any(a == b for a, b in zip(each, name, strict=True)))
    return any(all(_sound_alike(a, b) for a, b in zip(each, name, strict=True)) for each in alike)


def _sound_alike(one: str, other: str) -> bool:
    return one == other or not set(readings(one)).isdisjoint(readings(other))


def _one_letter_off(one: str, other: str) -> bool:
    if one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    swapped = one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    return swapped == other[at:] or other[at + 1 :] in (one[at:], one[at + 1 :]) or one[at + 1 :] == other[at:]
