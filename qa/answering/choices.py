"""What a question leaves open: the year or the name that decides, where the documents answer for several.

内蒙古有多少工会会员? is answered for 2012, for 2013 and for 2024. Which one is meant is asked back, with the answer to each
beside it: one that is read again with the year or name in the question, and found.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from qa.facets.periods import mentions
from qa.facets.question_facets import asked_periods
from qa.question.follow_up import asked_last, in_its_place
from qa.question.unseen_terms import without_compared
from qa.quoting.why import shared_words
from qa.reader import Reading
from qa.text.scripts import HAN, HANGUL_SYLLABLES, KANA
from qa.types import Choice, Quote

MOST_CHOICES = 4  # that are read again
# A quote this likely, against the best one, may be the answer for another year or name.
NEARLY = 0.05
_HAN = re.compile(rf"[{HAN}]")
_KANA_OR_HANGUL = re.compile(rf"[{KANA}{HANGUL_SYLLABLES}]")
_END = re.compile(r"[\s?？。.!！]*$")
Ask = Callable[[str], Reading]


def choices(question: str, quotes: Sequence[Quote], ask: Ask, threshold: float, *, named: bool) -> tuple[Choice, ...]:
    """What tells the answers to a question apart, each with its own; the newest first; none where one answer stands.

    Args:
        question: As it was taken.
        quotes: What may answer it, best first.
        ask: Reads a question that is told apart.
        threshold: Confidence from which on it is answered.
        named: Whether the question names whose document it is about.

    Returns:
        Two or more, or none.
    """
    if not quotes or asked_periods(question) or mentions(question, 2000):
        return ()
    found = _answered(question, _years(quotes), ask, threshold)
    if len(found) > 1:
        return tuple(sorted(found, key=lambda choice: choice.label, reverse=True))
    found = [] if named else _answered(question, _names(quotes), ask, threshold)
    return tuple(found) if len(found) > 1 else ()


def _answered(question: str, labels: Iterator[str], ask: Ask, threshold: float) -> list[Choice]:
    """The labels for which an answer is found, each another one that has as much of the question."""
    different = list(dict.fromkeys(islice(labels, MOST_CHOICES)))
    found: list[Choice] = []
    for label in different if len(different) > 1 else ():
        told = with_label(question, label)
        reading = ask(told)
        if reading.quotes and reading.confidence >= threshold and label in _labels_of(reading.quotes[0]):
            choice = Choice(label, told, reading.quotes[0])
            if not found or _is_another(question, choice.quote, [other.quote for other in found]):
                found.append(choice)
    return found


def _is_another(question: str, quote: Quote, others: Sequence[Quote]) -> bool:
    """Whether a quote says something else than others, of the same things that are asked of."""
    apart = all(
        quote.passage.source != other.passage.source or not any(span.meets(other.spans) for span in quote.spans)
        for other in others
    )
    return (
        apart
        and _marked(quote) not in map(_marked, others)
        and all(_words(question, quote) == _words(question, other) for other in others)
    )


def _marked(quote: Quote) -> str:
    return "".join(quote.text[start:end] for start, end in quote.marks) or quote.text


def _words(question: str, quote: Quote) -> set[str]:
    return set(shared_words(question, f"{quote.passage.context}\n{quote.text}"))


def with_label(question: str, label: str) -> str:
    """A question with the year or name that was left open."""
    asked = asked_last(question)
    chinese = bool(_HAN.search(asked)) and not _KANA_OR_HANGUL.search(asked)
    told = f"{label}{'年' * label.isdecimal()}{asked}" if chinese else f"{_END.sub('', asked)} {label}?"
    return in_its_place(question, told)


def _likely(quotes: Sequence[Quote]) -> Iterator[Quote]:
    return (quote for quote in quotes if quote.score >= NEARLY * quotes[0].score)


def _years(quotes: Sequence[Quote]) -> Iterator[str]:
    """The year that each quote is about: its own words', else its section's, else its document's."""
    return (year for quote in _likely(quotes) for year in _years_of(quote)[:1])


def _years_of(quote: Quote) -> list[str]:
    """The years that a quote may be about, the likeliest first; none that is only compared with or lies ahead of its document."""
    passage = quote.passage
    told = passage.facets.year
    own, near = (
        [each.period for each in mentions(without_compared(text), told)] for text in (quote.text, passage.text)
    )
    for periods in (own, passage.section, near, passage.facets.periods, passage.periods):
        years = dict.fromkeys(str(each.last) for each in periods if each.last and not (told and each.last > told))
        if years:
            return list(years)
    return []


def _names(quotes: Sequence[Quote]) -> Iterator[str]:
    """Whose document each quote is from, where that is not all the same."""
    likely = list(_likely(quotes))
    everywhere = set.intersection(*(set(quote.passage.facets.names) for quote in likely))
    for quote in likely:
        yield from [name for name in quote.passage.facets.names if name not in everywhere][:1]


def _labels_of(quote: Quote) -> list[str]:
    return [*_years_of(quote), *quote.passage.facets.names]
