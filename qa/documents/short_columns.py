"""Two columns of two or three lines each, where too few lines tell columns by their number: their words tell, or they are left alone.

A table with long cells looks the same; its cells begin alike, and do not go on from one line to the next.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

SHORTEST_LINE = 8  # heights of a line: in a column, half of the lines are at least so wide
SAME_LINE = 0.5  # heights between the middles of pieces of one line
_APART = 1.5  # heights between the columns
_GAP = 2.0  # heights between two lines of a column
_NEARLY = 0.75  # of the widest line of a column: a line that the next one may go on from
_MOST_GUTTERS = 20  # that are tried on a page
_ENDS = frozenset("。！？!?.；;…：:")


FAR = "    "  # between pieces of a line that are far apart
_FAR = 3.0  # heights
_LONG_LINE = 18  # heights; so long a piece is text behind the label of its paragraph
_SHORTEST_WORDS = 4  # characters; a shorter one before a gap is the mark of an item


class Words(NamedTuple):
    """Words that stand side by side in a picture, and their box in pixels from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """How high the box is, at least one pixel."""
        return max(self.bottom - self.top, 1.0)

    @property
    def width(self) -> float:
        """How wide the box is."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2


def are_far(left: Words, right: Words) -> bool:
    """Whether two pieces of a line stand too far apart to be read in one go: sender and date, a label and its value."""
    if right.left - left.right < _FAR * left.height or right.width > _LONG_LINE * right.height:
        return False
    return min(len(left.text), len(right.text)) >= _SHORTEST_WORDS


def kept_apart(text: str, words: Sequence[Words]) -> str:
    """A text layer in which pieces of a line that are far apart are not run together.

    Args:
        text: As a program takes it from a page, with one blank wherever there is a gap.
        words: The pieces of the page.

    Returns:
        The text with more blanks.
    """
    by_height = sorted(words, key=lambda piece: piece.middle)
    for one, other in pairwise(by_height):
        left, right = sorted((one, other), key=lambda piece: piece.left)
        if abs(one.middle - other.middle) < SAME_LINE * one.height and are_far(left, right):
            text = text.replace(f"{left.text} {right.text}", f"{left.text}{FAR}{right.text}")
    return text


Band = tuple[list[Words], list[Words], Words | None]


def bands(words: Sequence[Words], gutter: float) -> Iterator[Band]:
    """What stands to the left and to the right of a gutter between the pieces that lie across it, and the one below; from top to bottom."""
    across = sorted((piece for piece in words if piece.left < gutter < piece.right), key=lambda piece: piece.middle)
    beside = [piece for piece in words if not piece.left < gutter < piece.right]
    above = float("-inf")
    for bar in (*across, None):
        below = bar.middle if bar else float("inf")
        band = [piece for piece in beside if above < piece.middle <= below]
        left = [piece for piece in band if piece.right <= gutter]
        yield left, [piece for piece in band if piece.right > gutter], bar
        above = below


def short_gutter(words: Sequence[Words]) -> float | None:
    """Where some lines of a page fall into two columns; None where they do not."""
    by_height = sorted(words, key=lambda piece: piece.middle)
    places = {
        round(right.left - 1.0, 1)
        for one, other in pairwise(by_height)
        if abs(one.middle - other.middle) < SAME_LINE * one.height
        for left, right in [sorted((one, other), key=lambda piece: piece.left)]
        if right.left - left.right >= _APART * left.height
        and min(left.width / left.height, right.width / right.height) >= SHORTEST_LINE
    }
    found: list[tuple[int, float]] = []
    for place in sorted(places)[:_MOST_GUTTERS]:
        columns = [len(left) + len(right) for left, right, _ in bands(words, place) if are_columns(left, right)]
        if columns:
            found.append((sum(columns), -place))
    return -max(found)[1] if found else None


def are_columns(left: Sequence[Words], right: Sequence[Words]) -> bool:
    """Whether what stands on two sides is text that is read one side after the other."""
    if (
        not left
        or not right
        or min(each.left for each in right) - max(each.right for each in left) < _APART * left[0].height
    ):
        return False
    if not all(map(_is_wide, (left, right))):
        return False
    beside = any(abs(one.middle - other.middle) < SAME_LINE * one.height for one in left for other in right)
    return beside and (goes_on(left) or goes_on(right))


def goes_on(column: Sequence[Words]) -> bool:
    """Whether the lines of a column plainly are one text: a sentence begins, and goes on in the next line."""
    lines = sorted(column, key=lambda piece: piece.middle)
    if len(lines) < 2 or lines[0].text[:1].islower():
        return False
    if any(below.top - above.bottom > _GAP * above.height for above, below in pairwise(lines)):
        return False
    widest = max(line.width for line in lines)
    ends = lines[-1].text[-1:] in _ENDS
    return any(
        above.text[-1:] not in _ENDS and (below.text[:1].islower() or (ends and above.width >= _NEARLY * widest))
        for above, below in pairwise(lines)
    )


def _is_wide(pieces: Sequence[Words]) -> bool:
    return median(piece.width / piece.height for piece in pieces) >= SHORTEST_LINE
