"""The terms of an index, as the readings of a question are told by them."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings import load_builtin
from qa.retrieval.index import Index


@dataclass(frozen=True, slots=True)
class IndexTerms:
    """`TermStatistics` of one generation."""

    index: Index

    def count(self, term: str, /) -> int:
        """How many passages hold a term."""
        return self.index.lexical.count(term)

    def holds(self, term: str, /) -> bool:
        """Whether any passage holds it."""
        return self.index.lexical.holds(term)

    def idf(self, term: str, /) -> float:
        """How rare it is among the passages."""
        return self.index.lexical.idf(term)

    def neighbours(self, words: str, /) -> Sequence[str]:
        """Where words stand side by side, each time with the character before and behind."""
        return self.index.around(words)

    def knows(self, word: str, /) -> bool:
        """Whether the built-in model has a word in its vocabulary."""
        return load_builtin().knows(word)
