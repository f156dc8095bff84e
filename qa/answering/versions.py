"""Old and new versions of a document: what both say in other figures is one answer, the one in force first.

Versions have one title but for a year or a number, and a sentence that differs in its figures only. Which is in force
is told by their texts (废止, supersedes, in force), else the later year comes first. Both are quoted.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from qa.answering.copies import folded, without
from qa.types import Hit, Quote

_MARKS = re.compile(
    r"[(（\[【〔][^()（）\[\]【】〔〕]{0,30}[)）\]】〕]|(?:version|ver\.?|v|rev\.?|edition|no\.?)(?=[\s\d.]|$)|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|tember|ober)?\b|第?[\d.〇一二三四五六七八九十]+[年月日版次号稿]?(?:修订|修正|修改)?版?|修订版?|修正版?|[\W\d_]",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"[\d.,:〇零一二三四五六七八九十百千万亿]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WITHDRAWN = re.compile(
    r"withdrawn|superseded|obsolete|expired|repealed|no longer in force|已?废止|已?作废|失效|旧版|停用", re.IGNORECASE
)
_IN_FORCE = re.compile(r"in force|current(?:ly)? (?:valid|version)|现行|有效版|最新版", re.IGNORECASE)
_REPLACES = re.compile(r"同时废止|予以废止|(?:supersede|replace|repeal)s?\b|代替|取代", re.IGNORECASE)
_SHORTEST_TITLE = 3  # letters of a title without its year


TextOf = Callable[[str], str]


def settled(question: str, hits: Sequence[Hit], text_of: TextOf) -> tuple[list[Hit], list[Hit]]:
    """The passages without what a version in force says otherwise, and the older passages that were set aside.

    Args:
        question: The question; one that names a version's year or number is about that one.
        hits: Passages, best first, none saying the same.
        text_of: The beginning and the end of a document, by its source.

    Returns:
        Two lists of hits, each in the order given.
    """
    groups: dict[str, dict[str, str]] = {}
    for hit in hits:
        groups.setdefault(_bare(hit.passage.title), {})[hit.passage.source] = hit.passage.title
    aside: list[Hit] = []
    kept = list(hits)
    for key, sources in groups.items():
        if len(key) < _SHORTEST_TITLE or len(set(sources.values())) < 2 or _names_one(question, sources.values()):
            continue
        first = max(sources, key=lambda source: _standing(sources[source], text_of(source)))
        told = {_masked(s) for hit in kept if hit.passage.source == first for s in _sentences(hit)}
        left: list[Hit] = []
        for hit in kept:
            is_older = hit.passage.source in sources and hit.passage.source != first
            own = without(hit, partial(_is_told, {*told, _masked(folded(hit.passage.title))})) if is_older else hit
            aside += [hit] if own is not hit else []
            left += [own] if own else []
        kept = left
    return kept, aside


def beside(quote: Quote, aside: Sequence[Hit]) -> list[Hit]:
    """The sentence of each older version that stands in the place of a quote, as a passage with no other one."""
    found: list[Hit] = []
    said = _masked(folded(quote.text))
    for hit in aside:
        spans = zip(hit.passage.sentences, _sentences(hit), strict=True)
        own = next((span for span, text in spans if _masked(text) in said), None)
        if own and hit.passage.source not in (quote.passage.source, *(other.passage.source for other in found)):
            found.append(replace(hit, passage=replace(hit.passage, sentences=(own,))))
    return found


def _is_told(told: set[str], sentence: str) -> bool:
    return _masked(sentence) in told


def _sentences(hit: Hit) -> list[str]:
    return [folded(hit.passage.text[slice(*span)]) for span in hit.passage.sentences]


def _bare(title: str) -> str:
    """A title without its year, number and remarks in brackets."""
    return _MARKS.sub("", title).casefold()


def _masked(sentence: str) -> str:
    return _FIGURES.sub("0", sentence)


def _names_one(question: str, titles: Collection[str]) -> bool:
    """Whether a question holds a figure that tells the titles apart."""
    found = [set(_NUMBER.findall(title)) for title in titles]
    telling = set().union(*found) - set.intersection(*found)
    return not telling.isdisjoint(_NUMBER.findall(question))


def _standing(title: str, text: str) -> tuple[int, str]:
    """How much a version is said to be in force, then its year."""
    rank = bool(_IN_FORCE.search(title)) - 2 * bool(_WITHDRAWN.search(title))
    rank += bool(_REPLACES.search(text)) or (bool(_IN_FORCE.search(text)) and not _WITHDRAWN.search(text))
    years = _YEAR.findall(title) or _YEAR.findall(text[:600])
    numbers = _NUMBER.findall(title)
    return rank, max(years, default="") or max(numbers, default="", key=float)
