"""What of a question the documents do not bear out: words that none has, years and ordinals that the quote's lacks."""

import re
from collections.abc import Callable, Iterator, Sequence

from qa.analysis import normalise, tokens
from qa.asked import without_interrogatives
from qa.naming import is_name, is_surely_name
from qa.numerals import numbers
from qa.types import Passage, Span

_UNSPACED = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]+")
_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]{3,}")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_YEAR_IN_WORDS = re.compile(r"(?<![〇零一二三四五六七八九])[一二][〇零一二三四五六七八九]{3}(?=\s?年)")
_ORDINAL = re.compile(r"第\s?(?P<number>[\d〇零一二两三四五六七八九十百]+)\s?(?P<what>[次届期批任号屆號])")
_LOOSE = "年月日的了在到有里与與和去给从为被把是上中下内外个"  # characters that belong to no name at an end of one
_MOST = 5
_FOREIGN = 0.5  # a question with more unknown words than this share is in another language, not about other things


def missing_dates(question: str, passage: Passage, above: str, opening: Callable[[str], str]) -> list[str]:
    """The years and ordinals of a question that stand neither in a passage, nor above it, nor in its document's opening.

    The same figure is printed for many years, and a congress is held again and again: one from another year is the
    likeliest wrong quote of all.

    Args:
        question: The question.
        passage: The passage.
        above: What one knows before reading it.
        opening: The first words of a document, by its source.
    """
    asked = _dates(question)
    missing = asked.keys() - _dates(f"{above} {passage.text}").keys()
    missing -= _dates(opening(passage.source)).keys() if missing else set()
    return [words for date, words in asked.items() if date in missing]


def not_told_of(years: Sequence[str], passage: Passage, above: str, opening: Callable[[str], str]) -> list[str]:
    """Of missing years and ordinals, those that a document of the year after would not tell of either.

    A report of 2016 tells of 2015 without naming it in every sentence.
    """
    if not years:
        return []
    stated = _dates(f"{above} {opening(passage.source)}").keys()
    return [words for words in years if not any(_year_after(date) in stated for date in _dates(words))]


def _year_after(date: tuple[str, str]) -> tuple[str, str] | None:
    what, number = date
    return ("", str(int(number) + 1)) if not what else None


def _dates(text: str) -> dict[tuple[str, str], str]:
    """Years and ordinals of a text, each by what it counts and its number, with its words."""
    folded = normalise(text)
    found = {("", year): year for year in _YEAR.findall(folded)}
    found |= {("", year): match.group() for match in _YEAR_IN_WORDS.finditer(folded) for year in numbers(match.group())}
    for match in _ORDINAL.finditer(folded):
        found |= {(match["what"], number): match.group() for number in numbers(match["number"])}
    return found


def missing_names(question: str, holds: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """What of a question no document has: words and pairs that are surely names, and other words."""
    words = missing_words(question, holds)
    # Two characters of a name may have other neighbours elsewhere: 疆 in 新疆工匠, where 疆工 is known.
    pairs = [pair for pair in missing_pairs(question, holds) if is_surely_name(pair)]
    names = [pair for pair in pairs if not any(pair in word for word in words)]
    return [*names, *filter(is_name, words)], [word for word in words if not is_name(word)]


def missing_pairs(question: str, holds: Callable[[str], bool]) -> list[str]:
    """Pairs of neighbouring characters that stand together in no document and may begin a word, in their order.

    A pair begins no word whose first character has its neighbour on the left elsewhere too: 夏户 in 宁夏户外.
    """
    found: list[str] = []
    for run in _UNSPACED.findall(without_interrogatives(question)):
        known = [holds(normalise(run[at : at + 2])) for at in range(len(run) - 1)]
        found += [run[at : at + 2] for at, there in enumerate(known) if not there and not (at and known[at - 1])]
    return found


def missing_words(question: str, holds: Callable[[str], bool]) -> list[str]:
    """The words of a question that no document has, in its order, at most five.

    Args:
        question: The question.
        holds: Whether a term (see `analysis.tokens`) stands anywhere in the index.
    """
    text = without_interrogatives(question)
    return [text[span.start : span.end] for span in sorted((*_runs(text, holds), *_words(text, holds)))][:_MOST]


def _words(text: str, holds: Callable[[str], bool]) -> list[Span]:
    words = list(_WORD.finditer(text))
    missing = [Span(*word.span()) for word in words if not any(map(holds, tokens(word.group())))]
    return missing if len(missing) <= _FOREIGN * len(words) else []


def _runs(text: str, holds: Callable[[str], bool]) -> Iterator[Span]:
    """Stretches of two characters or more of which no two neighbours stand together anywhere."""
    runs = list(_UNSPACED.finditer(text))
    known = [any(map(holds, tokens(character))) for run in runs for character in run.group()]
    if sum(known) < (1 - _FOREIGN) * len(known):
        return
    for run in runs:
        characters = run.group()
        pairs = [holds(normalise(characters[at : at + 2])) for at in range(len(characters) - 1)]
        # A character that stands in a known pair with its neighbour belongs to that word.
        free = [not any(pairs[max(0, at - 1) : at + 1]) for at in range(len(characters))]
        for stretch in re.finditer("1{2,}", "".join("01"[each] for each in free)):
            start, end = (run.start() + at for at in stretch.span())
            while start < end and text[start] in _LOOSE:
                start += 1
            while start < end and text[end - 1] in _LOOSE:
                end -= 1
            if end - start > 1:
                yield Span(start, end)
