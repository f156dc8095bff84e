"""What stands under an announcement: the items of a list, what someone claims, what is said not to be so.

“The plaintiff alleges: the goods came late. Half were broken.” The second sentence alone would be a finding; it is
quoted with the first. An announcement reaches over the sentences of its paragraph that are not told by someone else,
or over the numbered lines below it; that of a mere list only over items that are short.
"""

from collections.abc import Sequence

from qa.quoting.announcement_words import (
    AHEAD,
    AHEAD_AT_FIRST,
    ALL_SAID,
    CLAIMED,
    CLAIMS,
    COLON,
    DENIALS,
    HOLDS_FIRST_ITEM,
    LABEL,
    LISTS,
    LONGEST_ANNOUNCEMENT_CHARACTERS,
    LONGEST_CLAIM_CHARACTERS,
    OPENS_SPEECH,
    SHORT_ITEM,
    SHORT_LATIN_ITEM,
    STARTS_ITEM,
    TELLS,
    TOLD_ON,
)
from qa.text.spans import words_of
from qa.types import Span


def announcement(text: str, sentences: Sequence[Span], at: int, reach: int) -> int | None:
    """The number of the sentence that announces the sentence `at`; None where it stands on its own.

    Args:
        text: The passage.
        sentences: Its sentences, in order.
        at: Number of the sentence.
        reach: The announcement stands at most so many sentences before it.

    Returns:
        A number before `at`, or None.
    """
    here = words_of(text, sentences[at])
    if _own_voice(here):
        return None
    found = _of_item if _in_item(text, sentences, at, reach) else _of_paragraph
    return found(text, sentences, at, reach)


def _of_item(text: str, sentences: Sequence[Span], at: int, reach: int) -> int | None:
    """The sentence with the first item in it, or that ends with a colon, above the items."""
    for before in _backwards(at, reach):
        words = words_of(text, sentences[before])
        if STARTS_ITEM.match(words) and not ends_with_colon(words):
            continue
        if HOLDS_FIRST_ITEM.search(words) or ends_with_colon(words) or _announces_ahead(text, sentences, before):
            return before
        if not _in_item(text, sentences, before, reach):
            return None
    return None


def _of_paragraph(text: str, sentences: Sequence[Span], at: int, reach: int) -> int | None:
    """The nearest sentence before it in its paragraph that announces it, or the heading line that takes it back."""
    for before in _backwards(at, reach):
        words = words_of(text, sentences[before])
        if _new_line(text, sentences, before + 1):
            return before if LABEL.match(words) else None
        if TOLD_ON.match(words_of(text, sentences[before + 1])):
            return None
        head, first = _parted(words)
        ahead = _announces_ahead(text, sentences, before)
        if DENIALS.search(head) or CLAIMS.search(head) or (ahead and (TELLS.search(words) or DENIALS.search(words))):
            near = at - before <= CLAIMED + ahead
            return (
                before if near and sentences[at].start - sentences[before].start <= LONGEST_CLAIM_CHARACTERS else None
            )
        if ahead or LISTS.search(head):
            items = [first, *(words_of(text, span) for span in sentences[before + 1 : at + 1])]
            return before if all(map(_is_short_item, items)) else None
    return None


def _in_item(text: str, sentences: Sequence[Span], at: int, reach: int) -> bool:
    """Whether it starts with a number or a bullet, or its line does."""
    for number in range(at, max(at - reach, -1), -1):
        if STARTS_ITEM.match(words_of(text, sentences[number])):
            return number == at or bool(number and _new_line(text, sentences, number))
        if _new_line(text, sentences, number):
            break
    return False


def _announces_ahead(text: str, sentences: Sequence[Span], at: int) -> bool:
    words = words_of(text, sentences[at])
    if len(words) > LONGEST_ANNOUNCEMENT_CHARACTERS:
        return False
    first = at == 0 or _new_line(text, sentences, at)
    return bool(AHEAD.search(words) or (first and AHEAD_AT_FIRST.search(words)))


def _own_voice(words: str) -> bool:
    return bool(CLAIMS.search(_parted(words)[0]))


def _parted(words: str) -> tuple[str, str]:
    """The announcement in front of a colon and what is behind it; without it, two empty texts.

    What stands in quotation marks behind the colon has an end of its own, and what is numbered is known by that.

    Returns:
        Two texts.
    """
    colon = COLON.search(words)
    behind = words[colon.end() :].lstrip() if colon else ""
    if (
        not colon
        or colon.start() > LONGEST_ANNOUNCEMENT_CHARACTERS
        or behind.startswith(OPENS_SPEECH)
        or STARTS_ITEM.match(behind)
    ):
        return "", ""
    return words[: colon.start()], behind


def _is_short_item(words: str) -> bool:
    longest = SHORT_LATIN_ITEM if words.isascii() else SHORT_ITEM
    return len(words) <= longest and not ALL_SAID.search(words)


def ends_with_colon(words: str) -> bool:
    """Whether a sentence announces what stands behind it."""
    return words.endswith((":", "："))


def _new_line(text: str, sentences: Sequence[Span], at: int) -> bool:
    """Whether the sentence begins a paragraph that is not the first."""
    return at > 0 and "\n" in text[sentences[at - 1].end : sentences[at].start]


def _backwards(at: int, reach: int) -> range:
    return range(at - 1, max(at - reach, 0) - 1, -1)
