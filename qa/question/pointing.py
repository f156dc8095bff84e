"""What in a question points back to the turns before: pronouns, "that year", "the year before"; and what it then leaves out."""

import re

from qa.question.answer_type import blanked
from qa.question.designations import designations
from qa.question.everyday import is_everyday
from qa.question.frame import YEAR
from qa.text.scripts import HAN, HANGUL_SYLLABLES, KANA, THAI
from qa.text.segmenter import Word, chinese_words, latin_words

PRONOUN = re.compile(
    r"他们|她们|它们|他們|她們|[他她它牠]|那里|那裡|那边|那儿|那个|那個|那些|当地|當地|这里|這裡|这个|這個|这些|其中"
    r"|彼女?ら?|それ|そこ|그녀|그들|그것|그곳"
    r"|(?<!-)\b(?:he|she|it|they|him|her|his|its|their|them|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there|that|this|those|these|il|elle|ils|elles|él|ella|ellos|er|sie|es|он|она|они|его|её|их)\b",
    re.IGNORECASE,
)
# A pronoun that points to a place: of the question before it takes over where that is, not what was asked there.
PLACE_PRONOUN = re.compile(
    r"那里|那裡|那边|那儿|当地|當地|这里|這裡|そこ|거기|그곳|(?<!\bis )(?<!\bare )(?<!\bwas )\bthere\b|\b(?:dort|allí|ahí|là-bas|там)\b",
    re.IGNORECASE,
)
THEN = re.compile(
    r"[到在]?(?:那年|那时候?|那時候?|那一[年天次]|当时|當時|当年|當年|同年)|\b(?:at that time|by then|back then|that year)\b",
    re.IGNORECASE,
)
# A year told by another one, which the turn before names; each with what is to be added to that.
_RELATIVE_YEARS = (
    (
        re.compile(
            r"(?:在|那)?(?:(?:它|其)?(?:(?<!以)之?前|(?<!以)上)(?:的)?一(?:个)?年(?:度)?|(?<!以)上年度?|前年度|前の年|전년도?|그?\s?전\s?해)"
            r"|\b(?:(?:in )?the (?:previous|preceding|prior) year|(?:in )?(?:the|a|one) year (?:before|earlier)(?: that)?(?=\W*$)"
            r"|l['’]année (?:précédente|d['’]avant)|im (?:Vorjahr|Jahr davor)|el año anterior|годом ранее|в предыдущем году)",
            re.IGNORECASE,
        ),
        -1,
    ),
    (
        re.compile(
            r"(?:在|那)?(?:(?:之?后|後|下)(?:的)?一(?:个|個)?年(?:度)?|第二年(?=\s?呢|\W*$)|次年|翌年|다음\s?해)"
            r"|\b(?:(?:in )?the (?:following|next) year|(?:in )?(?:the|a|one) year (?:after|later)(?: that)?(?=\W*$)"
            r"|l['’]année (?:suivante|d['’]après)|im (?:Folgejahr|Jahr danach)|el año siguiente|годом позже|в следующем году)",
            re.IGNORECASE,
        ),
        1,
    ),
)
_OF_PERSONS = re.compile(
    r"[他她]们?|他們|她們|[它牠][们們]?(?!的)|그녀|그들|彼女?ら?"
    r"|(?<!-)\b(?:he|she|they|him|her|his|their|them|ils?|elles?|él|ella|ellos|er|он|она|они)\b",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(r"\b(?:it|that|this|those|these|them|him|her|there)\W*$", re.IGNORECASE)
_ASKED_THING = re.compile(
    r"(?:多长|什么|甚么|哪个)时间|\b(?:what|which|quelle?|qué|welche[rsmn]?|wie ?viel|как(?:ой|ое|ая|ом)|в котором)\s+"
    r"(?:time|day|date|year|price|place|heure|jour|prix|hora|día|precio|uhr|tag|preis|часу?|день|год|цена)\b"
    r"|\b(?:how much|combien|cuánto|wie ?viel|сколько)\b[^?]{0,20}?\b(?:costs?|co[uû]te|cuesta|kostet|стоит)\b",
    re.IGNORECASE,
)
_YEAR_IN_FRONT = re.compile(rf"(?:{YEAR.pattern})的?$")
_DIGITS = re.compile(r"\d{4}")
_SYLLABLES = re.compile(f"[{KANA}{HANGUL_SYLLABLES}{THAI}]")
_HAN = re.compile(rf"[{HAN}]")
_PARTICLES, _A_VERB = 2, 4  # syllables and Chinese characters, at most, that say nothing
_SAYING_TAGS = ("n", "v", "a", "j", "l", "i", "eng")
_SHORT_WORD = 3  # letters


def without_relative_year(question: str, before: str) -> str:
    """A question with "the year before" and "the next year" as the year that they are.

    Args:
        question: The question; 2021年的前一年 counts from the year that stands there.
        before: The question before, from whose year is counted else.

    Returns:
        The question, with a year in figures where it is known from which one to count.
    """
    for pattern, step in _RELATIVE_YEARS:
        match = pattern.search(question)
        if not match:
            continue
        words, head, rest = match.group(), question[: match.start()], question[match.end() :]
        own = _YEAR_IN_FRONT.search(head)
        told = set(_DIGITS.findall(own.group() if own else "" if YEAR.search(question) else " ".join(_years(before))))
        if len(told) == 1:
            head = head[: own.start()] if own else head
            return f"{head}{int(told.pop()) + step}{'年' * ('年' in words)}{rest}"
    return question


def _years(text: str) -> list[str]:
    return [match.group() for match in YEAR.finditer(text)]


def is_dependent(question: str) -> bool:
    """Whether a question can't be answered without the one before: it is bare, about "him" or "them", or ends in "it"."""
    pronoun = _OF_PERSONS.search(question)
    if is_bare(question) or (pronoun and not any(map(_says_something, _words(question[: pronoun.start()])))):
        return True
    return bool(_AT_THE_END.search(question)) and sum(map(_says_something, _words(question))) <= 1


def is_bare(question: str) -> bool:
    """Whether a question has no word, beside those that ask and point back, that says what it is about: "when?", 花了多少钱?"""
    if next(designations(question), None):
        return False
    text = YEAR.sub(" ", question)
    rest = _unasked(text)
    too_long = len(_SYLLABLES.findall(rest)) > _PARTICLES or len(_HAN.findall(rest)) > _A_VERB
    return not too_long and not any(map(_says_something, _words(text)))


def _unasked(text: str) -> str:
    return blanked(without_pronouns(_ASKED_THING.sub(" ", text)))


def _words(text: str) -> list[Word]:
    text = _unasked(text)
    return [*chinese_words(text), *latin_words(text)]


def without_pronouns(text: str) -> str:
    """A text with blanks for what points back in it."""
    return THEN.sub(" ", PLACE_PRONOUN.sub(" ", PRONOUN.sub(" ", text)))


def names_a_thing(question: str) -> bool:
    """Whether a question has a word for a thing, beside what asks and points back."""
    return any(map(is_telling, _words(question)))


def is_telling(word: Word) -> bool:
    """Whether a word of a question names a thing."""
    if word.tag != "x":
        return word.is_thing and len(word.text) > 1
    return len(word.text) >= _SHORT_WORD and not is_everyday(word)


def _says_something(word: Word) -> bool:
    return len(word.text) > 1 and word.tag.startswith(_SAYING_TAGS) if word.tag != "x" else is_telling(word)
