"""Rows become examples: question, what stands above, and a window of whole sentences, in pieces, with the answer's place.

The windows are of all sizes, so that the network cannot learn where in them answers stand; the reader cuts its own alike
(`qa.reader.windows`).
"""

import gzip
import random
from collections.abc import Collection, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from embeddings.training.reader.row import Row
from embeddings.training.reader.sentence_ends import sentences
from embeddings.wordpieces import BEGIN, END, FOLDER, TOKENIZER

MOST_ASKED, MOST_ABOVE, MOST_READ = 64, 72, 190  # pieces of a question, of what stands above a text, of a window of it
_SHOWN_ABOVE = 0.75  # share of the windows that are shown with what stands above
_MARGIN = 20  # pieces that a window has beside an answer in a sentence that is too long for it
_CACHED = 60_000  # texts
Ids = NDArray[np.int32]


class Example(NamedTuple):
    """What the network is given, and what it is to say.

    Attributes:
        ids: All pieces: question, what stands above, the window, and the marks between them.
        first: Where the window begins in `ids`; it ends one before their end.
        start: Of the answer's pieces, the first; 0 when the window holds no answer.
        end: And the last.
        sentences: Where the window's sentences begin.
        sentence: Number of the one that the answer begins in; -1 without an answer.
        kind: Of question, and of what was done to it.
    """

    ids: Ids
    first: int
    start: int
    end: int
    sentences: Ids
    sentence: int
    kind: str


class _Text(NamedTuple):
    """A text in n pieces and m sentences.

    Attributes:
        ids: Of the pieces, (n,).
        offsets: Where they stand, in characters, (n, 2).
        sentences: Where these stand, in characters.
        numbers: Of the sentence of each piece, (n,).
        begins: The first piece of each sentence, and n at the end, (m + 1,).
    """

    ids: Ids
    offsets: Ids
    sentences: list[tuple[int, int]]
    numbers: Ids
    begins: Ids


class Coder:
    """Cuts texts into pieces, and windows out of them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """With the tokenizer of the word pieces that come with the code."""
        # Not by `WordPieces`, which cuts long texts off: some answers stand far down.
        self._tokenizer = Tokenizer.from_str(gzip.decompress((folder / TOKENIZER).read_bytes()).decode("utf-8"))
        self._cache: dict[tuple[str, str], _Text] = {}

    def sentences(self, row: Row) -> list[tuple[int, int]]:
        """Where the sentences of its text stand, in characters."""
        return self._text(row).sentences

    def example(
        self, row: Row, draw: random.Random, *, width: int | None = None, among: Collection[int] | None = None
    ) -> Example | None:
        """A window of a row's text; none when the question or the text is empty, or the answer too long.

        Args:
            row: Of a row without an answer, any window is taken.
            draw: Decides about all that is left open.
            width: Most pieces of the window; drawn when none is given.
            among: Numbers of the sentences that it may hold; then it holds no answer, whatever the row says.

        Returns:
            The example, or None.
        """
        asked = self._ids(row.question)[-MOST_ASKED:]  # of a long question its end, as it is read
        text = self._text(row)
        if not len(asked) or not len(text.ids) or (among is not None and not among):
            return None
        width = width or (draw.randint(60, MOST_READ) if draw.random() < 0.6 else draw.randint(25, 110))
        answer = _pieces_of(text, row.answer) if row.answer and among is None else None
        if row.answer and among is None:
            chosen = _around_answer(text, answer, width, draw) if answer else None
        else:
            chosen = _anywhere(text, width, among, draw)
        if not chosen:
            return None
        above = "\n".join(filter(None, (row.title, row.above)))
        shown = self._ids(above)[:MOST_ABOVE] if above and (row.always_above or draw.random() < _SHOWN_ABOVE) else []
        return _example([BEGIN, *asked, END, *shown, END], text, chosen, answer, row.kind)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _text(self, row: Row) -> _Text:
        key = row.text, row.passage_language
        if key not in self._cache:
            if len(self._cache) > _CACHED:
                self._cache.clear()
            encoding = self._tokenizer.encode(row.text, add_special_tokens=False)
            offsets = np.array(encoding.offsets, np.int32).reshape(-1, 2)
            spans = sentences(row.text, row.passage_language)
            ends = np.array([end for _, end in spans])
            numbers = np.minimum(np.searchsorted(ends, offsets[:, 0], side="right"), len(spans) - 1)
            begins = np.searchsorted(numbers, np.arange(len(spans) + 1))
            ids = np.array(encoding.ids, np.int32)
            self._cache[key] = _Text(ids, offsets, spans, numbers.astype(np.int32), begins.astype(np.int32))
        return self._cache[key]


def _pieces_of(text: _Text, answer: tuple[int, int]) -> tuple[int, int] | None:
    """First and last piece of an answer."""
    starts, ends = text.offsets.T
    inside = np.flatnonzero((ends > answer[0]) & (starts < answer[1]) & (ends > starts))
    return (int(inside[0]), int(inside[-1])) if len(inside) else None


def _around_answer(text: _Text, answer: tuple[int, int], width: int, draw: random.Random) -> list[int] | None:
    """The answer's sentences and others around them; a part of a sentence that is too long."""
    first, last = (int(text.numbers[piece]) for piece in answer)
    if text.begins[last + 1] - text.begins[first] <= MOST_READ:
        return _grown(text, first, last, width, None, draw)
    room = MOST_READ - _MARGIN - (answer[1] - answer[0])
    if room < 0:
        return None
    start = max(0, answer[0] - draw.randint(5, max(5, room)))
    end = min(len(text.ids), start + MOST_READ)
    return list(range(start, end)) if answer[1] < end else None


def _anywhere(text: _Text, width: int, among: Collection[int] | None, draw: random.Random) -> list[int]:
    """A sentence and others around it."""
    sentence = draw.choice(sorted(among)) if among is not None else draw.randrange(len(text.sentences))
    return _grown(text, sentence, sentence, width, among, draw)


def _grown(
    text: _Text, first: int, last: int, width: int, among: Collection[int] | None, draw: random.Random
) -> list[int]:
    """The pieces of some sentences and, as long as they fit, of those before and behind them, whichever is drawn."""
    sizes = [
        int(end - begin) if among is None or number in among else 0 for number, (begin, end) in enumerate(pairwise(text.begins))
    ]  # fmt: skip
    while True:
        wider = [(first - 1, last)] if first else []
        wider += [(first, last + 1)] if last < len(sizes) - 1 else []
        wider = [(low, high) for low, high in wider if sum(sizes[low : high + 1]) <= width]
        if not wider:
            break
        first, last = draw.choice(wider)
    numbers = [number for number in range(first, last + 1) if sizes[number]]
    return [piece for number in numbers for piece in range(text.begins[number], text.begins[number + 1])][:MOST_READ]


def _example(
    head: Sequence[int], text: _Text, chosen: list[int], answer: tuple[int, int] | None, kind: str
) -> Example | None:
    """The window behind its head; none when the answer does not stand in it as a whole."""
    ids = np.array([*head, *text.ids[chosen], END], np.int32)
    numbers = text.numbers[chosen]
    begins = np.flatnonzero(np.diff(numbers, prepend=-1)).astype(np.int32) + len(head)
    if not answer:
        return Example(ids, len(head), 0, 0, begins, -1, kind)
    if answer[0] not in chosen or answer[1] not in chosen:
        return None
    start, end = (len(head) + chosen.index(piece) for piece in answer)
    return Example(ids, len(head), start, end, begins, int(np.searchsorted(begins, start, side="right")) - 1, kind)
