"""Where a text is cut into pieces of about a size: at paragraphs, then at sentence ends, then at weaker marks.

The recursive splitter of LangChain, for offsets; importing that library takes a quarter of a second in each process that reads.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

# Paragraphs first, then the sentence ends of CJK and of Latin scripts, then weaker marks, then anywhere.
_MARKS = tuple(map(re.compile, ("\n", "[。！？]", r"[.!?](?=\s)", "[؟۔।။]", "[；;]", "[，,、]", r"\s")))


def piece_ends(text: str, size: int) -> Iterator[int]:
    """Where pieces end that tile a text.

    Args:
        text: Any text.
        size: Characters that a piece has at most.

    Returns:
        Offsets, rising; the last is the length of the text, if it has any.
    """
    return _ends(text, 0, len(text), size, _MARKS)


def _ends(text: str, start: int, end: int, size: int, marks: Sequence[re.Pattern[str]]) -> Iterator[int]:
    """Those from `start` to `end`, cut at the first kind of mark that is there; what is too long still at the next kinds."""
    at = next((at for at, mark in enumerate(marks) if mark.search(text, start, end)), len(marks))
    stops = _stops(text, start, end, marks[at]) if at < len(marks) else range(start + 1, end + 1)
    first = before = start  # of the piece that grows, and of its last part
    for stop in stops:
        if stop - before >= size:
            if before > first:
                yield before
            if at < len(marks):
                yield from _ends(text, before, stop, size, marks[at + 1 :])
            else:
                yield stop
            first = stop
        elif stop - first > size and before > first:
            yield before
            first = before
        before = stop
    if before > first:
        yield before


def _stops(text: str, start: int, end: int, mark: re.Pattern[str]) -> Iterable[int]:
    """Behind each mark, and the end."""
    found = [match.end() for match in mark.finditer(text, start, end)]
    return found if found[-1] == end else [*found, end]
