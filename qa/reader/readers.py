"""Reader name -> `Reader`: the built-in span network, the same with less to read, or any extractive model."""

from collections.abc import Sequence
from typing import NamedTuple

from qa.reader.network import Found, SpanReader, load_network
from qa.reader.windows import Text
from qa.settings import FAST, STANDARD
from qa.types import Span

READ, READ_FAST = 5, 2  # passages that are read for a question
BEFORE_SILENCE = (
    8  # before it is said that the documents do not say: of 4 answerable seeds questions called absent 2 remain
)


class Reader(NamedTuple):
    """Who reads.

    Attributes:
        network: Finds answers in passages.
        most: So many passages of a question are read, the best of the ranking.
        before_silence: So many before it is said that the documents do not say.
    """

    network: SpanReader
    most: int = READ
    before_silence: int = BEFORE_SILENCE


class Remembering:
    """A network that reads each text once for a question: two searches for a follow-up find much the same."""

    def __init__(self, network: SpanReader) -> None:
        self._network = network
        self._known: dict[tuple[str, str, str, tuple[Span, ...]], list[Found]] = {}

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Found]]:
        """For each text, what is found in each of its sentences.

        Args:
            question: The question.
            texts: What is read.

        Returns:
            A list for each text, an entry for each sentence.
        """
        return [self._of(question, text) for text in texts]

    def _of(self, question: str, text: Text) -> list[Found]:
        key = question, text.above, text.text, tuple(text.sentences)
        if key not in self._known:
            (self._known[key],) = self._network.read(question, [text])
        return self._known[key]


def load_reader(name: str = STANDARD) -> Reader:
    """Load a reader: `standard`, `fast`, or an extractive question-answering model by folder or name.

    Args:
        name: Which.

    Returns:
        The reader, ready to read.

    Raises:
        EncoderUnavailable: It is not there, is not safe to load, or is no such model.
    """
    if name in (STANDARD, FAST):
        return Reader(load_network(), READ if name == STANDARD else READ_FAST)
    from qa.reader.extractive import load_extractive  # only needed by who asks for one

    return Reader(load_extractive(name))
