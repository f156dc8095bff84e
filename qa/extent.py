"""How far an answer reaches beyond its sentence, by what is asked: the items below a colon, the name behind a pronoun."""

import re
from collections.abc import Sequence

from qa.announcing import STARTS_ITEM
from qa.asked import DATE, NAME, NUMBER
from qa.types import Span

_MOST_ITEMS = 12
_LONGEST_LIST = 400  # characters
_FURTHEST_NAME = 2  # sentences before the one that says “he”
_PRONOUN = re.compile(
    r"^[\s“「『\"]*(?:他|她|它|牠|祂|其(?!他|它|她|中|实|實|余|餘|次|后|後)|这位|這位|那位|此人|两人|兩人|二人|(?:he|she|they|his|her|their|it|this (?:man|woman|person))\b)",
    re.IGNORECASE,
)
_GOES_ON = (";", "；", ",", "，", "、")


def extended(kind: str, text: str, sentences: Sequence[Span], first: int, last: int) -> tuple[int, int]:
    """A run of sentences with what makes it an answer to a question of this kind.

    Args:
        kind: What is asked for, as `asked_for` says.
        text: The passage.
        sentences: Its sentences, in order.
        first: Number of the run's first sentence.
        last: Number of its last one.
    """
    if kind == NAME:
        first = _to_the_name(text, sentences, first)
    if kind not in (NUMBER, DATE) and _words(text, sentences[last]).endswith((":", "：")):
        last = _to_the_last_item(text, sentences, last)
    return first, last


def _to_the_name(text: str, sentences: Sequence[Span], first: int) -> int:
    """The nearest sentence before that says who “he” is; the run's own first one when none is near."""
    for at in range(first, max(first - _FURTHEST_NAME, 0) - 1, -1):
        if not _PRONOUN.match(_words(text, sentences[at])):
            return at
    return first


def _to_the_last_item(text: str, sentences: Sequence[Span], last: int) -> int:
    """The last item below a colon, as far as the list is short."""
    begins = sentences[last].end
    numbered = False
    for at in range(last + 1, min(last + _MOST_ITEMS + 1, len(sentences))):
        words = _words(text, sentences[at])
        numbered = numbered or bool(STARTS_ITEM.match(words))
        begun = at == last + 1 or _words(text, sentences[at - 1]).endswith(_GOES_ON)
        if not (begun or (numbered and STARTS_ITEM.match(words))) or sentences[at].end - begins > _LONGEST_LIST:
            return at - 1
    return min(last + _MOST_ITEMS, len(sentences) - 1)


def _words(text: str, span: Span) -> str:
    return text[span.start : span.end].strip()
