"""Which words of a question a fragment takes the place of: the ones that are most like it."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings import load_builtin
from qa.question.answer_type import blanked
from qa.question.everyday import is_everyday
from qa.text.name_model import name_chance
from qa.text.scripts import script_of
from qa.text.segmenter import Word, chinese_words, latin_words
from qa.types import Span

_NAMES, _ENDING = 0.4, 0.3  # what counts beside closeness: that both are names, that both end alike
_A_NAME = 0.6
_CLEAR = 0.06  # by how much the likest must be ahead of the next one
_ARTICLE = re.compile(r"^(?:(?:the|a|an|les?|la|du|des|der|die|das|dem|den|el|los|las)\s+)+", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"^(?:in|of|for|at|on|to|with|from|by|de|en|pour|à|in|für|von|im|bei|para|con|в|во|для|на)\s+", re.IGNORECASE
)
_ELIDED = re.compile(r"(?<=\w)的$|(?<=\w)\s+ones?$", re.IGNORECASE)  # stands for the thing of the question before
_TRAILING = re.compile(r"[的呢]+$")
_ENDS_IN_ARTICLE = re.compile(r"(?<=\s)(?:the|a|an|les?|la|du|des|der|die|das|dem|den|el|los|las)\s+$", re.IGNORECASE)
_SINGLE_TAGS = ("n", "a", "b", "k")
_JOINED_TAGS = ("n", "vn", "v", "an", "j", "l", "i", "eng")


def in_place_of_its_like(question: str, part: str) -> str | None:
    """A question with a fragment in the place of those of its words that are most like it; None where that is not clear.

    "For students?" is put behind a question that is for nobody yet, and in the place of whom another one is for.

    Args:
        question: A whole question.
        part: The fragment.

    Returns:
        The other question, or None.
    """
    elided = bool(_ELIDED.search(part.strip()))
    part = _TRAILING.sub("", _ELIDED.sub("", part.strip()))
    preposition = _PREPOSITION.match(part)
    bare = _ARTICLE.sub("", part[preposition.end() :] if preposition else part)
    places = [span for span in _things(question) if not (elided and question[span.start].isupper())]
    if not any(map(str.isalnum, bare)) or not places or (script_of(bare) or "latin") != script_of(question):
        return None
    if elided and len(bare) == 1 and (single := _single_before(question, places)):  # 大的, of 小会议室
        return question[: single.start] + bare + question[single.end :]
    if preposition:
        places = [span for span in places if _follows(question, span, preposition.group())]
        if not places:
            return f"{question.rstrip(' ?？')} {part}?"
    likeness = _likeness(bare, [question[slice(*span)] for span in places])
    order = np.argsort(-likeness, kind="stable")
    clear = likeness[order[0]] - (likeness[order[1]] if len(order) > 1 else 0.0)
    alone = len(places) == 1 and not chinese_words(bare)
    if not preposition and not alone and clear < _CLEAR:
        return None
    start, end = _without_head(question, places[int(order[0])], elided, bare)
    return f"{question[:start]}{bare}{' ' * (start == end and bare.isascii())}{question[end:]}"


def _without_head(question: str, span: Span, elided: bool, part: str) -> Span:
    """The place of a fragment within some words that make one thing: of 常温的, "a full one" before the thing itself."""
    inner = question[slice(*span)]
    words = [*chinese_words(inner), *latin_words(inner)]
    if not elided or part.endswith(words[-1].text) or words[-1].tag.startswith("v"):
        return span
    if len(words) > 1:
        return Span(span.start, span.start + words[0].span.end)
    return Span(span.start, span.start) if inner.isascii() else span


def _follows(question: str, span: Span, preposition: str) -> bool:
    before = _ENDS_IN_ARTICLE.sub("", question[: span.start])
    return f" {before}".lower().endswith(f" {preposition.lower()}")


def _likeness(part: str, texts: Sequence[str]) -> NDArray[np.float64]:
    vectors = load_builtin().encode_queries([part, *texts])
    near = (vectors[1:] @ vectors[0]).astype(np.float64)
    likeness: NDArray[np.float64] = near + np.array([_alike(part, text) for text in texts])
    return likeness


def _alike(one: str, other: str) -> float:
    return _NAMES * (_is_name(one) and _is_name(other)) + _ENDING * (one[-1:].casefold() == other[-1:].casefold())


def _is_name(text: str) -> bool:
    words = chinese_words(text)
    if words:
        return any(word.is_named for word in words) or (len(text) <= 4 and name_chance(text) >= _A_NAME)
    return text[:1].isupper()


def _things(question: str) -> list[Span]:
    """What a question speaks of: its nouns, those that stand together as one."""
    found: list[Span] = []
    bare = blanked(question)
    chinese = chinese_words(bare)
    words = [word for word in chinese if _is_of_a_thing(word, chinese)]
    words += [word for word in latin_words(bare) if not is_everyday(word) and len(word.text) > 2]
    for word in sorted(words, key=lambda each: each.span):
        start, end = word.span
        if found and question[found[-1].end : start] in ("", " "):
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return found


def _is_of_a_thing(word: Word, words: Sequence[Word]) -> bool:
    """Whether a word has two characters, or is one that belongs to such a one beside it: 大 in 大会议室."""
    if len(word.text) > 1:
        return word.tag.startswith(_JOINED_TAGS)
    beside = (each for each in words if word.span.start == each.span.end or word.span.end == each.span.start)
    return word.tag.startswith(_SINGLE_TAGS) and any(
        len(each.text) > 1 and each.tag.startswith(_JOINED_TAGS) for each in beside
    )


def _single_before(question: str, things: Sequence[Span]) -> Span | None:
    """The place of the single character that says which, where a thing begins with one."""
    firsts = ((span, chinese_words(question[slice(*span)])[:1]) for span in things)
    found = (Span(span.start, span.start + 1) for span, words in firsts for word in words if _says_which(word))
    return next(found, None)


def _says_which(word: Word) -> bool:
    return len(word.text) == 1 and word.tag.startswith(("a", "b"))
