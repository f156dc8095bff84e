"""What came of a run, in few enough words to count them."""

import re

_LONGEST = 60
_DETAILS = re.compile(r"0x[0-9a-f]+|\d[\d,.]*|/\S+|'[^']*'")


def in_short(message: str) -> str:
    """A message without its numbers, names and end, so that like outcomes are counted together."""
    return _DETAILS.sub("#", message.partition(";")[0])[:_LONGEST]
