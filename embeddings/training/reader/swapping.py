"""The same question with another name, title or year in it: nothing answers it, and nearly everything looks as if it did."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from embeddings.training.reader.row import Row

_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-2][0-9])(?!\d)")
_TITLE = re.compile(r"[《「『“\"]([^》」』”\"]{2,20})[》」』”\"]")
_NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]+(?:\s+(?:of |the )?[A-Z][\w’'-]+)*")
_NO_CAPITALS = ("zh", "ja", "th", "ko", "de")  # or capitals that do not mark names
_YEARS_APART = 60
_DRAWN, _NEAREST = 40, 5  # how many others are looked at, and of them how many come nearest in length


class _Part(NamedTuple):
    """A part of a question that can be exchanged."""

    kind: str
    words: str
    start: int
    end: int


class Swapper:
    """Exchanges parts of questions for parts of the same kind of other questions."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Collect the parts of all of them."""
        pool: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for part in _parts(row):
                pool[part.kind].add(part.words)
        self._pool = {kind: sorted(words) for kind, words in pool.items()}

    def swapped(self, row: Row, draw: random.Random) -> str | None:
        """The question about something that the passage does not mention; none when nothing in it can be exchanged."""
        parts = _parts(row)
        draw.shuffle(parts)
        for part in parts:
            others = self._others(part, row, draw)
            if others:
                return row.question[: part.start] + draw.choice(others) + row.question[part.end :]
        return None

    def _others(self, part: _Part, row: Row, draw: random.Random) -> list[str]:
        pool = self._pool[part.kind]
        others = [
            other
            for other in draw.sample(pool, min(_DRAWN, len(pool)))
            if part.words not in other and not any(other in text for text in (row.text, row.question, row.title))
        ]
        if part.kind != "year":
            return sorted(others, key=lambda other: abs(len(other) - len(part.words)))[:_NEAREST]
        year = int(part.words)
        near = [other for other in others if abs(int(other) - year) <= _YEARS_APART]
        return near or [str(year + step) for step in (3, -4, 7) if str(year + step) not in row.text]


def _parts(row: Row) -> list[_Part]:
    question, title = row.question, row.title
    parts = [_Part("year", match.group(1), *match.span(1)) for match in _YEAR.finditer(question)]
    parts += [_Part("title", match.group(1), *match.span(1)) for match in _TITLE.finditer(question)]
    if len(title) > 1 and title in question:
        parts.append(_Part("subject", title, question.index(title), question.index(title) + len(title)))
    if row.language not in _NO_CAPITALS:
        parts += [_Part("name", match.group(), *match.span()) for match in _NAME.finditer(question)]
    return parts
