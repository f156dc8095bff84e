"""The words of a sentence one by one, where they stand, and where its clauses begin; linear time on any input.

In scripts without blanks between words the tokens of the built-in model stand for words, so that a word is about as
long in every language, and what the marker learnt on Chinese and Thai holds for others.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from embeddings.folding import FOLDING, FOLDING_BUT_ACCENTS, is_vietnamese
from qa.analysis import MARKS
from qa.types import Span

_NO_BLANKS = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f々〇"
# A number, a run of a script without blanks between words, or a word.
_RUN = re.compile(
    rf"\d+(?:[.,]\d+)*|(?P<unspaced>[{_NO_BLANKS}]+)"
    rf"|(?:[^\W\d_{_NO_BLANKS}]|[{MARKS}])(?:[^\W_{_NO_BLANKS}]|[{MARKS}]|[-'’](?=[^\W_]))*"
)
# A blank between two words of a script that needs none is a pause: Thai has no other.
_PAUSE = re.compile(rf"[，,،；;؛、:：。()（）](?!\d)|\s[-–—]\s|(?<=[{_NO_BLANKS}])\s(?=[{_NO_BLANKS}])")
_AHEAD = (
    1000  # characters in which the next token is looked for; what the model does not know is left out of its tokens
)
Places = NDArray[np.int64]


def token_places(pieces: Sequence[str], text: str) -> list[Span]:
    """Where the model's tokens (`Matcher.pieces` of `text`) stand, in order; an empty span for one that is not found."""
    folding = FOLDING_BUT_ACCENTS if is_vietnamese(text) else FOLDING
    folded = [folding[ord(character)] for character in text]
    origin = [at for at, characters in enumerate(folded) for _ in characters]
    searched, at = "".join(folded), 0
    places: list[Span] = []
    for piece in pieces:
        found = searched.find(piece, at, at + _AHEAD)
        if found < 0:
            end = places[-1].end if places else 0
            places.append(Span(end, end))
            continue
        at = found + len(piece)
        places.append(Span(origin[found], origin[at - 1] + 1))
    return places


def units(sentence: str, places: Sequence[Span]) -> list[Span]:
    """The words of a sentence; in scripts without blanks its tokens, and each character that no token holds."""
    begins = {place.start for place in places}
    inside = {at for place in places for at in range(place.start + 1, place.end)}
    found: list[Span] = []
    for match in _RUN.finditer(sentence):
        start, end = match.span()
        if not match["unspaced"]:
            found.append(Span(start, end))
            continue
        cuts = [start, *(at for at in range(start + 1, end) if at in begins or at not in inside), end]
        found += [Span(*pair) for pair in pairwise(cuts)]
    return found


def clauses(sentence: str, starts: Places) -> Places:
    """The numbers of the words that begin a clause, the first one among them; `starts` is where the words stand, (n,)."""
    pauses = [0, *(match.end() for match in _PAUSE.finditer(sentence))]
    numbers: Places = np.unique(np.searchsorted(starts, pauses))
    return numbers[numbers < len(starts)]


def longest_windows(spans: Sequence[Span], most: int) -> Iterator[tuple[int, int]]:
    """From each word the farthest other one so that both stand in a stretch of at most `most` characters.

    Only stretches that no other one holds; none when no word is so short.
    """
    last = -1
    for first in range(len(spans)):
        reached = max(last, first)
        while reached + 1 < len(spans) and spans[reached + 1].end - spans[first].start <= most:
            reached += 1
        if reached > last and spans[reached].end - spans[first].start <= most:
            yield first, reached
            last = reached
