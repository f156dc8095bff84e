"""Examples of a set's rows, and beside most of the answerable ones a near miss: a window that does not hold the answer."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from embeddings.training.reader.reading_examples import MOST_READ, Coder, Example
from embeddings.training.reader.row import Row
from embeddings.training.reader.similar_passages import Neighbours
from embeddings.training.reader.swapping import Swapper

_AROUND = 3  # sentences on each side of what was cut out, or of the nearest sentence of another text
_NEAREST = 8  # texts that are like a question
REASKED = "reasked"  # kind of the questions that we asked again, mostly in another language than their passage


class Misses:
    """Makes near misses of a set's answerable rows."""

    def __init__(self, rows: Sequence[Row], coder: Coder) -> None:
        """The rows of the set are each other's near misses."""
        self._coder = coder
        self._texts = list({row.text: row for row in rows}.values())
        self._near = Neighbours([row.text for row in self._texts])
        self._swapper = Swapper(rows)

    def swapped(self, row: Row, draw: random.Random) -> Example | None:
        """The question about another name, title or year, on the same text."""
        question = self._swapper.swapped(row, draw)
        if not question:
            return None
        asked = replace(row, question=question, answer=None, kind=f"{row.kind}-swap")
        return self._coder.example(asked, draw, width=MOST_READ)

    def cut(self, row: Row, draw: random.Random, *, width: int | None = None) -> Example | None:
        """The same text around the answer, without the sentence that holds it; none when another says it as well."""
        spans = self._coder.sentences(row)
        gone = _sentences_of(row, spans)
        rest = "".join(row.text[start:end] for number, (start, end) in enumerate(spans) if number not in gone)
        if len(gone) == len(spans) or row.answered.lower() in rest.lower():
            return None
        near = set(_around(min(gone), len(spans))) - gone
        return self._coder.example(replace(row, kind=f"{row.kind}-cut"), draw, width=width, among=near)

    def alike(self, row: Row, draw: random.Random, *, like: str = "") -> Example | None:
        """Another text that shares much with the question, where it shares most.

        Args:
            row: Whose question it is.
            draw: Decides which.
            like: What the text is to be like instead, where the question is in another language than the texts.

        Returns:
            The example; none where every text that is like it holds the answer.
        """
        like = like or row.question
        asked = f"{like} {row.title}" if draw.random() < 0.3 else like
        answer = row.answered.lower()
        near = [self._texts[number] for number in self._near.top(asked, _NEAREST)]
        near = [other for other in near if other.text != row.text and answer not in other.text.lower()]
        if not near:
            return None
        other = draw.choice(near[:3] if draw.random() < 0.7 else near)
        spans = self._coder.sentences(other)
        nearest = draw.randrange(len(spans))
        if len(spans) > 1 and draw.random() < 0.7:
            nearest = Neighbours([other.text[start:end] for start, end in spans]).top(like, 1)[0]
        asked_there = replace(
            row, title=other.title, above=other.above, text=other.text, kind=f"{row.kind}-alike",
            passage_language=other.passage_language,
        )  # fmt: skip
        return self._coder.example(asked_there, draw, among=set(_around(nearest, len(spans))))


def examples_of(rows: Sequence[Row], coder: Coder, share: float, draw: random.Random) -> Iterator[Example]:
    """Examples of rows, and near misses beside them.

    Args:
        rows: The rows.
        coder: What turns a row into an example.
        share: Of the answerable rows, those that also get a near miss.
        draw: What is drawn by.

    Yields:
        An example of each row that fits into one, and its near miss behind it.
    """
    misses = Misses(rows, coder)
    for row in rows:
        example = coder.example(row, draw)
        if not example:
            continue
        yield example
        if row.answer and draw.random() <= share and (miss := _near_miss(misses, row, draw)):
            yield miss


def written_examples(rows: Sequence[Row], coder: Coder, draw: random.Random) -> Iterator[Example]:
    """Two examples of each answerable question that we wrote, of some a near miss, and one of each unanswerable one."""
    misses = Misses(rows, coder)
    for row in rows:
        for _ in range(2 if row.answer else 1):
            width = draw.choice([MOST_READ, MOST_READ, None]) if row.answer else MOST_READ
            if example := coder.example(row, draw, width=width):
                yield example
        if row.answer and draw.random() < 0.25 and (miss := misses.cut(row, draw, width=MOST_READ)):
            yield miss


def held_examples(rows: Sequence[Row], coder: Coder, draw: random.Random) -> Iterator[Example]:
    """Questions that are held out, as they are in one window, and of the answerable ones the near misses that can be made.

    Args:
        rows: The rows.
        coder: What turns a row into an example.
        draw: What is drawn by.

    Yields:
        Each example: as it is, with a part exchanged, with the answer cut out, and on another text; what we wrote has
        unanswerable questions of its own, and other papers may answer it.
    """
    misses = Misses(rows, coder)
    for row in rows:
        made = [coder.example(row, draw, width=MOST_READ)]
        if row.answer and row.kind != "written":
            made += [
                misses.swapped(row, draw) if row.kind != REASKED else None,
                misses.cut(row, draw, width=MOST_READ),
                misses.alike(row, draw, like=said(row, coder) if row.kind == REASKED else ""),
            ]
        yield from filter(None, made)


def said(row: Row, coder: Coder) -> str:
    """The sentence that holds the answer; the whole text where none does."""
    first, _ = row.answer or (0, 0)
    return next((row.text[start:end] for start, end in coder.sentences(row) if first < end), row.text)


def _near_miss(misses: Misses, row: Row, draw: random.Random) -> Example | None:
    """A quarter have the question changed, a third the answer cut out, and the rest, and where that fails, another text."""
    chance, made = draw.random(), None
    # What a report does not say of one year it may well say of another: there questions are changed by `clauses` alone.
    if chance < 0.25 and not row.always_above:
        made = misses.swapped(row, draw)
    if made is None and chance < 0.55:
        made = misses.cut(row, draw)
    if made is None and row.kind != "report":
        made = misses.alike(row, draw)
    return made


def _sentences_of(row: Row, spans: list[tuple[int, int]]) -> set[int]:
    """Numbers of the sentences that hold a part of the answer."""
    first, last = row.answer or (0, 0)
    return {number for number, (start, end) in enumerate(spans) if start < last and end > first}


def _around(number: int, count: int) -> range:
    return range(max(0, number - _AROUND), min(count, number + _AROUND + 1))
