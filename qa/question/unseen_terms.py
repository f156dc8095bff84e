"""What of a question a quote's document does not bear out: years, ordinals, names and places that it lacks."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from qa.facets.periods import mentions
from qa.facets.question_facets import asked_periods
from qa.question.designations import A_YEAR, designations, lacks
from qa.question.proper_names import is_capitalised, is_name, reads_as_name
from qa.text.analyzer import normalise
from qa.text.numbers import numbers
from qa.text.segmenter import PLACE_TAG, chinese_words, latin_words
from qa.types import Hit, Passage

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_ORDINAL = re.compile(r"第\s?(?P<number>[\d〇零一二两三四五六七八九十百]+)\s?(?P<what>[次届期批任号屆號])")
_COMPARED = re.compile(
    rf"(?:比|较|較)(?:上年|去年)?{A_YEAR}\s?年?|(?:与|與|和|同|跟){A_YEAR}\s?年(?:度|底|末)?(?:相比|比较|比較|持平|一致|一样)"
    rf"|(?:\d\s?(?:%|per ?cent|percent|percentage points?|points?)|more|less|higher|lower|fewer|up|down)\s+(?:on|from|over)\s+{A_YEAR}"
    rf"|(?:than|versus|vs\.?|against|compared (?:with|to)|relative to|gegenüber|par rapport à|respecto a|frente a)(?:\s+(?:in|the|year|of|that|dem|jahr))*\s+{A_YEAR}",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:自治[区州县旗]|地区|[省市县区州盟旗镇乡])$")


def missing_dates(question: str, passage: Passage, above: str, opening: Callable[[str], str]) -> list[str]:
    """The years and ordinals of a question that stand neither in a passage, nor above it; nor, ordinals, in its document's opening.

    The same figure is printed for many years, and a congress is held again and again: one from another year is the
    likeliest wrong quote of all.

    Args:
        question: The question.
        passage: The passage.
        above: What one knows before reading it.
        opening: The first words of a document, by its source.

    Returns:
        Words of the question.
    """
    asked = _dates(without_compared(question))
    numbered = list(designations(question))
    if not asked and not numbered:
        return []
    rim = without_compared(opening(passage.source))
    text = without_compared(f"{above} {passage.text}")
    # A year that stands further down may be that of a plan; the document's own are among its periods.
    missing = asked.keys() - _dates(text).keys() - {date for date in _dates(rim) if date[0]}
    missing -= {("", str(year)) for year in _years_of(passage)}
    later = {("", str(year)) for year in _years_of_facts(question) if comes_after(passage, year)}
    missing |= later & asked.keys() - _dates(without_compared(passage.text)).keys()
    lacking = [each.words for each in numbered if lacks(each, f"{above}\n{passage.text}\n{rim}")]
    told = [words for date, words in asked.items() if date in missing]
    return [*told, *(words for words in lacking if not any(words in other or other in words for other in told))]


def without_compared(text: str) -> str:
    """A text without the years that it only compares with: up 7% on 2022, 比2022年增长."""
    return _COMPARED.sub(" ", text)


def _years_of(passage: Passage) -> set[int]:
    """The years that a passage is about by its document or its section."""
    return {year for period in (*passage.facets.periods, *passage.section) for year in period.years}


def _years_of_facts(question: str) -> set[int]:
    """The years that a question asks of, but for those of a document that it names: the report of 2022 plans 2023."""
    return {year for asked in asked_periods(question) if not asked.of_document for year in asked.period.years}


def comes_after(passage: Passage, year: int) -> bool:
    """Whether a passage stands in a section on later years than one: what is planned for 2023 answers nothing on 2022."""
    return bool(passage.section) and all(period.first > year for period in passage.section)


def not_told_of(years: Sequence[str], hit: Hit) -> list[str]:
    """Of missing years and ordinals, those that the document does not tell of either.

    A report of 2016 that speaks of 2015 throughout does not name it in every sentence; not where it names it, only to
    compare with it.

    Args:
        years: What is missing, as the question spells it.
        hit: What was read, with how its document fits the question.

    Returns:
        Some of them.
    """
    text = hit.passage.text
    compared = _dates(text).keys() - _dates(without_compared(text)).keys()
    told = {
        date
        for words in years
        for date in _dates(words)
        if not date[0] and date not in compared and tells_of(int(date[1]), hit)
    }
    return [words for words in years if not told & _dates(words).keys()]


def tells_of(year: int, hit: Hit) -> bool:
    """Whether a document speaks throughout of a year before its own; of a later one it can only plan, and so does a section on one."""
    passage = hit.passage
    return (
        hit.facets.year == 1.0
        and any(year < own.last for own in passage.facets.periods)
        and not comes_after(passage, year)
    )


def _dates(text: str) -> dict[tuple[str, str], str]:
    """Years and ordinals of a text, each by what it counts and its number, with its words."""
    folded = normalise(text)
    told = [each for each in mentions(folded) if each.period.first and each.period.first == each.period.last]
    found = {("", str(each.period.first)): folded[slice(*each.span)] for each in told}
    found |= {("", year): year for year in _YEAR.findall(folded)}
    for match in _ORDINAL.finditer(folded):
        found |= {(match["what"], number): match.group() for number in numbers(match["number"])}
    return found


def names_lacking(question: str, texts: Sequence[str]) -> list[str]:
    """The names of a question that stand in none of some texts, not even in short: another place, another person.

    Args:
        question: The question.
        texts: A passage, what stands above it, the opening of its document.

    Returns:
        Words of the question.
    """
    folded = [normalise(text) for text in texts]
    return [name for name in names_in(question) if not any(_in_short(name) in text for text in folded)]


def is_place(name: str) -> bool:
    """Whether a Chinese name is, or begins with, a place: 泉州市, 内蒙古总工会."""
    words = chinese_words(name)
    return bool(words) and words[0].tag == PLACE_TAG


def places_in(question: str) -> list[str]:
    """The places of a Chinese question, by the dictionary and by their spelling: 新建 is one too, and mostly is "newly built"."""
    return [word.text for word in chinese_words(question) if word.tag == PLACE_TAG and is_name(word.text)]


def places_lacking(question: str, text: str) -> list[str]:
    """The places of a Chinese question that a text does not mention, not even in short.

    Args:
        question: The question.
        text: A passage with what stands above it, or a document.

    Returns:
        Each such place, as it stands in the question.
    """
    places = places_in(question)
    folded = normalise(text) if places else ""
    return [place for place in places if _in_short(place) not in folded]


@lru_cache(maxsize=256)
def names_in(question: str) -> tuple[str, ...]:
    """The names of a question, by dictionary, spelling or capital."""
    every = latin_words(question)
    latin = [word for word in every if len(word.text) > 2 and is_capitalised(word, every, question)]
    chinese = [
        word for word in chinese_words(question) if len(word.text) > 1 and (word.is_named or reads_as_name(word))
    ]
    return tuple(word.text for word in (*chinese, *latin))


def _in_short(name: str) -> str:
    """Without what kind of place it is: 呼和浩特 of 呼和浩特市, 内蒙古 of 内蒙古自治区."""
    short = _PLACE.sub("", name)
    return normalise(short if len(short) > 1 else name)
