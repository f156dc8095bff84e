"""Reader name -> `Reader`: the built-in span network, the same with less to read, or any extractive model."""

from typing import NamedTuple

from qa.reader.network import SpanReader, load_network
from qa.settings import FAST, STANDARD

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
