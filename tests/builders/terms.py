"""Term statistics that can be worked out by hand."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Terms:
    """Documents that hold these terms, so many passages each; by default none."""

    counts: Mapping[str, int] | Callable[[str], int] = field(default_factory=dict)
    known: Collection[str] = ()
    beside: Callable[[str], Sequence[str]] = lambda words: ()
    rarity: Mapping[str, float] | Callable[[str], float] = field(default_factory=dict)

    def count(self, term: str, /) -> int:
        return self.counts(term) if callable(self.counts) else self.counts.get(term, 0)

    def holds(self, term: str, /) -> bool:
        return self.count(term) > 0

    def idf(self, term: str, /) -> float:
        return self.rarity(term) if callable(self.rarity) else self.rarity.get(term, 0.0)

    def neighbours(self, words: str, /) -> Sequence[str]:
        return self.beside(words)

    def knows(self, word: str, /) -> bool:
        return word in self.known


def held(*terms: str, rarity: Mapping[str, float] | None = None) -> Terms:
    """Documents that hold these terms, once each."""
    return Terms(dict.fromkeys(terms, 1), rarity=rarity or {})


ANY_TERM = Terms(counts=lambda _: 1, rarity=lambda _: 1.0)  # each stands somewhere, and none says more than another
