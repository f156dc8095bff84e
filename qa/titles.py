"""What the titles of an index tell: which words of a question name whose document it is about."""

import re
from collections.abc import Callable, Sequence

from qa.analysis import normalise
from qa.spelling import name_chance
from qa.types import Span
from qa.unsupported import missing_names

_CJK_RUN = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]+")
_LONGEST_NAME = 12  # characters of a piece of a title
_A_NAME, _LENGTH_COSTS = 0.6, 0.03  # chance of a name; of a character more


class Titles:
    """The titles of an index's documents, to tell which words of a question name what they are about."""

    def __init__(self, titles: Sequence[str], holds: Callable[[str], bool] = lambda _: True) -> None:
        """Take the titles; `holds` says whether a term stands anywhere in the documents."""
        self._holds = holds
        self._titles = [normalise(title) for title in titles]
        self._joined = "\n".join(self._titles)

    def names(self, text: str) -> list[Span]:
        """The names in a text, of two Chinese characters or more, that stand in some titles, not in all."""
        found: list[Span] = []
        for run in _CJK_RUN.finditer(text):
            at, end = run.span()
            while at < end - 1:
                widths = range(2, min(_LONGEST_NAME, end - at) + 1)
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
        return bool(missing_names(text, self._holds)[0])

    def _tells(self, piece: str) -> bool:
        piece = normalise(piece)
        return piece in self._joined and not all(piece in title for title in self._titles)
