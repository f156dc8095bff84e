"""What of a question names documents: what stands in the identities of some of them, and is like a name."""

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from qa.facets.names import file_numbers
from qa.facets.periods import without_periods
from qa.facets.terms import WORD, begun, is_han, spelled
from qa.text.analyzer import normalise, tokens
from qa.text.background import common
from qa.text.name_model import name_chance
from qa.types import Span

NAME = "name"  # the field of an index with the terms of identities
_COMMON = 0.5  # share of the documents that bear a term which tells none of them apart
_A_NAME = 0.5  # chance from which on a Chinese word is taken for a name
_BORNE = 0.95  # the chance of one that a path or a field of a head begins with
_EVERYDAY = 0.03  # share of everyday text that holds a word which is no name
_SHORTEST_LETTERS = 3  # letters of a word that is looked up
_LOOSE = "年月日的在和与了是及或从到于对跟由给被把向"  # characters that a Chinese name neither holds nor begins with
_CUT = re.compile(r"^(.{2,}?(?:自治[区州县旗]|[省市县区州盟旗]|公司|集团|学校|大学|医院))")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a question that some documents bear: where they stand in it, their terms, and how much they tell."""

    span: Span
    terms: tuple[str, ...]
    weight: float


class NamingDocuments(ABC):
    """Finds the names of documents in questions, by how many documents bear each term."""

    _size: int  # documents

    @abstractmethod
    def _count(self, field: str, term: str) -> int:
        """How many documents bear a term there."""

    def mentions(self, question: str) -> list[Mention]:
        """The words of a question that tell some documents from others by name or number, in order."""
        text = without_periods(question)
        lower = text == text.lower()
        found = [mention for mention in self._numbers(text) if mention.terms]
        for mention in found:
            text = _blanked(text, mention.span)
        for match in WORD.finditer(text):
            if is_han(match.group()):
                found += self._han(match.group(), match.start())
            else:
                found += self._spaced(match, lower=lower)
        return sorted(found, key=lambda mention: mention.span)

    def mention(self, span: Span, name: str) -> Mention | None:
        """The words of a question that stand for a name; None when it tells no documents apart."""
        told = {term: tells for term in tokens(name) if len(term) > 1 and (tells := self._tells(term))}
        return Mention(span, tuple(told), max(told.values())) if told else None

    def _tells(self, term: str) -> float:
        """How much a term tells documents apart: its inverse document frequency; 0 when it does not."""
        often = self._count(NAME, term)
        if not often or often > max(1, _COMMON * self._size) or self._size < 2:
            return 0.0
        return math.log(1 + (self._size - often + 0.5) / (often + 0.5))

    def _numbers(self, text: str) -> Iterator[Mention]:
        for number in file_numbers(text):
            at = normalise(text).find(number) if len(normalise(text)) == len(text) else -1
            if at >= 0 and self._tells(number):
                yield Mention(Span(at, at + len(number)), (number,), self._tells(number))

    def _han(self, run: str, offset: int) -> Iterator[Mention]:
        """Stretches of Chinese characters whose pairs identities hold, and that are like a name."""
        folded = normalise(run)
        if len(folded) != len(run):
            return
        at = 0
        while at < len(folded) - 1:
            end = at
            while (
                end < len(folded) - 1
                and self._tells(folded[end : end + 2])
                and not set(folded[end : end + 2]) & set(_LOOSE)
            ):
                end += 1
            if end > at:
                words = folded[at : end + 1]
                cut = _CUT.match(words)
                words = cut[1] if cut else words
                terms = tuple(words[i : i + 2] for i in range(len(words) - 1))
                chance = max(name_chance(words), _BORNE if self._count(NAME, begun(words)) else 0.0)
                if chance >= _A_NAME:
                    yield Mention(
                        Span(offset + at, offset + at + len(words)), terms, chance * max(map(self._tells, terms))
                    )
                    at += len(words)
                    continue
            at = max(end, at + 1)

    def _spaced(self, match: re.Match[str], lower: bool) -> Iterator[Mention]:
        """A word of a script with blanks that identities hold, also a Chinese name in pinyin.

        It has a capital, or stands in a question without any: an ordinary word says nothing of the document.

        Yields:
            The name with its place.
        """
        word = re.sub(r"['’]s$", "", match.group())
        span = Span(match.start(), match.start() + len(word))
        letters = spelled(normalise(word))
        if tells := self._tells(letters):
            yield Mention(span, (letters,), tells)
            return
        folded = normalise(word)
        named = lower or word != word.lower()
        if named and len(folded) >= _SHORTEST_LETTERS and common(folded) < _EVERYDAY and (tells := self._tells(folded)):
            yield Mention(span, (folded,), tells)


def _blanked(text: str, span: Span) -> str:
    return text[: span.start] + " " * (span.end - span.start) + text[span.end :]
