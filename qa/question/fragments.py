"""A fragment in place of its like: "and in Ningxia?" and "the full one?" stand for the question before, about something else."""

import re
from collections.abc import Sequence

from qa.question.answer_type import interrogative, without_interrogatives
from qa.question.counterparts import in_its_place, in_place_of_subject, topic, without_old_count
from qa.question.frame import YEAR, frame
from qa.question.series import in_its_series
from qa.question.title_words import Titles
from qa.question.word_similarity import in_place_of_its_like
from qa.text.background import common
from qa.text.scripts import HAN, HANGUL_SYLLABLES, KANA

TAIL = re.compile(r"(?:呢|怎么样|怎麼樣|如何|は|는요|은요|요)?\s*[?？!！。.…]*\s*$")
CJK = re.compile(rf"[{KANA}{HAN}{HANGUL_SYLLABLES}]")
_FRAGMENT_CJK, _FRAGMENT_WORDS = 16, 7
_KIND = re.compile(rf"[^\W\d_{HAN}]+[{HAN}]")  # B级票 is one of a kind, no name
_LITTLE = "的了是在有为和与年"  # characters that say nothing by themselves
_SHORT_CJK, _SHORT_WORDS = 4, 2  # characters or words of a question that says too little by itself
_OFTEN = 0.04  # share of everyday passages from which on a word is no name for its capital


def with_other_part(before: str, part: str, titles: Titles) -> str:
    """The question before, about something else: a year for its year, a name for its name, else another thing."""
    first, _, rest = part.partition(" ")
    if rest and common(first.lower()) >= _OFTEN:  # For school groups?
        part = f"{first.lower()} {rest}"
    if not YEAR.fullmatch(part) and (other := in_its_series(before, part)):
        return other
    given = frame(f"a {part}", titles)  # a word in front: a capital at the beginning is one of a name here
    given = [name for name in given if not _KIND.match(name)]
    names = [name for name in given if not YEAR.fullmatch(name)]
    years = [name for name in given if YEAR.fullmatch(name)]
    old = frame(before, titles)
    text = _exchanged(before, [name for name in old if YEAR.fullmatch(name)], years)
    if _only(part, given):
        changed = _exchanged(text, [name for name in old if not YEAR.fullmatch(name)], names)
        return without_old_count(changed) if names else changed
    if not given and (other := in_its_place(text, part)):
        return other
    if not given and (other := in_place_of_its_like(text, part)):
        return other
    kept = [name for name in frame(text, titles) if name not in part and not (names and not YEAR.fullmatch(name))]
    if not given and (other := in_place_of_subject(text, part)):
        return put_together(" ".join(kept), other)
    asking = interrogative(before)
    about = TAIL.sub("", without_interrogatives(topic(TAIL.sub("", text), new_thing=False)))
    kept = [*kept, *([about] if not given else [])]
    if asking.isascii():
        return put_together(f"{asking} {part}", " ".join(kept))
    return put_together(" ".join(kept), put_together(part, asking))


def _exchanged(text: str, old: Sequence[str], new: Sequence[str]) -> str:
    """A text with its first old name exchanged for the new ones and the others taken out; put in front if it has none."""
    if not new:
        return text
    words = " ".join(new)
    if not old:
        return put_together(words, text) if CJK.search(text) else f"{text.rstrip(' ?')} {words}?"
    text = text.replace(old[0], words, 1)
    for name in old[1:]:
        text = text.replace(name, "", 1)
    return text


def _only(part: str, names: Sequence[str]) -> bool:
    """Whether a text is hardly more than these names."""
    for name in names:
        part = part.replace(name, " ")
    return bool(names) and is_short(part)


def is_fragment(text: str) -> bool:
    """Whether a text is a phrase, too short to be a question."""
    bare = TAIL.sub("", text)
    if interrogative(bare):
        return False
    return (
        len(CJK.findall(bare)) <= _FRAGMENT_CJK and len(re.findall(r"[^\W\d_]+", CJK.sub("", bare))) <= _FRAGMENT_WORDS
    )


def is_short(text: str) -> bool:
    """Whether a text says too little by itself."""
    characters = [c for c in CJK.findall(text) if c not in _LITTLE]
    words = re.findall(r"[^\W\d_]{4,}", CJK.sub(" ", text))
    return len(characters) <= _SHORT_CJK and not words if characters else len(words) <= _SHORT_WORDS


def put_together(first: str, second: str) -> str:
    """Two texts with a blank between."""
    return " ".join(filter(None, (first.strip(), second.strip())))
