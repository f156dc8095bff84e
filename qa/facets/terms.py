"""The terms that documents are found by in the first look: what their identity holds, and their years."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from qa.facets.names import labelled, without_labels
from qa.facets.question_facets import AskedPeriod
from qa.text.analyzer import normalise, tokens
from qa.text.pinyin import readings
from qa.text.scripts import CJK, HAN
from qa.types import Facets

DATED = "dated"  # the term of every document that has a period of its own
WORD = re.compile(rf"[{HAN}]{{2,}}|[^\W\d_{CJK}]+(?:['’][^\W\d_{CJK}]+)*")
_HAN = re.compile(f"[{HAN}]")
_LONGEST_PREFIX_CHARACTERS = 8  # of a name that are looked up from its beginning
_MOST_YEARS = 12  # of a range
_MOST_READINGS = 8  # of a beginning of a name
_EARLY = 4  # the last month of a year's beginning: what is written then cannot yet account for the year


class Entry(NamedTuple):
    """A document as it is put in: its source, its first and last row, its facets and identity."""

    source: str
    first: int
    last: int
    facets: Facets
    identity: Sequence[str]


# How a document fits a question about what happened in a year: one of that year; one that is written at its beginning, and can
# only plan; one that speaks much of it (an account, a year later); one of the year after that says nothing of years.
OF_IT, BEFORE_IT, ACCOUNTS, AFTER_IT, OTHER_DAY = 1.0, 0.7, 1.0, 0.5, 0.4


def year_weights(asked: AskedPeriod) -> Iterator[tuple[str, float]]:
    """The terms of documents that fit an asked period, each with how well, in [0, 1]."""
    period = asked.period
    if period.month:
        year = str(period.first) if period.first else "*"
        yield f"m{year}-{period.month:02}", OF_IT if not period.day else 0.8
        if period.day:
            yield f"d{year}-{period.month:02}-{period.day:02}", OF_IT
    for year in [*period.years][:_MOST_YEARS]:
        of_it = OTHER_DAY if period.month else OF_IT
        yield f"y{year}", of_it
        yield f"e{year}", of_it if asked.of_document or period.month else BEFORE_IT
        if not asked.of_document:
            yield f"s{year}", of_it * ACCOUNTS
    if period.last and not asked.of_document:
        yield from ((f"{kind}{period.last + 1}", AFTER_IT) for kind in "ye")


def year_terms(facets: Facets) -> set[str]:
    """Own years (`y`, or `e` when its date is at the beginning of that year), spoken ones, months and days."""
    dates = [period for period in facets.periods if period.month]
    early = {period.first for period in dates if period.month <= _EARLY}
    found = {f"s{year}" for year in facets.spoken}
    found |= {DATED} if facets.periods else set()
    for period in facets.periods:
        found |= {f"{'e' if year in early else 'y'}{year}" for year in [*period.years][:_MOST_YEARS]}
    for period in dates:
        found |= {f"m{year}-{period.month:02}" for year in (period.first or "*", "*")}
        if period.day:
            found |= {f"d{year}-{period.month:02}-{period.day:02}" for year in (period.first or "*", "*")}
    return found


def name_terms(entry: Entry) -> set[str]:
    """The terms of an identity: pairs and words, beginnings of names, names in pinyin, numbers of files."""
    found = set(entry.facets.numbers)
    for text in entry.identity:
        line = without_labels(text)
        found |= {term for term in tokens(line) if len(term) > 1 and not term[0].isdigit() and not term.endswith("*")}
    borne = [value for text in entry.identity for value in labelled(text)]
    borne += [*entry.facets.names, *entry.source.replace("!", "/").split("/")]
    for name in borne:
        for match in WORD.finditer(normalise(name)):
            word = match.group()
            beginnings = [word[:length] for length in range(2, min(len(word), _LONGEST_PREFIX_CHARACTERS) + 1)]
            found |= set(map(begun, beginnings))
            if is_han(word):
                found |= {spelled("".join(cut)) for each in beginnings for cut in islice(_read(each), _MOST_READINGS)}
    return found


def _read(words: str) -> Iterator[tuple[str, ...]]:
    """The ways to read Chinese characters, each as its syllables, the most usual first."""
    return product(*map(readings, words))


def begun(words: str) -> str:
    """The term of a beginning of a name."""
    return f"^{words}"


def spelled(letters: str) -> str:
    """The term of a name in pinyin."""
    return "~" + re.sub(r"[^a-z]", "", letters)


def is_han(word: str) -> bool:
    """Whether a word begins with a Chinese character."""
    return _HAN.match(word) is not None
