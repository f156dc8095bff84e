"""Chinese names in characters, written as documents in Latin letters write them: 宁夏 as Ningxia, 张慧宇 as Zhang Huiyu.

The other way round than `transliterated`: only what is surely a name, and what the documents lack in characters.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from qa.question.proper_names import FAMILY_NAMES, is_surely_name
from qa.text.analyzer import normalise
from qa.text.pinyin import readings
from qa.text.scripts import HAN
from qa.text.term_statistics import TermStatistics

_HAN = re.compile(f"(?<![·•‧・{HAN}])[{HAN}]{{2,}}(?![·•‧・{HAN}])")  # foreign names have a dot
# What stands beside names, and begins or ends none.
_BESIDE = "的了是有在到从從与與和及跟同对對由被把让讓给給为為年月日里谁誰哪何"
_PLACES = "省市县縣州盟区區"  # what follows the name of a place
_LENGTHS = (4, 3, 2)  # characters of a name
_LONGEST_PERSON_CHARACTERS = 3
_LONGEST_QUESTION_CHARACTERS = 200  # a longer one was pasted


def in_letters(question: str, terms: TermStatistics) -> str:
    """A question with its Chinese names in pinyin, as the documents have them; itself when there are none.

    Args:
        question: The question.
        terms: Of the documents.

    Returns:
        The question as the documents would spell it.
    """
    if len(question) > _LONGEST_QUESTION_CHARACTERS:
        return question
    return _HAN.sub(lambda run: _written(run.group(), terms), question)


def _written(run: str, terms: TermStatistics) -> str:
    at, whole = 0, ""
    while at < len(run):
        ends = [at + length for length in _LENGTHS if at + length <= len(run)]
        names = (run[at:end] for end in ends if _begins(run, at) and _ends(run, end, terms))
        found = ((name, found) for name in names if (found := _spelled(normalise(name), terms)))
        name, spelled = next(found, (run[at], run[at]))
        at, whole = at + len(name), whole + spelled
    return whole


def _begins(run: str, at: int) -> bool:
    return at == 0 or run[at - 1] in _BESIDE


def _ends(run: str, end: int, terms: TermStatistics) -> bool:
    """Whether no more of a name follows: 鲁克 is none in 鲁克林, which is no Chinese name at all."""
    return end == len(run) or run[end] in _BESIDE + _PLACES or terms.knows(normalise(run[end : end + 2]))


def _spelled(name: str, terms: TermStatistics) -> str:
    """How the documents spell a name; empty when they do not."""
    if any(terms.count(a + b) for a, b in pairwise(name)) or not is_surely_name(name):
        return ""
    for syllables in product(*map(readings, name)):
        for words in _spellings(name, syllables):
            folded = " ".join(words)
            if len(words) == 1 and terms.count(folded) and not terms.knows(folded):
                return folded.capitalize()
            if len(words) > 1 and all(map(terms.count, words)) and any(map(_whole, terms.neighbours(folded))):
                return folded.title()
    return ""


def _spellings(name: str, syllables: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words that a name is written in: one, and of a person two, the family name first or last."""
    if all(each[0] not in "aeo" for each in syllables[1:]):  # otherwise an apostrophe parts it: Xi'an
        yield ("".join(syllables),)
    if name[0] in FAMILY_NAMES and len(name) <= _LONGEST_PERSON_CHARACTERS:
        family, given = syllables[0], "".join(syllables[1:])
        yield from ((family, given), (given, family))


def _whole(place: str) -> bool:
    return not (place[0].isalnum() or place[-1].isalnum())
