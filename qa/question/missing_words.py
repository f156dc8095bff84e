"""The words of a question that no document has: names, and other things; whole words, and none that only says what is done."""

import re

from qa.question.answer_type import SUPERLATIVES, blanked
from qa.question.everyday import in_another_language, is_everyday
from qa.question.missing_chinese import missing_chinese
from qa.question.proper_names import is_capitalised
from qa.text.analyzer import normalise, tokens
from qa.text.scripts import HANGUL_SYLLABLES
from qa.text.segmenter import NAME_TAGS, Word, latin_words
from qa.text.term_statistics import TermStatistics
from qa.types import Span

_HANGUL = re.compile(rf"[{HANGUL_SYLLABLES}]{{2,}}")
# Verbs by their ending, who, and a noun of one syllable with its particle: 열어요, 누가, 책은.
_KOREAN_NO_THING = re.compile(r"[요까죠다]$|^누[가구]|^.[은는이가을를의도에로와과]$")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_CLINGING = re.compile(r"(?:n['’]t|['’](?:s|d|m|ve|ll|re)?)$")  # the owner's 's, and what is left of a verb: I'd, don't
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ly", "y", "ies")
# What asks to compare, words for any thing and a French pronoun behind its verb are no things that are asked for.
_ASKING = re.compile(
    r"区别|區別|差别|差別|差异|差異|东西|東西|事情|\b(?:differ(?:s|ences?|ent)?|compar(?:e[ds]?|isons?)"
    rf"|{SUPERLATIVES})\b|-(?:t-)?(?:ils?|elles?|on|vous|tu|je|nous|ce)\b",
    re.IGNORECASE,
)
# What stands before a thing, by language, and in a text of that language somewhere: articles, prepositions, words for how many.
_BEFORE_A_THING = tuple(
    (re.compile(rf"\b(?:{words})\s*$", re.IGNORECASE), re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for words in (
        "the|an?|of|in|on|at|for|with|by|from|without|per|between|about|many|any|no|some|which|whose|my|our|your|their|his|her|its",
        "les?|la|l['’]|une?|des?|du|d['’]|aux?|en|dans|sur|pour|par|sans|avec|ce|cette|son|sa|ses|leurs?",
        "der|die|das|de[nms]|eine?[nmrs]?|keine?[nmrs]?|im|am|zum|zur|vom|beim|für|mit|von|auf|ohne|über|unter|durch|viele",
        "el|la|los|las|una?|unos|unas|del?|al|en|con|por|para|sin|su|sus",
        "os?|as?|uma?|d[oae]s?|n[oa]s?|em|com|por|para|sem|seu|sua",
        "il|lo|gli|la|le|un[oa]?|del|della|dei|delle|dell['’]|nel|nella|di|con|per|senza",
        "de|het|een|van|voor|op|met|in|zonder",
        "в|на|о|об|для|без|с|из|у|к|по|от",
    )
)
_MOST_WORDS = 5
_SHORT_NAME, _SHORTEST_BEGINNING = 6, 5  # letters; and of a beginning with the asterisk behind it
_FOREIGN = 0.5  # a question with more unknown words than this share is in another language, not about other things


def missing_names(question: str, terms: TermStatistics, nearest: str = "") -> tuple[list[str], list[str]]:
    """What of a question no document has: names, and other things.

    Args:
        question: The question.
        terms: Those of the index.
        nearest: The text of the nearest passage: of one in another language no things are said to be missing, which it calls otherwise.

    Returns:
        Words of the question.
    """
    text = _ASKING.sub(lambda match: " " * len(match.group()), blanked(question))
    found = [*missing_chinese(question, text, terms), *_latin(text, question, terms, nearest), *_korean(text, terms)]
    found = sorted(found, key=lambda word: word.span)[:_MOST_WORDS]
    return [word.text for word in found if word.is_named], [word.text for word in found if not word.is_named]


def _latin(text: str, question: str, terms: TermStatistics, nearest: str) -> list[Word]:
    """Words that stand in no form in the documents; everyday ones are no things that one asks for."""
    words = [word for word in map(_bare, latin_words(text)) if len(word.text) > 2 and not is_everyday(word)]
    every = [_bare(word) for word in latin_words(question)]
    capitalised = {word for word in words if is_capitalised(word, every, question)}
    missing = [word for word in words if not _in_some_form(word.text, terms, named=word in capitalised)]
    if len(missing) > _FOREIGN * len(words) or in_another_language(every, terms):
        return []
    named = [word._replace(tag=NAME_TAGS[0]) for word in missing if word in capitalised]
    return [*named, *(word for word in missing if word not in capitalised and _is_thing(word, question, nearest))]


def _is_thing(word: Word, question: str, nearest: str) -> bool:
    """Whether an article, a preposition or the like says that a word is a thing, in a language of the nearest passage too."""
    before = question[: word.span.start]
    telling = [words for at_the_end, words in _BEFORE_A_THING if at_the_end.search(before)]
    return any(not nearest or words.search(nearest) for words in telling)


def _bare(word: Word) -> Word:
    """A word without the article or pronoun that is elided before it, and what clings to it behind an apostrophe."""
    start, end = word.span
    elided, clinging = _ELIDED.match(word.text), _CLINGING.search(word.text)
    start, end = start + (elided.end() if elided else 0), end - (len(clinging.group()) if clinging else 0)
    return Word(word.text[start - word.span.start : end - word.span.start], Span(start, end), word.tag)


def _in_some_form(word: str, terms: TermStatistics, *, named: bool) -> bool:
    """Whether documents have a word, inflected, or begun alike; a name by more than four letters, as Thornbury is not thorough."""
    # One with a hyphen in all its parts: that Lannec is there tells nothing of Castrelo-Lannec.
    if named and len(parts := [part for part in word.split("-") if part[:1].isupper()]) > 1:
        return all(_in_some_form(part, terms, named=True) for part in parts if len(part) > 2)
    folded = normalise(word)
    stems = {folded, *(folded.removesuffix(ending) for ending in _ENDINGS)}
    forms = {*tokens(word), *stems, *(stem + ending for stem in stems for ending in (*_ENDINGS, "*"))}
    if named and len(folded) > _SHORT_NAME:
        forms = {form for form in forms if len(form) > _SHORTEST_BEGINNING or not form.endswith("*")}
    return any(terms.holds(form) for form in forms if len(form) > 2)


def _korean(text: str, terms: TermStatistics) -> list[Word]:
    """Words of which not even the first two syllables stand together anywhere; what clings to them is their particles."""
    words = [Word(match.group(), Span(*match.span()), "x") for match in _HANGUL.finditer(text)]
    words = [word for word in words if not _KOREAN_NO_THING.search(word.text)]
    missing = [word for word in words if not terms.holds(normalise(word.text[:2]))]
    return missing if len(missing) <= _FOREIGN * len(words) else []
