"""Names in a question: a place or person that a passage does not hold makes another question of it."""

import re

from qa.text.name_model import name_chance
from qa.text.scripts import HAN

_A_NAME = 0.6  # chance from which on a word is taken for a name: `python -m benchmarks.names`
_SURELY_A_NAME = 0.8
_HAN = re.compile(rf"[{HAN}]{{2,}}")
_ANY_THING = frozenset(("东西", "東西"))  # the dictionary has it for a place


def is_name(word: str, sure: float = _A_NAME) -> bool:
    """Whether a word is likely a name: by its capital, or where there are none by its Chinese spelling."""
    if word[:1].isupper():
        return True
    return bool(_HAN.fullmatch(word)) and word not in _ANY_THING and name_chance(word) >= sure


def is_surely_name(pair: str) -> bool:
    """Whether two characters that were cut out of a text, and may be no word at all, are a name."""
    return is_name(pair, _SURELY_A_NAME)
