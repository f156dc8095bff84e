"""Where sentences end, in any language: the window of a question holds whole ones."""

import re

_END = re.compile(
    r"[。！？!?]+[」』”’）)\]】\"']*|(?<=\S)[.।॥؟۔]+[”’）)\]\"']*(?=\s|$)|\n+"
)  # fmt: skip
_UNMARKED = ("th", "lo")  # blanks stand between sentences, and elsewhere too
_SHORTEST, _SHORTEST_UNMARKED = 2, 60  # characters


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Where its sentences stand, in characters; together they are the whole text.

    Args:
        text: Any text.
        language: Its code; empty when it does not matter.

    Returns:
        Start and end of each, in order.
    """
    unmarked = language in _UNMARKED
    ends = {match.end() for match in _END.finditer(text)} | {len(text)}
    if unmarked:
        ends |= {match.end() for match in re.finditer(r"\s+", text)}
    found: list[tuple[int, int]] = []
    start = 0
    for end in sorted(ends):
        if end < len(text) and end - start < (_SHORTEST_UNMARKED if unmarked else _SHORTEST):
            continue
        if text[start:end].strip():
            found.append((start, end))
            start = end
        elif end == len(text) and found:
            found[-1] = (found[-1][0], end)
    return found or [(0, len(text))]
