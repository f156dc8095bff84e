"""The frame of a question, which a follow-up takes over: its years, names and quoted titles."""

import re

from qa.question.answer_type import interrogative
from qa.question.title_words import Titles
from qa.types import Span

YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)\s?年?(?:\d{1,2}月(?:\d{1,2}[日号])?)?[底末初]?")
QUOTED = re.compile(r"[“「『《\"][^”」』》\"]{2,40}[”」』》\"]")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BETWEEN_CAPITALS = re.compile(r"[\s-]+(?:(?:de|del|du|la|of|al)\s)?")


def frame(question: str, titles: Titles) -> list[str]:
    """The years, names and quoted titles of a question, in its order."""
    found: list[Span] = []
    marked = [Span(*match.span()) for pattern in (QUOTED, YEAR) for match in pattern.finditer(question)]
    rest = question
    for start, end in marked:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    for span in (*marked, *_capitalised(rest), *titles.names(rest)):
        if not any(span.start < other.end and other.start < span.end for other in found):
            found.append(span)
    return [question[span.start : span.end] for span in sorted(found)]


def _capitalised(text: str) -> list[Span]:
    """Words with a capital, those that stand together as one; the first word of the text has one in any case."""
    found: list[Span] = []
    for number, word in enumerate(_WORD.finditer(text)):
        is_i = re.split("['’]", word.group())[0] == "I"
        if number and word.group()[0].isupper() and not is_i and not interrogative(word.group()):
            near = found and _BETWEEN_CAPITALS.fullmatch(text, found[-1].end, word.start())
            start = found.pop().start if near else word.start()
            found.append(Span(start, word.end()))
    return found
