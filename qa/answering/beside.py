"""A conversation goes on in the document that it is in: what stands beside the quote of the turn before is the likelier answer."""

from collections.abc import Callable

from qa.types import Passage

Nearer = Callable[[Passage], float]
# Log-odds between a sentence of the document that was quoted in the turn before and one of another document.
SAME_DOCUMENT = 1.0


def nothing_near(_: Passage) -> float:
    """No passage is nearer than another one."""
    return 0.0


class Beside:
    """How near passages are to a quote; each document is looked through once."""

    def __init__(self, quote: str, text_of: Callable[[str], str]) -> None:
        self._quote, self._text_of = quote, text_of
        self._known: dict[str, bool] = {}

    def __call__(self, passage: Passage) -> float:
        """Log-odds more of a sentence of a passage."""
        if not self._quote:
            return 0.0
        if passage.source not in self._known:
            self._known[passage.source] = self._quote in self._text_of(passage.source)
        return SAME_DOCUMENT * self._known[passage.source]
