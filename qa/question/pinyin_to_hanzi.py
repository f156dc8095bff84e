"""Chinese names in Latin letters, written as Chinese documents write them: Ningxia as 宁夏, Huiyu Zhang as 张慧宇.

A name is exchanged only where the documents lack it in Latin letters, and of all runs of characters that are read so
hold one far more often than any other, and that one is surely a name. Whatever else may be meant stays as it was typed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from qa.question.proper_names import FAMILY_NAMES, is_name
from qa.text.analyzer import normalise
from qa.text.name_model import name_chance
from qa.text.pinyin import by_any_reading
from qa.text.scripts import LATIN
from qa.text.term_statistics import Remembered, TermStatistics

_WORD = re.compile(
    rf"(?<![{LATIN}\d])(?:[dlDL]['’])?(?P<word>[{LATIN}]+?(?:['’-][{LATIN}]+?)*?)(?:['’]s)?(?![{LATIN}\d'’-])"
)
_SPELLED = re.compile(r"[A-ZÜ](?=.)[a-zü]*(?:['’-][A-Za-zü][a-zü]*)*")
_BEGINS = re.compile(r"(?:^|[.?!¿¡:。？！：“\"«])\W*$")
_LONGEST_QUESTION_CHARACTERS = 200  # a longer one was pasted
_MOST_NAME_WORDS = 8  # words that may be of names; a question with more is a list
_MOST_TRIED, _MOST_FOUND = (
    2500,
    40,
)  # pairs of characters, and those that the documents have; more are sounds, not names
_LONGEST_SYLLABLE_LETTERS = 6
_MOST_SYLLABLES = 5
_IN_CHINESE = "的一有年人市"  # one of them stands in any Chinese text
_BY_CHANCE = 3  # characters that may stand together without being one name; four do not
_MOST_WORDS = 3  # of one name
_FAR_MORE = 5  # times as often as the next
_SURE, _SURER = 0.7, 0.9  # chance of a name; where a capital may only begin a sentence
_MAY_BE = 0.1  # the same, of what is called a town
_PLACES = "省市县州盟"  # what follows a place says that it is one
_BOUND = 0.2  # share of the passages with the rarer of two characters that have them side by side
_APART = 0.25  # share of its places where a name stands by itself; words may join around the others by chance
_PARTICLES = frozenset("的是有在了与及或也就不而被把这那其个们")  # stand in no name


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a question: where it stands, its folded letters, every way to cut it, whether a sentence begins with it."""

    start: int
    end: int
    spelled: str
    cuts: tuple[tuple[str, ...], ...]
    begins: bool

    @property
    def syllable(self) -> str:
        """The word when it may be a single syllable, else empty."""
        return next((cut[0] for cut in self.cuts if len(cut) == 1), "")


def in_characters(question: str, terms: TermStatistics) -> str:
    """A question with its Chinese names in characters, as the documents have them; itself when there are none.

    Args:
        question: The question.
        terms: Of the documents.

    Returns:
        The question as the documents would write it.
    """
    if len(question) > _LONGEST_QUESTION_CHARACTERS or not any(map(terms.count, _IN_CHINESE)):
        return question
    terms = Remembered(terms)
    rows = list(_rows(question))
    exchanges: list[tuple[int, int, str]] = []
    for row in rows if sum(map(len, rows)) <= _MOST_NAME_WORDS else ():
        for words in _names(row):
            free = all(words[0].start >= end or words[-1].end <= start for start, end, _ in exchanges)
            if free and (name := _written(words, terms)):
                exchanges.append((words[0].start, words[-1].end, name))
    for start, end, name in sorted(exchanges, reverse=True):
        question = question[:start] + name + question[end:]
    return question


def is_pinyin(text: str) -> bool:
    """Whether every word of a text in Latin letters can be read as pinyin."""
    words = re.findall(f"[{LATIN}]+", text)
    return bool(words) and all(any(_cut(word.lower().replace("ü", "v"))) for word in words)


def _rows(question: str) -> Iterator[list[_Word]]:
    """The words with a capital that can be read as pinyin; neighbours together."""
    row: list[_Word] = []
    for found in _WORD.finditer(question):
        start, end = found.span("word")
        word = _pinyin(question, start, end)
        if row and (word is None or question[row[-1].end : start] != " "):
            yield row
            row = []
        if word:
            row.append(word)
    if row:
        yield row


def _pinyin(question: str, start: int, end: int) -> _Word | None:
    text = question[start:end]
    if not _SPELLED.fullmatch(text):
        return None
    parts = re.split("['’-]", text.lower().replace("ü", "v"))
    cuts = tuple(tuple(s for part in cut for s in part) for cut in product(*(tuple(_cut(part)) for part in parts)))
    begins = bool(_BEGINS.search(question[:start]))
    return _Word(start, end, normalise(text), cuts, begins) if cuts else None


def _cut(letters: str, most: int = _MOST_SYLLABLES) -> Iterator[tuple[str, ...]]:
    """Every way to cut letters into syllables of pinyin, at most so many."""
    if not letters:
        yield ()
    for at in range(1, min(len(letters), _LONGEST_SYLLABLE_LETTERS) + 1) if most else ():
        if letters[:at] in by_any_reading():
            yield from ((letters[:at], *rest) for rest in _cut(letters[at:], most - 1))


def _names(row: list[_Word]) -> Iterator[list[_Word]]:
    """What may be one name, longest first; a given name does not stand for itself."""
    for length in range(min(_MOST_WORDS, len(row)), 1, -1):
        yield from (row[at : at + length] for at in range(len(row) - length + 1))
    for at, word in enumerate(row):
        if not word.syllable and not any(map(_family_name, (*row[max(0, at - 1) : at], *row[at + 1 : at + 2]))):
            yield [word]


def _family_name(word: _Word) -> bool:
    return not FAMILY_NAMES.isdisjoint(by_any_reading().get(word.syllable, ()))


def _written(words: Sequence[_Word], terms: TermStatistics) -> str:
    """A name as the documents write it; empty when they do not, or in several ways."""
    if all(terms.count(word.spelled) for word in words) or all(terms.knows(word.spelled) for word in words):
        return ""
    found = _runs(words, terms)
    names = [run for run in found if _may_be_name(run, terms) and _apart(run, terms)]
    best, *others = sorted(names, key=lambda run: -found[run]) or [""]
    if not best or any(found[best] < _FAR_MORE * found[other] for other in others):
        return ""
    sure = is_name(best, _SURER if words[0].begins else _SURE) and _bound(best, terms)
    return best if sure or len(best) > _BY_CHANCE or _is_place(best, terms) else ""


def _may_be_name(run: str, terms: TermStatistics) -> bool:
    return len(run) > _BY_CHANCE or is_name(run) or _is_place(run, terms)


def _is_place(run: str, terms: TermStatistics) -> bool:
    """Whether a run is called a province, a town or the like, and is not spelled as no name is."""
    return name_chance(run) >= _MAY_BE and any(
        terms.count(run[-1] + kind) and terms.neighbours(run + kind) for kind in _PLACES
    )


def _bound(run: str, terms: TermStatistics) -> bool:
    """Whether two characters belong together: where the rarer one stands, the other often stands beside it."""
    return len(run) > 2 or terms.count(run) >= _BOUND * min(map(terms.count, run))


def _apart(run: str, terms: TermStatistics) -> bool:
    """Whether a run stands by itself somewhere, not across words as everywhere: 治州 in 自治州, 大联 in 大联盟."""
    places = terms.neighbours(run)
    whole = [place for place in places if not (terms.knows(place[:2]) or terms.knows(place[-2:]))]
    return bool(places) and (terms.knows(run) or len(whole) >= _APART * len(places))


def _runs(words: Sequence[_Word], terms: TermStatistics) -> dict[str, int]:
    """Runs of characters read as the words whose pairs the documents have, and how many passages have the rarest.

    None where there are too many: one of them is then no evidence, and looking at all takes its time.

    Returns:
        Numbers of passages, by run.
    """
    found: dict[str, int] = {}
    for order in (words, (words[-1], *words[:-1])) if len(words) > 1 else (words,):
        for cuts in product(*(word.cuts for word in order)):
            syllables = [syllable for cut in cuts for syllable in cut]
            person = len(words) > 1 and len(syllables) <= _BY_CHANCE
            if not 2 <= len(syllables) <= _MOST_SYLLABLES or (person and not _family_name(order[0])):
                continue
            first, *others = (
                [each for each in by_any_reading()[s] if each not in _PARTICLES and terms.count(each)]
                for s in syllables
            )
            runs = {each: terms.count(each) for each in first if not person or each in FAMILY_NAMES}
            for characters in others:
                if len(runs) * len(characters) > _MOST_TRIED:
                    return {}
                longer = ((run, often, each) for run, often in runs.items() for each in characters)
                runs = {
                    run + each: min(often, pair) for run, often, each in longer if (pair := terms.count(run[-1] + each))
                }
            found |= runs
    return found if len(found) <= _MOST_FOUND else {}
