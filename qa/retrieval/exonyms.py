"""Names that documents bear, called otherwise in a question of another script: Harbin or ハルビン where they say 哈尔滨.

The built-in table has words of many languages near each other, names too, and a few letters tell the rest (Lhasa, lasa).
Only a name that stands out among all that the documents bear is taken, so that none needs to be listed here.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder
from qa.facets.names import SUFFIX
from qa.facets.terms import is_han
from qa.question.pinyin_to_hanzi import is_pinyin
from qa.text.analyzer import normalise
from qa.text.pinyin import readings
from qa.text.scripts import CJK, KATAKANA
from qa.types import Span

_LETTER = f"[^\\W\\d_{CJK}]"
_WRITTEN = re.compile(rf"[{KATAKANA}]{{2,}}|{_LETTER}+(?:['’-]{_LETTER}+)*")
_NEAR, _APART = 0.3, 0.65  # cosine of the name that is meant, at least; that of the next one against it, at most
_SOUNDS, _ALIKE, _LESS_APART = 0.7, 0.2, 0.85  # the same where it is also spelled much as the name is read
_MOST_WORDS = 3  # of one name
_MOST_NAMES = 20_000  # of all documents
_SHORTEST_LETTERS = 3  # letters
_MOST_READINGS = 4


class Exonyms:
    """Finds which of some names is meant by a name in another language."""

    def __init__(self, names: Callable[[], Iterable[str]], table: Encoder) -> None:
        """Nothing is worked out before the first question that needs it.

        Args:
            names: Gives the names that the documents bear.
            table: Has words of all languages near each other.
        """
        self._given, self._table = names, table

    def meant(self, question: str, known: Callable[[Span], bool]) -> Iterator[tuple[Span, str]]:
        """The names in a question that stand for one of the documents', each with that one, in order.

        Args:
            question: The question.
            known: Whether the words there are understood without.

        Yields:
            Where the name stands, and the documents' own.
        """
        words = [match for match in _WRITTEN.finditer(question) if not known(Span(*match.span()))]
        at = 0
        while at < len(words):
            for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
                first, last = words[at], words[at + length - 1]
                text = question[first.start() : last.end()]
                if _is_one(text, length) and (name := self._nearest(text)):
                    yield Span(first.start(), last.end()), name
                    at += length - 1
                    break
            at += 1

    def _nearest(self, text: str) -> str:
        (asked,) = self._table.encode_queries([text])
        names, vectors = self._names
        if not names or not asked.any():
            return ""
        cosines = vectors @ asked
        best = int(cosines.argmax())
        # Another name that has this one in it (a town and its office) is no rival.
        if is_han(names[best]) == is_han(text):
            return ""
        others = [float(cosines[at]) for at in np.argsort(-cosines)[1:50].tolist() if not _same(names[at], names[best])]
        rival = max(others, default=0.0)
        near = float(cosines[best])
        if near >= _NEAR and rival <= _APART * near:
            return names[best]
        spelled = near >= _ALIKE and rival <= _LESS_APART * near and _sounds(text, names[best]) >= _SOUNDS
        return names[best] if spelled else ""

    @cached_property
    def _names(self) -> tuple[list[str], NDArray[np.float32]]:
        bare = (re.sub(f"(?<=..){SUFFIX}$", "", name) for name in self._given())
        names = list(islice(dict.fromkeys(filter(None, bare)), _MOST_NAMES))
        return names, self._table.encode_passages(names)


def _is_one(text: str, words: int) -> bool:
    """Whether words may be a name in another script than the documents': all with a capital, or in katakana."""
    parts = re.split(r"[\s]+", text)
    if len(parts) != words or not all(part[0].isupper() or "\u30a0" < part[0] < "\u30ff" for part in parts):
        return False
    return len(normalise(text)) >= _SHORTEST_LETTERS and not is_pinyin(text)


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _sounds(text: str, name: str) -> float:
    """How much of a word's letters are those of a Chinese name in pinyin, in their order, in [0, 1]."""
    if not is_han(name):
        return 0.0
    read = islice(product(*map(readings, normalise(name))), _MOST_READINGS)
    letters = re.sub(r"\W", "", normalise(text))
    return max((SequenceMatcher(None, letters, "".join(each), autojunk=False).ratio() for each in read), default=0.0)
