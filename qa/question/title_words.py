"""What the titles of an index tell: which words of a question name whose document it is about."""

import re
from collections.abc import Sequence

from qa.question.missing_words import missing_names
from qa.text.analyzer import normalise
from qa.text.name_model import name_chance
from qa.text.scripts import HAN, HANGUL_SYLLABLES
from qa.text.term_statistics import TermStatistics
from qa.types import Span

_CJK_RUN = re.compile(rf"[{HAN}{HANGUL_SYLLABLES}]+")
_LONGEST_NAME_CHARACTERS = 12  # of a piece of a title
_A_NAME, _LENGTH_COSTS = 0.6, 0.03  # chance of a name; of a character more


class Titles:
    """The titles of an index's documents, to tell which words of a question name what they are about."""

    def __init__(self, titles: Sequence[str], terms: TermStatistics | None = None) -> None:
        """Take the titles, and the terms of the documents where it matters which they have."""
        self._terms = terms
        self._titles = [normalise(title) for title in titles]
        self._joined = "\n".join(self._titles)

    def names(self, text: str) -> list[Span]:
        """The names in a text, of two Chinese characters or more, that stand in some titles, not in all."""
        found: list[Span] = []
        for run in _CJK_RUN.finditer(text):
            at, end = run.span()
            while at < end - 1:
                widths = range(2, min(_LONGEST_NAME_CHARACTERS, end - at) + 1)
                told = {
                    width: name_chance(text[at : at + width]) for width in widths if self._tells(text[at : at + width])
                }
                # Of two that are as likely the shorter: 内蒙古, not 内蒙古工会.
                width = max(told, key=lambda width: told[width] - _LENGTH_COSTS * width, default=0)
                if width and told[width] >= _A_NAME and text[at] not in "年月日":
                    found.append(Span(at, at + width))
                    at += width
                else:
                    at += 1
        return found

    def has_foreign_name(self, text: str) -> bool:
        """Whether a text names something that no document mentions."""
        return self._terms is not None and bool(missing_names(text, self._terms)[0])

    def _tells(self, piece: str) -> bool:
        piece = normalise(piece)
        return piece in self._joined and not all(piece in title for title in self._titles)
