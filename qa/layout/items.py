"""Numbered items that were wrapped: the lines that go on from the one above, where the list itself tells.

Its numbers follow one another, each item ends with its sentence, and each line before that one is about as long as
the list is wide.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from qa.text.lines import Line, is_cjk, width

NUMBER = re.compile(r"[(（]?(\d{1,3})[.)）、．]\s?(?=\D)")
ENDS = "。！？!?.；;…"
_REACHES, _REACHES_WORDS = 0.85, 0.7  # of the widest line; where a word did not fit, it is shorter
_MOST_LINES = 12  # of an item


def wrapped_items(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """The starts of the lines that go on in an item."""
    found: set[int] = set()
    starts = [(at, int(told[1])) for at, line in enumerate(lines) if (told := NUMBER.match(text, line.start, line.end))]
    run: list[int] = []
    for (at, number), following in zip_longest(starts, starts[1:], fillvalue=(len(lines), -1)):
        run.append(at)
        if following[1] != number + 1:
            found |= _of_list(text, lines, run)
            run = []
    return frozenset(found)


def are_items(text: str, following: str) -> bool:
    """Whether two lines are items of a list, by their numbers."""
    first, second = NUMBER.match(text), NUMBER.match(following)
    return bool(first and second and int(second[1]) == int(first[1]) + 1)


def _of_list(text: str, lines: Sequence[Line], starts: Sequence[int]) -> set[int]:
    if len(starts) < 2:
        return set()
    items = [_item(text, lines, start, end) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    whole = [item for item in items if item]
    if len(whole) < len(items) - 1:  # behind the last one anything may follow
        return set()
    widest = max(width(text[line.start : line.end]) for item in whole for line in item)
    return {
        line.start for item in whole if all(_is_full(text, line, widest) for line in item[:-1]) for line in item[1:]
    }


def _item(text: str, lines: Sequence[Line], start: int, end: int) -> list[Line]:
    """The lines of an item up to the end of its sentence; none where they end elsewhere."""
    item = [lines[start]]
    for line in lines[start + 1 : min(end, start + _MOST_LINES)]:
        if text[item[-1].end - 1] in ENDS or line.blank_before:
            break
        item.append(line)
    return item if text[item[-1].end - 1] in ENDS else []


def _is_full(text: str, line: Line, widest: int) -> bool:
    reaches = _REACHES if is_cjk(text[line.end - 1]) else _REACHES_WORDS
    return width(text[line.start : line.end]) >= widest * reaches
