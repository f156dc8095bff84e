"""Cuts what is read into windows that the span network was trained for: question, what stands above, whole sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.folding import simplified
from embeddings.wordpieces import BEGIN, END, WordPieces
from qa.types import Span

MOST_ASKED, MOST_ABOVE, MOST_READ = 64, 72, 190  # pieces of a question, of what stands above a text, of a window of it
MOST_WINDOWS = 8  # of a text; passages have one or two, and only a text without any mark more
Ids = NDArray[np.int64]


class Text(NamedTuple):
    """A text to be read.

    Attributes:
        above: What one knows before reading it: title, headings, header cells; a line each.
        text: The text.
        sentences: Where its sentences stand in it, in order.
    """

    above: str
    text: str
    sentences: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text as the network is given it.

    Attributes:
        text: Number of the text.
        ids: All pieces: question, what stands above, the n pieces of the stretch, and the marks between them.
        first: Where the stretch begins in `ids`; it ends one before their end.
        offsets: Where its pieces stand in the text, (n, 2), in characters.
        sentences: Number of the sentence of each of its pieces, (n,).
    """

    text: int
    ids: Ids
    first: int
    offsets: Ids
    sentences: Ids


def windows_of(pieces: WordPieces, question: str, texts: Sequence[Text]) -> list[Window]:
    """The windows of some texts, in order, of each the first eight; none for a text without a piece.

    Args:
        pieces: Cuts texts into pieces.
        question: The question.
        texts: What is read.

    Returns:
        Windows with the number of their text, in order.
    """
    # Question and text in one script, or the one is foreign to the other; character for character, so that offsets stay.
    words = [question, *(text.above for text in texts), *(text.text for text in texts)]
    asked, *rest = pieces.encode(list(map(simplified, words)))
    windows = []
    for number, text in enumerate(texts):
        above, inside = rest[number], rest[len(texts) + number]
        # Of a long question its end: who tells a story first asks behind it.
        head = np.concatenate([[BEGIN], asked.ids[-MOST_ASKED:], [END], above.ids[:MOST_ABOVE], [END]])
        sentences = sentence_of(inside.offsets, text.sentences)
        for start, end in _stretches(sentences)[:MOST_WINDOWS]:
            ids = np.concatenate([head, inside.ids[start:end], [END]])
            windows.append(Window(number, ids, len(head), inside.offsets[start:end], sentences[start:end]))
    return windows


def without_gaps(text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences of a text with the stretches of words between them, which were taken out of what may be quoted.

    What the network finds there is not to be counted for the sentence behind.

    Args:
        text: The text.
        sentences: Those of it that may be quoted, in order.

    Returns:
        Both, in order.
    """
    ends, starts = [0, *(span.end for span in sentences)], [*(span.start for span in sentences), len(text)]
    gaps = (Span(end, start) for end, start in zip(ends, starts, strict=True))
    return sorted([*sentences, *(gap for gap in gaps if any(map(str.isalnum, text[gap.start : gap.end])))])


def sentence_of(offsets: Ids, sentences: Sequence[Span]) -> Ids:
    """Number of the sentence that each piece stands in, (n,): the first that ends behind the piece's beginning."""
    ends = np.array([sentence.end for sentence in sentences], dtype=np.int64)
    numbers: Ids = np.minimum(np.searchsorted(ends, offsets[:, 0], side="right"), max(0, len(ends) - 1))
    return numbers


def _stretches(sentences: Ids) -> list[tuple[int, int]]:
    """Runs of pieces that fit into a window: whole sentences, as many as fit; a sentence longer than a window in parts."""
    if not len(sentences):
        return []
    begins = [0, *(np.flatnonzero(np.diff(sentences)) + 1).tolist(), len(sentences)]
    cuts = [0]
    for begin, end in pairwise(begins):
        cuts += range(begin + MOST_READ, end, MOST_READ)
        cuts.append(end)
    stretches, start = [], 0
    for here, after in zip(cuts[1:], [*cuts[2:], None], strict=True):
        if after is None or after - start > MOST_READ:
            stretches.append((start, here))
            start = here
    return stretches
