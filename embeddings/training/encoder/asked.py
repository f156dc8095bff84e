"""Questions with the passages that answer them, as the index has passages: windows of whole sentences, with what stands above."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.training.reader.row import Row
from embeddings.training.reader.sentence_ends import sentences
from embeddings.wordpieces import BEGIN, END, WordPieces

QUESTION, PASSAGE = "query: ", "passage: "
MOST_ASKED, MOST_READ = 64, 256  # pieces of a question, of a passage with what stands above it
_CHARACTERS = {True: (90, 330), False: (200, 900)}  # of a window, in Chinese or Japanese, and in other scripts
_ACROSS = ("across", "glossed", "reasked")
_UNTITLED = 0.2  # share of the texts that are shown without what stands above
_WINDOWS = 4  # of one text, at most: those that answer, and others as near misses
_QUESTIONS = 4  # of one text that are asked at a time
Ids = NDArray[np.int32]


class Told(NamedTuple):
    """A text with all that is asked of it."""

    title: str
    above: str
    text: str
    dense: bool
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Turn:
    """Some windows of a text, and questions that they answer.

    Attributes:
        windows: The pieces of each.
        questions: The pieces of each.
        answered: For each question the number of its window.
    """

    windows: list[Ids]
    questions: list[Ids]
    answered: list[int]

    @property
    def pieces(self) -> int:
        """Of all together."""
        return sum(map(len, self.windows)) + sum(map(len, self.questions))


def told(rows: Iterable[Row]) -> dict[str, list[Told]]:
    """The texts of answerable rows with their questions, by pool: passages of one kind and language tell each other apart.

    Args:
        rows: Of any sources.

    Returns:
        Texts by the name of their pool.
    """
    grouped: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.answer and row.text.strip() and row.question.strip():
            grouped[_pool(row), row.title, row.above, row.text].append(row)
    pools: dict[str, list[Told]] = defaultdict(list)
    for (pool, title, above, text), asked in grouped.items():
        pools[pool].append(Told(title, above, text, _is_dense(text), asked))
    return dict(pools)


class Cutter:
    """Makes turns of texts."""

    def __init__(self) -> None:
        self._pieces = WordPieces()

    def turn(self, each: Told, draw: random.Random) -> Turn:
        """Cut a text into windows of some size, and take some that answer and some that do not."""
        windows = windows_of(each, draw)
        asked = draw.sample(each.rows, min(_QUESTIONS, len(each.rows)))
        where = [_holding(windows, row) for row in asked]
        chosen = sorted(set(where))
        rest = [number for number in range(len(windows)) if number not in chosen]
        chosen += draw.sample(rest, max(0, min(len(rest), _WINDOWS - len(chosen))))
        untitled = draw.random() < _UNTITLED and not each.rows[0].always_above
        above = "" if untitled else context(each)
        texts = [encoded(each.text[slice(*windows[number])], above) for number in chosen]
        return Turn(
            self.passages(texts), self.questions([row.question for row in asked]), [chosen.index(at) for at in where]
        )

    def passages(self, texts: Sequence[str]) -> list[Ids]:
        """The pieces of passages, with those that stand around them."""
        return self._around(PASSAGE, texts, MOST_READ)

    def questions(self, texts: Sequence[str]) -> list[Ids]:
        """And those of questions."""
        return self._around(QUESTION, texts, MOST_ASKED)

    def _around(self, prefix: str, texts: Sequence[str], most: int) -> list[Ids]:
        pieces = self._pieces.encode([prefix + text for text in texts])
        return [np.array([BEGIN, *each.ids[: most - 2], END], np.int32) for each in pieces]


def context(each: Told) -> str:
    """What stands above a text, a line each."""
    return "\n".join(filter(None, (each.title, each.above)))


def encoded(text: str, above: str) -> str:
    """What is encoded of a passage, as the catalogue gives it."""
    return f"{above}\n{text}" if above else text


def windows_of(each: Told, draw: random.Random | None = None) -> list[tuple[int, int]]:
    """Whole sentences until a size is reached, one window behind the other; the size is drawn, or the greatest."""
    least, most = _CHARACTERS[each.dense]
    size = draw.randint(least, most) if draw else most
    found: list[tuple[int, int]] = []
    for start, end in sentences(each.text, each.rows[0].passage_language if each.rows else ""):
        if found and end - found[-1][0] <= size:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _holding(windows: Sequence[tuple[int, int]], row: Row) -> int:
    start = row.answer[0] if row.answer else 0
    return next((number for number, (_, end) in enumerate(windows) if start < end), len(windows) - 1)


def _pool(row: Row) -> str:
    """Questions of some kinds are in another language than their passage."""
    kind = row.kind.split("-")[0]
    script = "dense" if _is_dense(row.text) else "other"
    return f"{kind} {row.passage_language or (script if kind in _ACROSS else row.language)}"


def _is_dense(text: str) -> bool:
    return sum(ord(sign) > 0x2E00 for sign in text[:400]) > len(text[:400]) / 3
