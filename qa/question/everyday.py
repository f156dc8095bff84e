"""Everyday words of a question: they are no things that one asks for, and they tell its language."""

from collections.abc import Sequence

from qa.text.analyzer import normalise
from qa.text.background import common
from qa.text.segmenter import Word
from qa.text.term_statistics import TermStatistics

_EVERYDAY = 0.04  # share of everyday passages from which on a word says nothing by itself
# Nearly every passage in Latin letters has one of these. A question whose everyday words all stand in far fewer is in another language.
_COMMONEST = ("the", "of", "de", "la", "que", "der", "und", "le", "il", "di", "do", "het", "van", "og")
_MANY, _SELDOM = 3, 0.15


def is_everyday(word: Word) -> bool:
    """Whether a word stands in many passages of everyday text, in whatever language."""
    return common(word.text.lower()) >= _EVERYDAY


def in_another_language(words: Sequence[Word], terms: TermStatistics) -> bool:
    """Whether a question's everyday words are not the documents': el, la and que stand in English ones too, in names.

    Args:
        words: Those of the question in Latin letters.
        terms: Those of the index.

    Returns:
        Whether they are not; never of a question with few of them.
    """
    everyday = {normalise(word.text) for word in words if is_everyday(word)}
    return len(everyday) >= _MANY and max(map(terms.count, everyday)) < _SELDOM * max(map(terms.count, _COMMONEST))
