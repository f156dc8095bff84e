"""The span network: reads a question and a passage together, and says where in the passage the answer stands, if it does.

An extractive reader in the sense of SQuAD 2 (Rajpurkar, Jia and Liang, 2018): for each piece of a text, how well an answer
begins and ends there, with the first position of all for "no answer"; and, of our own, how well the piece's sentence
answers. A transformer of our own training (`embeddings/training/reader`), run by onnxruntime.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.graphs import open_graph
from embeddings.wordpieces import WordPieces, load_wordpieces
from qa.errors import YinjuError
from qa.reader.windows import Ids, Text, windows_of

FOLDER = Path(__file__).parent / "weights"
GRAPH = "reader.onnx"
LONGEST_ANSWER_PIECES = 40  # pieces
Numbers = NDArray[np.float32]


class Found(NamedTuple):
    """What the network says of one sentence of a text; scores are log-odds against "no answer" in the same window.

    Attributes:
        best: Of the best answer that begins in the sentence.
        mass: Of all answers that begin there together (log-sum-exp).
        stated: Of the sentence as a whole.
        start: Where the best answer begins, in characters of the text.
        end: Where it ends.
    """

    best: float
    mass: float
    stated: float
    start: int
    end: int


NOTHING = Found(-20.0, -20.0, -20.0, 0, 0)  # of a sentence without a piece


class SpanReader(Protocol):
    """What reads passages for a question."""

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Found]]:
        """For each text, what is found in each of its sentences."""
        ...


class SpanNetwork:
    """The network that comes with the code. Threads may share it."""

    def __init__(self, folder: Path = FOLDER, pieces: WordPieces | None = None) -> None:
        if not (folder / GRAPH).is_file():
            raise YinjuError(f"{folder / GRAPH} is missing; get a whole copy of the project")
        self._graph = open_graph(folder / GRAPH, ("vectors",))
        self._pieces = pieces or load_wordpieces()

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Found]]:
        """For each text, what is found in each of its sentences.

        One window at a time: what int8 rounds must not depend on what else is read, and padding costs more than it gains.

        Args:
            question: The question.
            texts: What is read; each with what stands above it.

        Returns:
            A list for each text, an entry for each sentence.
        """
        found = [[NOTHING] * len(text.sentences) for text in texts]
        for window in windows_of(self._pieces, question, texts):
            vectors = self._pieces.vectors(window.ids[None])
            (scores,) = self._graph.run(None, {"vectors": vectors})
            nothing, inside, row = scores[0, 0], scores[0, window.first : -1], found[window.text]
            odds = by_sentence(inside[:, :2], float(nothing[:2].sum()), window.offsets, window.sentences)
            for number, best, mass, start, end in odds:
                stated = float(inside[window.sentences == number, 2].mean() - nothing[2])
                row[number] = max(row[number], Found(best, mass, stated, start, end))
        return found


def by_sentence(
    logits: Numbers, nothing: float, offsets: Ids, sentences: Ids
) -> list[tuple[int, float, float, int, int]]:
    """Of each sentence in a window: its number; the odds of the best answer, and of all, that begin there; where that stands.

    Args:
        logits: How well an answer begins and ends at each of the n pieces of the text, (n, 2).
        nothing: The same of "no answer", begin and end together.
        offsets: Where the pieces stand, (n, 2), in characters.
        sentences: Number of the sentence of each, (n,).

    Returns:
        Five numbers for each sentence.
    """
    spans = _spans(logits[:, 0], logits[:, 1]) - nothing  # (pieces, lengths)
    row_best, row_length = spans.max(axis=1), spans.argmax(axis=1)
    row_mass = _log_sum_exp(spans)
    result = []
    for number in np.unique(sentences):
        at = np.flatnonzero(sentences == number)
        begin = int(at[row_best[at].argmax()])
        end = begin + int(row_length[begin])
        mass = float(_log_sum_exp(row_mass[at][None])[0])
        start, stop = int(offsets[begin, 0]), int(offsets[end, 1])
        result.append((int(number), float(row_best[begin]), mass, start, stop))
    return result


def _spans(starts: Numbers, ends: Numbers) -> Numbers:
    """The score of each answer by where it begins and how many pieces more it has: (pieces, `LONGEST_ANSWER_PIECES`)."""
    padded = np.concatenate([ends, np.full(LONGEST_ANSWER_PIECES, -1e4, dtype=np.float32)])
    reach = np.lib.stride_tricks.sliding_window_view(padded, LONGEST_ANSWER_PIECES)[: len(starts)]
    scores: Numbers = starts[:, None] + reach
    return scores


def _log_sum_exp(rows: Numbers) -> Numbers:
    most = rows.max(axis=1, keepdims=True)
    summed: Numbers = np.log(np.exp(rows - most).sum(axis=1)) + most[:, 0]
    return summed


@cache
def load_network() -> SpanNetwork:
    """The network that comes with the code; one object for all who ask."""
    return SpanNetwork()
