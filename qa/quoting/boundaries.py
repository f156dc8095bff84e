"""Boundaries that keep the meaning: which run of sentences must be quoted when one of them is chosen.

A quote must not end inside quotation marks or brackets, nor leave out what denies or limits it, who said it, what it
is an item of, nor the condition under which it holds.
"""

from collections.abc import Sequence

from qa.quoting.announcements import announcement
from qa.quoting.depends_on import completed, leans
from qa.quoting.paired_marks import goes_on, unbalanced
from qa.text.spans import words_of
from qa.types import Span

_MOST_SENTENCES = 4  # sentences more than the chosen one; a speech of a page is not quoted whole
_LONGEST_REACH_CHARACTERS = 300  # before the chosen sentence that an announcement may add


def whole(text: str, sentences: Sequence[Span], at: int) -> tuple[int, int]:
    """The run of sentences, first and last, that must be quoted when the sentence `at` is chosen.

    The sentence alone when nothing is missing, or when more than four others would be needed.

    Args:
        text: The passage.
        sentences: Its sentences, in order.
        at: Number of the chosen one.

    Returns:
        Numbers of sentences, both included.
    """
    first, last = _with_what_it_depends_on(text, sentences, *_inside_paired_marks(text, sentences, at))
    announced = announcement(text, sentences, first, _MOST_SENTENCES - (last - first))
    if announced is not None and sentences[first].start - sentences[announced].start <= _LONGEST_REACH_CHARACTERS:
        first = announced
    return first, last


def _inside_paired_marks(text: str, sentences: Sequence[Span], at: int) -> tuple[int, int]:
    """The run in which every quotation mark and bracket has its partner; the sentence alone where there is none."""
    for first in range(max(at - _MOST_SENTENCES, 0), at):
        # A sentence amid a speech has no mark of its own: the mark stands open in front of it.
        if _left_open(text, sentences, first, first) and _left_open(text, sentences, first, at - 1):
            last = _balanced(text, sentences, first, at)
            if last is not None:
                return first, last
    return at, _balanced(text, sentences, at, at) or at


def _left_open(text: str, sentences: Sequence[Span], first: int, last: int) -> int:
    return unbalanced(text[sentences[first].start : sentences[last].end])[1]


def _balanced(text: str, sentences: Sequence[Span], first: int, at: int) -> int | None:
    """The first sentence from `at` on with which all marks since `first` have partners; None where that is too far."""
    for last in range(at, min(first + _MOST_SENTENCES + 1, len(sentences))):
        unopened, unclosed = unbalanced(text[sentences[first].start : sentences[last].end])
        if unopened:
            return None
        if not unclosed:
            return last
    return None


def _with_what_it_depends_on(text: str, sentences: Sequence[Span], first: int, last: int) -> tuple[int, int]:
    """The run with the neighbours that it depends on, as long as it stays short; each is told once."""
    told = set[str]()
    while last - first < _MOST_SENTENCES:
        if _joined(text, sentences, first) and _tied_back(*_pair(text, sentences, first)):
            first -= 1
        elif (tie := _tie(text, sentences, last)) and tie not in told:
            told.add(tie)
            last += 1
        else:
            break
    return first, last


def _tie(text: str, sentences: Sequence[Span], last: int) -> str:
    """What ties the next sentence to this one; empty for nothing."""
    if not _joined(text, sentences, last + 1):
        return ""
    here, behind = _pair(text, sentences, last + 1)
    return "same" if goes_on(here, behind) else completed(here, behind)


def _tied_back(before: str, here: str) -> bool:
    return goes_on(before, here) or leans(here, before)


def _joined(text: str, sentences: Sequence[Span], at: int) -> bool:
    """Whether the sentence `at` and the one before it exist, without a blank line between them."""
    return 0 < at < len(sentences) and "\n\n" not in text[sentences[at - 1].end : sentences[at].start]


def _pair(text: str, sentences: Sequence[Span], at: int) -> tuple[str, str]:
    before, here = (words_of(text, span) for span in sentences[at - 1 : at + 1])
    return before, here
