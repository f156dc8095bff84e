"""The period that each passage of a document speaks of: its own words, and the heading or sentence that set it further up."""

import re
from collections.abc import Iterable, Iterator

from qa.facets.periods import mentions
from qa.types import Passage, Period

_LONGEST_HEADING_CHARACTERS = 40
_SENTENCE_END = re.compile(r"[。！？；!?;,，、.:：]\s*$|[。！？].")
_BLANKS = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
_MARKUP_BEFORE, _MARKUP_BEHIND = f"{_BLANKS}#>*_+|─-", f"{_BLANKS}*_|"
_SHAPES = tuple(
    map(
        re.compile,
        (
            r"[一二三四五六七八九十]+、",
            r"[（(][一二三四五六七八九十]+[)）]",
            r"第\S{1,3}[章节部篇]",
            r"\d+[.、)]",
            r"[IVX]+\.",
        ),
    )
)
_OPENS = 4  # characters before a period that a sentence still begins with: "——", "第一,", "In "
_MAY_TELL = re.compile(r"\d{2}|[一二][〇○零一二三四五六七八九]{3}|[年五]|year|an\b|jahr|год", re.IGNORECASE)
Told = tuple[Period, ...]


def passage_periods(passages: Iterable[Passage], year: int | None) -> Iterator[tuple[Told, Told]]:
    """For each passage of a document, in reading order: the periods of its own words, and those that its section sets.

    Args:
        passages: All passages of the document.
        year: The document's own year, which "last year" counts from.

    Yields:
        Two tuples of periods.
    """
    section: Told = ()
    shape = 0
    headings: tuple[str, ...] = ()
    for passage in passages:
        if passage.headings != headings:
            headings = passage.headings
            section = next((told for heading in reversed(headings) if (told := _told(heading, year))), ())
        own: list[Period] = []
        at_first = section
        for number, line in enumerate(passage.text.split("\n")):
            bare = line.lstrip(_MARKUP_BEFORE).rstrip(_MARKUP_BEHIND)
            if not bare:
                continue
            found = mentions(bare, year) if _MAY_TELL.search(bare) else []
            own += [each.period for each in found if each.period.first]
            is_heading = len(bare) <= _LONGEST_HEADING_CHARACTERS and not _SENTENCE_END.search(bare)
            of_shape = _shape_of(bare) if is_heading else 0
            opening = [each.period for each in found if each.period.first and each.span.start <= _OPENS]
            if is_heading and found and any(each.period.first for each in found):
                section, shape = tuple(each.period for each in found if each.period.first), of_shape
            elif is_heading and of_shape and of_shape == shape:
                section = ()
            elif opening and not is_heading:
                section = tuple(opening[:1])
            if number == 0:
                at_first = section
        yield tuple(dict.fromkeys(own)), at_first or section


def _shape_of(line: str) -> int:
    return next((at for at, each in enumerate(_SHAPES, start=1) if each.match(line)), 0)


def _told(text: str, year: int | None) -> Told:
    return tuple(each.period for each in mentions(text, year) if each.period.first)
