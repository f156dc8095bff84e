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
from qa.reader.windows import Text, Window, windows_of

FOLDER = Path(__file__).parent / "weights"
GRAPH = "reader.onnx"
LONGEST_ANSWER = 40  # pieces
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
        self._graph = open_graph(folder / GRAPH)
        self._pieces = pieces or load_wordpieces()

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Found]]:
        """For each text, what is found in each of its sentences.

        One window at a time: what int8 rounds must not depend on what else is read, and padding costs more than it gains.

        Args:
            question: The question.
            texts: What is read; each with what stands above it.
        """
        found = [[NOTHING] * len(text.sentences) for text in texts]
        for window in windows_of(self._pieces, question, texts):
            vectors = self._pieces.vectors(window.ids[None])
            mask = np.ones((1, len(window.ids)), dtype=np.float32)
            (scores,) = self._graph.run(None, {"vectors": vectors, "mask": mask})
            row = found[window.text]
            for number, here in _by_sentence(window, scores[0]):
                row[number] = max(row[number], here)
        return found


def _by_sentence(window: Window, logits: Numbers) -> list[tuple[int, Found]]:
    """What is found in each sentence of a window, with the sentence's number."""
    nothing = float(logits[0, 0] + logits[0, 1])
    inside = logits[window.first : -1]
    spans = _spans(inside[:, 0], inside[:, 1]) - nothing  # (pieces, lengths)
    row_best, row_length = spans.max(axis=1), spans.argmax(axis=1)
    row_mass = _log_sum_exp(spans)
    result = []
    for number in np.unique(window.sentences):
        at = np.flatnonzero(window.sentences == number)
        begin = int(at[row_best[at].argmax()])
        end = begin + int(row_length[begin])
        mass = float(_log_sum_exp(row_mass[at][None])[0])
        stated = float(inside[at, 2].mean() - logits[0, 2])
        start, stop = int(window.offsets[begin, 0]), int(window.offsets[end, 1])
        result.append((int(number), Found(float(row_best[begin]), mass, stated, start, stop)))
    return result


def _spans(starts: Numbers, ends: Numbers) -> Numbers:
    """The score of each answer by where it begins and how many pieces more it has: (pieces, `LONGEST_ANSWER`)."""
    padded = np.concatenate([ends, np.full(LONGEST_ANSWER, -1e4, dtype=np.float32)])
    reach = np.lib.stride_tricks.sliding_window_view(padded, LONGEST_ANSWER)[: len(starts)]
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
