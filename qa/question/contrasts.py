"""The near miss: a quote about another one of the kind that is asked for, 快充 for 慢充, the adult ticket for the child's.

All words of such a quote fit but the one that decides. It is told by what stands in its place: the question's head word with
another word before it (the indoor pool), or a Chinese word of the same end and length (客梯 for 货梯), where the question's
own word stands neither in the quote nor above it, and the quote's not in the question.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from qa.question.answer_type import blanked
from qa.question.opposites import opposite
from qa.text.analyzer import normalise
from qa.text.background import common
from qa.text.scripts import HAN, script_of
from qa.text.segmenter import Word, chinese_words, latin_words
from qa.types import Span

_HAN = re.compile(f"[{HAN}]+")
_ENDING = re.compile(r"(?:['’]s|s['’]|(?:i?es)|s|(?<=[a-z]{3})(?:y|ed|ing))$")
_FUNCTION = 0.09  # share of everyday passages from which on a word of letters names no kind
_HEADS = ("n", "vn", "j", "l", "s", "x")
_MODIFIERS = ("n", "a", "b", "f", "s", "j", "z", "vn", "l", "x")
_NAMES = ("nr", "ns", "nt")  # another rule's: a place that a document is about stands in few of its sentences
_ENGLISH = re.compile(
    r"\b(?:the|is|are|was|were|does|do|did|has|have|how|what|which|who|when|where|why)\b", re.IGNORECASE
)
_BEFORE_A_THING = re.compile(
    r"(?:\b(?:the|an?|of|in|on|at|to|for|with|many|much|which|what|whose|is|are|was|were|do|does|did)|^)[\s-]*$",
    re.IGNORECASE,
)
SHORT_IN_WORDS = 2  # telling words of a question beside the one that decides
_JOINS = ("", " ", "-", "的")
_OF_ONE = ("v",)  # of words of one character too, where both are: 干垃圾, 湿垃圾
_AS_A_THING = re.compile(
    rf"[{HAN}]?[有是在由为共]"
)  # what stands behind a compound that is spoken of: 慢充有, 慢充桩有
# 最受欢迎, most popular; what is largest, highest or most is told by any of the three.
_SUPERLATIVE = re.compile(
    r"最(?:受欢迎|便宜|常见|重要|[多高大少低小长短贵远近早晚快慢新旧老重轻])|\b(?:most [a-z]{4,}(?<!ly)|(?:cheap|dear|old|new|young|long|short|heav|light|earl|lat|fast|slow)i?est)\b",
    re.IGNORECASE,
)
_ALIKE = ("多高大", "少低小便宜", "早老旧", "晚新")
_PARTICLES = frozenset("的了是在有为和与或及等个这那每各某其所把被从向对于将以一二两三四五六七八九十年月日")


def contrast(question: str, quote: str, above: str) -> tuple[str, str] | None:
    """The question's word that decides, and what stands in its place in a quote; None where there is no such.

    Args:
        question: The question.
        quote: What is quoted first.
        above: What one knows before reading it: titles, headings, header cells.

    Returns:
        Two words, or None.
    """
    if script_of(question) != script_of(quote) or not (_HAN.search(question) or _ENGLISH.search(question)):
        return None
    if other := _other_superlative(question, quote) or opposite(question, quote):
        return other
    said = _Said(f"{quote}\n{above}")
    asked, told = _cut_alike(_words(blanked(question)), _words(quote))
    own = frozenset(_stem(word.text) for word in (*_words(question), *asked))
    others = [word for word in told if _stem(word.text) not in own and not (_is_han(word) and word.text in question)]
    # Of another length it may be the question's word cut in another way: 送温暖, for 送 and 温软.
    others = [word for word in others if not _is_han(word) or not _is_cut_otherwise(word, question, asked)]
    found = (
        _before_the_same_head(asked, question, told, quote, others, said)
        or _of_the_same_end(asked, others, quote, said)
        or _in_a_compound(asked, question, quote, said)
    )
    return found if found and _is_all_else_said(asked, found[0], said) else None


def _other_superlative(question: str, quote: str) -> tuple[str, str] | None:
    """What a question asks for the most of, and what a quote tells the most of instead: the most popular for the dearest."""
    asked, told = (_SUPERLATIVE.findall(text) for text in (question, quote))
    kinds = [[_of_a_kind(words) for words in texts] for texts in (asked, told)]
    said = normalise(quote)
    if not asked or not told or any(_stem(word.split()[-1]).lstrip("最") in said for word in asked):
        return None
    if not set(kinds[0]).isdisjoint(kinds[1]):
        return None
    return asked[0], told[0]


def _of_a_kind(superlative: str) -> str:
    word = superlative[1:] if _HAN.match(superlative) else superlative.lower()
    return next((kind for kind in _ALIKE if word in kind), word)


def _is_all_else_said(asked: Sequence[Word], but: str, said: "_Said") -> bool:
    """Whether a quote has the other words of a question, of few all but one: what it puts in its own words it may put so too."""
    others = [word for word in asked if word.text not in but and _tells(word)]
    return sum(not said.holds(word.text) for word in others) <= (len(others) <= SHORT_IN_WORDS)


class _Said:
    """The words of a quote and of what stands above it."""

    def __init__(self, text: str) -> None:
        self._text = normalise(text)
        self._stems = {_stem(word.text) for word in _words(text)}

    def holds(self, word: str) -> bool:
        folded = normalise(word)
        return _stem(word) in self._stems or (bool(_HAN.match(word)) and folded in self._text)

    def spells_out(self, word: Word) -> bool:
        """Whether a Chinese word is short for what is said: 产改, for 产业工人队伍建设改革."""
        return _is_han(word) and len(word.text) > 1 and bool(re.search(".*".join(normalise(word.text)), self._text))


def _before_the_same_head(
    asked: Sequence[Word], whole: str, told: Sequence[Word], quote: str, others: Sequence[Word], said: _Said
) -> tuple[str, str] | None:
    for word, head in _pairs(asked, blanked(whole)):
        if not _may_tell_kinds(word, word) or not _is_head(head) or said.holds(word.text) or said.spells_out(word):
            continue
        if not _is_han(word) and not _BEFORE_A_THING.search(whole[: word.span.start]):
            continue
        for other, same in _pairs(told, quote):
            in_its_place = _stem(same.text) == _stem(head.text) and other in others and _may_tell_kinds(other, word)
            if in_its_place and not _is_of_another_sort(word, asked, other, told):
                return word.text, other.text
    return None


def _of_the_same_end(asked: Sequence[Word], others: Sequence[Word], quote: str, said: _Said) -> tuple[str, str] | None:
    """Chinese words of one length that end alike: 货梯 and 客梯, 总经理 and 副经理; a cell of a row is one whatever it is."""
    cells = quote.split("\t") if "\t" in quote else ()
    for word in asked:
        if not _is_han(word) or len(word.text) == 1 or word.is_named or said.holds(word.text):
            continue
        if whole := next((cell for cell in cells if cell and cell != word.text and word.text.endswith(cell)), ""):
            return word.text, whole  # 副班长, where the row is the 班长's
        for other in others:
            alike = len(other.text) == len(word.text) and other.text[-1] == word.text[-1]
            is_kind = other.text in cells or (_is_compound(word) and _is_compound(other))
            if alike and other.text[0] != word.text[0] and is_kind:
                return word.text, other.text
    return None


def _in_a_compound(asked: Sequence[Word], question: str, quote: str, said: _Said) -> tuple[str, str] | None:
    """The same of a compound that no dictionary has for a noun, 慢充, and that may be cut anyhow where another stands, 快充."""
    for word in asked:
        first, rest = word.text[:1], word.text[1:]
        is_other = not rest or not _is_han(word) or _is_compound(word) or not _PARTICLES.isdisjoint(word.text)
        if is_other or said.holds(first):
            continue
        if not _AS_A_THING.match(question, word.span.end):
            continue
        for match in re.finditer(rf"([{HAN}]){re.escape(rest)}", quote):
            if match[1] not in question and match[1] not in _PARTICLES:
                return word.text, match.group()
    return None


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[Word, ...]:
    return tuple(sorted((*chinese_words(text), *latin_words(text)), key=lambda word: word.span))


def _cut_alike(some: Sequence[Word], others: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    """Words of two texts, a compound that the dictionary has whole (流感疫苗) cut where the other text's is (新冠, 疫苗)."""
    return _cut_before(some, others), _cut_before(others, some)


def _cut_before(words: Sequence[Word], others: Sequence[Word]) -> Sequence[Word]:
    heads = {word.text for word in others if _is_han(word) and len(word.text) > 1}
    cut: list[Word] = []
    for word in words:
        head = next((word.text[at:] for at in range(2, len(word.text) - 1) if word.text[at:] in heads), "")
        modifier = word.text.removesuffix(head)
        if head and word.tag.startswith(_HEADS) and not any(each.is_named for each in chinese_words(modifier)):
            at = word.span.end - len(head)
            cut += [Word(modifier, Span(word.span.start, at), "n"), Word(head, Span(at, word.span.end), "n")]
        else:
            cut.append(word)
    return cut


def _pairs(words: Sequence[Word], text: str) -> list[tuple[Word, Word]]:
    """Words that stand side by side."""
    return [(first, second) for first, second in pairwise(words) if text[first.span.end : second.span.start] in _JOINS]


def _is_han(word: Word) -> bool:
    return word.tag != "x"


def _may_tell_kinds(word: Word, beside: Word) -> bool:
    if not _is_han(word):
        return len(word.text) > 2 and common(word.text.lower()) < _FUNCTION
    tags = (*_MODIFIERS, *_OF_ONE) if len(word.text) == len(beside.text) == 1 else _MODIFIERS
    return word.tag.startswith(tags) and not word.tag.startswith(_NAMES) and _PARTICLES.isdisjoint(word.text)


def _tells(word: Word) -> bool:
    if not _is_han(word):
        return len(word.text) > 2 and common(word.text.lower()) < _FUNCTION
    return len(word.text) > 1 and word.tag.startswith((*_MODIFIERS, "v", *_NAMES))


def _is_head(word: Word) -> bool:
    if not _is_han(word):
        return len(word.text) > 2 and common(word.text.lower()) < _FUNCTION
    return word.tag.startswith(_HEADS)


def _is_compound(word: Word) -> bool:
    is_thing = word.tag.startswith(("n", "j", "s")) and not word.is_named
    return _is_han(word) and len(word.text) > 1 and is_thing and _PARTICLES.isdisjoint(word.text)


def _is_cut_otherwise(word: Word, question: str, asked: Sequence[Word]) -> bool:
    lengths = {len(each.text) for each in asked if not set(each.text).isdisjoint(word.text)}
    return bool(lengths) and len(word.text) not in lengths


def _is_of_another_sort(word: Word, asked: Sequence[Word], other: Word, told: Sequence[Word]) -> bool:
    """Whether two words of letters tell no kinds apart: a name and no name, or two forms of one word."""
    if _is_han(other):
        return False
    beginning = _stem(word.text)[: len(word.text) // 2 + 1]
    return _stem(other.text).startswith(beginning) or (_is_name(other, told) and not _is_name(word, asked))


def _is_name(word: Word, every: Sequence[Word]) -> bool:
    return word.text[0].isupper() and word != every[0]


def _stem(word: str) -> str:
    folded = normalise(word)
    return folded if _HAN.match(folded) else _ENDING.sub("", folded)
