"""What can be asked of a term: how documents use it, and whether it is a word at all."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol


class TermStatistics(Protocol):
    """The terms of some documents (`analyzer` says what a term is), and the words of a language model."""

    def count(self, term: str, /) -> int:
        """How many passages hold a term."""

    def holds(self, term: str, /) -> bool:
        """Whether any passage holds it."""

    def idf(self, term: str, /) -> float:
        """How rare it is among the passages (Robertson and Zaragoza, 2009)."""

    def neighbours(self, words: str, /) -> Sequence[str]:
        """Where words stand side by side, each time with the character before and behind; not all of them."""

    def knows(self, word: str, /) -> bool:
        """Whether the built-in model has a word in its vocabulary, which is of the language and of no document."""


class Remembered:
    """Term statistics that look each term up once, for who asks for the same ones again and again."""

    def __init__(self, terms: TermStatistics) -> None:
        self.count, self.holds, self.idf = cache(terms.count), cache(terms.holds), cache(terms.idf)
        self.neighbours, self.knows = cache(terms.neighbours), cache(terms.knows)
