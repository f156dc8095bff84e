"""How far an answer reaches beyond its sentence, by what is asked: the items below a colon, the name behind a pronoun."""

import re
from collections.abc import Sequence

from qa.question.answer_type import DATE, NAME, NUMBER
from qa.quoting.announcement_words import STARTS_ITEM
from qa.quoting.announcements import ends_with_colon
from qa.text.spans import words_of
from qa.types import Span

_MOST_ITEMS = 12
_LONGEST_LIST_CHARACTERS = 400
_FURTHEST_NAME = 2  # sentences before the one that says “he”
_PRONOUN = re.compile(
    r"^[\s“「『\"]*(?:他|她|它|牠|祂|其(?!他|它|她|中|实|實|余|餘|次|后|後)|这位|這位|那位|此人|两人|兩人|二人|(?:he|she|they|his|her|their|it|this (?:man|woman|person))\b)",
    re.IGNORECASE,
)
# What stands for something that was said before, in the languages of the built-in model.
_BACK = re.compile(
    r"^[\s“「『\"'(（]*.{0,3}?(?:这|這|此(?!外|后|後)|该|該|其(?!他|它|中|实|實|余|餘|次)|它|牠|祂|他(?!国|國)|她|当时|當時|同[年月日时時]|之[后後]"
    r"|因此|因而|所以|于是|於是|この|その|これ|それ|同社|彼|นี้|นั้น"
    r"|\b(?:this|that|these|those|it|its|he|his|him|she|her|they|their|them|the (?:former|latter)|such)\b"
    r"|\b(?:est[eao]s?|es[eao]s?|él|ell[oa]s?|sus?|ce|cet|cette|ces|ils?|elles?|leurs?|dies\w*|er|sie|ihre?\w*|seine?\w*|jene\w*)\b"
    r"|\b(?:эт(?:о|а|и|от|ой|ого)|он[аи]?|его|её|их|тот|такой|هذا|هذه|ذلك|تلك|هو|هي|هم|यह|वह|इस|उस|ये|वे|này|đó|nó)\b|\b[이그]\s)",
    re.IGNORECASE,
)
_GOES_ON = (";", "；", ",", "，", "、")
_ENDS = ("。", ".", "！", "!", "？", "?", ":", "：")


def extended(kind: str, text: str, sentences: Sequence[Span], first: int, last: int) -> tuple[int, int]:
    """A run of sentences with what makes it an answer to a question of this kind.

    Args:
        kind: What is asked for, as `asked_for` says.
        text: The passage.
        sentences: Its sentences, in order.
        first: Number of the run's first sentence.
        last: Number of its last one.

    Returns:
        Numbers of sentences, both included.
    """
    if kind == NAME:
        first = _to_the_name(text, sentences, first)
    if kind not in (NUMBER, DATE) and ends_with_colon(words_of(text, sentences[last])):
        last = _to_the_last_item(text, sentences, last)
    return first, last


def points_back(sentence: str) -> bool:
    """Whether a sentence begins with what stands for something said before it: this, it, he, 该, 同年."""
    return bool(_BACK.match(sentence))


def _to_the_name(text: str, sentences: Sequence[Span], first: int) -> int:
    """The nearest sentence before that says who “he” is; the run's own first one when none is near."""
    for at in range(first, max(first - _FURTHEST_NAME, 0) - 1, -1):
        if not _PRONOUN.match(words_of(text, sentences[at])):
            return at
    return first


def _to_the_last_item(text: str, sentences: Sequence[Span], last: int) -> int:
    """The last item below a colon, as far as the list is short."""
    begins, items = sentences[last].end, sentences[last + 1 : last + 1 + _MOST_ITEMS]
    words = [words_of(text, item) for item in items]
    for number, item in enumerate(items):
        follows = not number or _is_next(words[number - 1], words[number], words[0])
        if item.end - begins > _LONGEST_LIST_CHARACTERS or not follows:
            return last + number
    return last + len(items)


def _is_next(before: str, here: str, first: str) -> bool:
    """Whether an item follows another: it is told by the mark in between, by its number, or by having no full stop either."""
    if STARTS_ITEM.match(first):
        return bool(STARTS_ITEM.match(here))
    return before.endswith(_GOES_ON) or (not first.endswith((*_GOES_ON, *_ENDS)) and not here.endswith(_ENDS))
