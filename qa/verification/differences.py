"""How a claimed quote differs from the run of text that comes nearest to it: word by word, in bounded time."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from qa.text.analyzer import normalise
from qa.text.occurrences import FACTOR, JOINER, SPACED
from qa.types import Span

MOST_UNITS = 300  # words, numbers and single characters of a quote that are compared; about a page
_SLACK = 16  # units that the run may hold more than the quote, on each side
_BUCKET = 8  # diagonals that are counted together
_PAIR = 2  # votes of two neighbours, against one of a single unit
_HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"  # soft hyphens and the like
_UNIT = re.compile(rf"\d+(?:[{JOINER}]\d+)*(?:[{FACTOR}]+|{SPACED}*)|(?:{SPACED}|[{_HIDDEN}])+|\S")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_UNSEEN = re.compile(f"[{_HIDDEN}]")
_MARKS = str.maketrans(
    dict.fromkeys("“”„«»「」『』＂", '"') | dict.fromkeys("‘’‚＇", "'") | dict.fromkeys("‐‑–—−－", "-")
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the claimed quote and those that stand there instead; empty where words were put in or left out."""

    claimed: str
    there: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text that comes near to a quote.

    Attributes:
        span: Where it stands.
        alike: The share of the quote's characters that stand in it, from 0 to 1, spelt in whatever way.
        differences: What differs, in order.
        spelling: Whether nothing but case, width, accents, marks or traditional characters differs.
    """

    span: Span
    alike: float
    differences: tuple[Difference, ...]
    spelling: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    start: int
    end: int
    folded: str


def nearest_run(claimed: str, text: str) -> Run | None:
    """The run of a text that comes nearest to a quote (to its first 300 words); None when they share nothing.

    The run is looked for where most words and pairs of words stand as far apart as in the quote, which is linear in the
    text; only about as much text as the quote is long is compared in full.

    Args:
        claimed: The quote, as somebody gives it.
        text: Of a document.

    Returns:
        Where it stands, how alike it is and what differs, or None.
    """
    wanted, there = _units(claimed)[:MOST_UNITS], _units(text)
    start = _diagonal(wanted, there)
    if start is None:
        return None
    window = there[max(0, start - _SLACK) : max(0, start) + len(wanted) + _SLACK + 2 * _BUCKET]
    first, last = _run(wanted, window, text)
    return _compared(claimed, text, wanted, window[first:last])


def compared(claimed: str, text: str, span: Span) -> Run:
    """How a quote differs from the run of text in `span`, both as far as their first 300 words."""
    there = [_Unit(u.text, u.start + span.start, u.end + span.start, u.folded) for u in _units(text[slice(*span)])]
    return _compared(claimed, text, _units(claimed)[:MOST_UNITS], there[:MOST_UNITS])


def _compared(claimed: str, text: str, wanted: Sequence[_Unit], there: Sequence[_Unit]) -> Run:
    alike, spelling = 0, True
    apart: list[tuple[int, int, int, int]] = []
    for kind, a, a_end, b, b_end in _matcher(wanted, there).get_opcodes():
        if kind == "equal":
            alike += sum(unit.end - unit.start for unit in wanted[a:a_end])
            pieces = [
                (a + at, a + at + 1, b + at, b + at + 1)
                for at in range(a_end - a)
                if wanted[a + at].text != there[b + at].text
            ]
        else:
            spelling, pieces = False, [(a, a_end, b, b_end)]
        for piece in pieces:
            if apart and apart[-1][1] == piece[0] and apart[-1][3] == piece[2]:
                piece = (apart[-1][0], piece[1], apart.pop()[2], piece[3])
            apart.append(piece)
    differences = tuple(
        Difference(_slice(claimed, wanted[a:a_end]), _slice(text, there[b:b_end])) for a, a_end, b, b_end in apart
    )
    length = sum(unit.end - unit.start for unit in wanted)
    return Run(Span(there[0].start, there[-1].end), alike / length, differences, spelling)


def _units(text: str) -> list[_Unit]:
    return [_Unit(m.group(), *m.span(), _folded(m.group())) for m in _UNIT.finditer(text)]


def _folded(text: str) -> str:
    return normalise(_UNSEEN.sub("", text).translate(_MARKS)) or text


def _slice(text: str, units: Sequence[_Unit]) -> str:
    return text[units[0].start : units[-1].end] if units else ""


def _matcher(wanted: Sequence[_Unit], there: Sequence[_Unit]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [u.folded for u in wanted], [u.folded for u in there], autojunk=False)


def _diagonal(wanted: Sequence[_Unit], there: Sequence[_Unit]) -> int | None:
    """Where the quote would begin in the text if most of what they share stood as far apart in both."""
    at: dict[object, int] = {}
    for place, unit in enumerate(wanted):
        if unit.text[0].isalnum():
            at.setdefault(unit.folded, place)
    for place, (one, two) in enumerate(pairwise(wanted)):
        at.setdefault((one.folded, two.folded), place)
    votes: Counter[int] = Counter()
    for place, unit in enumerate(there):
        if unit.folded in at:
            votes[(place - at[unit.folded]) // _BUCKET] += 1
    for place, (one, two) in enumerate(pairwise(there)):
        if (one.folded, two.folded) in at:
            votes[(place - at[one.folded, two.folded]) // _BUCKET] += _PAIR
    if not votes:
        return None
    # A run may lie across two buckets.
    best = max(votes, key=lambda bucket: (votes[bucket] + votes[bucket + 1], -bucket))
    return best * _BUCKET


def _run(wanted: Sequence[_Unit], window: Sequence[_Unit], text: str) -> tuple[int, int]:
    """The units of the window that answer to the quote: from the first match to the last, but for stray ones.

    Where the quote goes on, so does the run, as long as there are words in the paragraph.

    Returns:
        First unit, and the one behind the last.
    """
    blocks = [block for block in _matcher(wanted, window).get_matching_blocks() if block.size]
    while len(blocks) > 1 and _is_stray(blocks[0], blocks[0], blocks[1]):
        del blocks[0]
    while len(blocks) > 1 and _is_stray(blocks[-1], blocks[-2], blocks[-1]):
        del blocks[-1]
    begin, end = blocks[0].b, blocks[-1].b + blocks[-1].size
    before = _filling(wanted[: blocks[0].a], window[: begin + 1][::-1], text)
    behind = _filling(wanted[blocks[-1].a + blocks[-1].size :], window[end - 1 :], text)
    return begin - before, end + behind


def _filling(left: Sequence[_Unit], beside: Sequence[_Unit], text: str) -> int:
    """How many units behind the first of `beside`, which matches, stand where the rest of the quote should.

    As many letters as are missing, in one paragraph.

    Returns:
        A number of units.
    """
    missing = sum(len(unit.text) for unit in left)
    filling = 0
    for number, unit in enumerate(beside[1:], 1):
        near, far = sorted((beside[0], unit), key=lambda each: each.start)
        if missing <= 0 or _BLANK_LINE.search(text[near.end : far.start]):
            break
        missing -= len(unit.text)
        if unit.text[0].isalnum():  # a run does not begin or end with a stop that is not in the quote
            filling = number
    return filling


def _is_stray(block: object, left: object, right: object) -> bool:
    """Whether a match at the rim is further off in the text than in the quote, by more than it is long."""
    gap = (right.b - left.b - left.size) - (right.a - left.a - left.size)  # type: ignore[attr-defined]
    return bool(gap > block.size)  # type: ignore[attr-defined]
