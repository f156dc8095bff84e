"""What of a question the documents do not bear out: words that none has, years and ordinals that the quote's lacks."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from qa.question.answer_type import MEASURE, SUPERLATIVES, blanked
from qa.question.designations import designations, lacks
from qa.question.everyday import in_another_language, is_everyday
from qa.question.homophones import FAMILY_NAMES
from qa.question.proper_names import is_name, is_surely_name
from qa.text.analyzer import normalise, tokens
from qa.text.numbers import numbers
from qa.text.scripts import HANGUL_SYLLABLES, KANA
from qa.text.segmenter import NAME_TAGS, PLACE_TAG, Word, chinese_words, latin_words
from qa.text.term_statistics import TermStatistics
from qa.types import Passage, Span

_HANGUL = re.compile(rf"[{HANGUL_SYLLABLES}]{{2,}}")
_EVERYWHERE = "的是在有了"  # characters of any Chinese text
_KANA = re.compile(f"[{KANA}]")
_THING_TAGS = ("n", "j")
_SUFFIX_TAGS = ("n", "k", "g", "b")
_PARTICLES = "uycp"  # 的, 了, 和, 在: they end no name
_GERMAN = re.compile(r"\b(?:der|die|das|den|dem|des|und|wie|wer|wann|ist|ein|eine|einen|im|zum|zur)\b", re.IGNORECASE)
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ly", "y", "ies")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_YEAR_IN_WORDS = re.compile(r"(?<![〇零一二三四五六七八九])[一二][〇零一二三四五六七八九]{3}(?=\s?年)")
_ORDINAL = re.compile(r"第\s?(?P<number>[\d〇零一二两三四五六七八九十百]+)\s?(?P<what>[次届期批任号屆號])")
_A_YEAR = r"(?:1[5-9]|20)\d{2}(?!\d)"
_COMPARED = re.compile(
    rf"(?:比|较|較)(?:上年|去年)?{_A_YEAR}\s?年?|(?:与|與|和|同|跟){_A_YEAR}\s?年(?:度|底|末)?(?:相比|比较|比較|持平|一致|一样)"
    rf"|(?:\d\s?(?:%|per ?cent|percent|percentage points?|points?)|more|less|higher|lower|fewer|up|down)\s+(?:on|from|over)\s+{_A_YEAR}"
    rf"|(?:than|versus|vs\.?|against|compared (?:with|to)|relative to|gegenüber|par rapport à|respecto a|frente a)(?:\s+(?:in|the|year|of|that|dem|jahr))*\s+{_A_YEAR}",
    re.IGNORECASE,
)
# What asks to compare, words for any thing and a French pronoun behind its verb are no things that are asked for.
_ASKING = re.compile(
    r"区别|區別|差别|差別|差异|差異|东西|東西|事情|\b(?:differ(?:s|ences?|ent)?|compar(?:e[ds]?|isons?)"
    rf"|{SUPERLATIVES})\b|-(?:t-)?(?:ils?|elles?|on|vous|tu|je|nous|ce)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"(?<=多少)(?:{MEASURE})(?=[^\W\d])|(?<=[几幾])(?:{MEASURE})(?=[^\W\d])")
_PLACE = re.compile(r"(?:自治[区州县旗]|地区|[省市县区州盟旗镇乡])$")
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

    Returns:
        Words of the question.
    """
    asked = _dates(without_compared(question))
    numbered = list(designations(question))
    if not asked and not numbered:
        return []
    rim = without_compared(opening(passage.source))
    text = without_compared(f"{above} {passage.text}")
    missing = asked.keys() - _dates(text).keys() - _dates(rim).keys()
    missing -= {("", str(year)) for year in _years_of(passage)}
    lacking = [each.words for each in numbered if lacks(each, f"{above}\n{passage.text}\n{rim}")]
    told = [words for date, words in asked.items() if date in missing]
    return [*told, *(words for words in lacking if not any(words in other or other in words for other in told))]


def without_compared(text: str) -> str:
    """A text without the years that it only compares with: up 7% on 2022, 比2022年增长."""
    return _COMPARED.sub(" ", text)


def _years_of(passage: Passage) -> set[int]:
    """The years that a passage is about by its document or its section."""
    return {year for period in (*passage.facets.periods, *passage.section) for year in period.years}


def not_told_of(years: Sequence[str], passage: Passage, above: str, opening: Callable[[str], str]) -> list[str]:
    """Of missing years and ordinals, those that a document of the year after would not tell of either.

    A report of 2016 tells of 2015 without naming it in every sentence; not where it names it, only to compare with it.

    Args:
        years: What is missing, as the question spells it.
        passage: What was read.
        above: The title and headings over it.
        opening: The first characters of a document's text, by source.

    Returns:
        Some of them.
    """
    if not years:
        return []
    stated = _dates(f"{above} {opening(passage.source)}").keys()
    compared = _dates(passage.text).keys() - _dates(without_compared(passage.text)).keys()
    return [
        words
        for words in years
        if not any(_year_after(date) in stated and date not in compared for date in _dates(words))
    ]


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


def places_lacking(question: str, text: str) -> list[str]:
    """The places of a Chinese question that a text does not mention, not even in short.

    What the dictionary takes for a place must be spelled like a name too: 新建 is one, and mostly is "newly built".

    Args:
        question: The question.
        text: A passage with what stands above it, or a document.

    Returns:
        Each such place, as it stands in the question.
    """
    places = [word.text for word in chinese_words(question) if word.tag == PLACE_TAG and is_name(word.text)]
    folded = normalise(text) if places else ""
    return [place for place in places if _in_short(place) not in folded]


@lru_cache(maxsize=256)
def names_in(question: str) -> tuple[str, ...]:
    """The names of a question, by dictionary, spelling or capital."""
    every = latin_words(question)
    latin = [word for word in every if len(word.text) > 2 and _is_capitalised(word, every, question)]
    chinese = [word for word in chinese_words(question) if len(word.text) > 1 and (word.is_named or _is_name(word))]
    return tuple(word.text for word in (*chinese, *latin))


def _in_short(name: str) -> str:
    """Without what kind of place it is: 呼和浩特 of 呼和浩特市, 内蒙古 of 内蒙古自治区."""
    short = _PLACE.sub("", name)
    return normalise(short if len(short) > 1 else name)


def missing_names(question: str, terms: TermStatistics) -> tuple[list[str], list[str]]:
    """What of a question no document has: names, and other things."""
    found = _missing(question, terms)
    return [word.text for word in found if word.is_named], [word.text for word in found if not word.is_named]


def _missing(question: str, terms: TermStatistics) -> list[Word]:
    text = _ASKING.sub(lambda match: " " * len(match.group()), blanked(question))
    found = [*_chinese(question, text, terms), *_latin(text, question, terms), *_korean(text, terms)]
    return sorted(found, key=lambda word: word.span)[:_MOST]


def _chinese(question: str, text: str, terms: TermStatistics) -> list[Word]:
    """Chinese words of which two neighbouring characters stand together in no document; those side by side as one.

    Args:
        question: The question.
        text: The same with what asks as blanks.
        terms: Those of the index.

    Returns:
        Words with their places in the question.
    """
    measured = [match.end() for match in _COUNTED.finditer(question)]
    words = [_behind(word, measured) for word in chinese_words(question) if text[slice(*word.span)] == word.text]
    if _KANA.search(question):  # its words are written with other characters than Chinese ones
        names = [word for word in words if is_surely_name(word.text) and not _stands_partly(word.text, terms)]
        return [word._replace(tag=NAME_TAGS[0]) for word in names]
    characters = [c for word in words for c in word.text]
    unknown = sum(not terms.holds(normalise(c)) for c in characters) > _FOREIGN * len(characters)
    if unknown and sum(map(terms.holds, _EVERYWHERE)) < 2:
        return []  # written in another language than the documents
    found: list[Word] = []
    for at, word in enumerate(words):
        beside = found[-1] if found and found[-1].span.end == word.span.start else None
        single = len(word.text) == 1
        if beside and single and word.tag.startswith(_SUFFIX_TAGS):  # 护理 and 假, 南山 and 区
            found[-1] = _together(beside, word)
        elif single and word.tag[:1] not in _PARTICLES and at and _single_before(words[at - 1], word):
            pair = _together(words[at - 1], word)  # two characters that the dictionary knows no word for
            if not beside and not _stands(pair.text, terms) and is_surely_name(pair.text):
                found.append(pair._replace(tag=NAME_TAGS[0]))
        elif not single and word.tag.startswith(_THING_TAGS) and not _stands(word.text, terms):
            family = words[at - 1] if at and word.tag == words[at - 1].tag == "nr" else None
            if family and len(family.text) == 1 and family.span.end == word.span.start:  # 周 and 闻达
                word = _together(family, word)
            word = word._replace(tag=NAME_TAGS[0] if _is_name(word) else "n")
            found[-1:] = [_together(beside, word)] if beside else [*found[-1:], word]
    return found


def _single_before(word: Word, next_word: Word) -> bool:
    """Whether a word is a single character right before another."""
    return len(word.text) == 1 and word.span.end == next_word.span.start


def _behind(word: Word, measured: Sequence[int]) -> Word:
    """A word without the measure that the dictionary cut with it: 多少台车."""
    at = next((end for end in measured if word.span.start < end < word.span.end), word.span.start)
    return word._replace(text=word.text[at - word.span.start :], span=Span(at, word.span.end))


def _is_name(word: Word) -> bool:
    """Whether it is spelled like a name, or the dictionary takes it for one of a person and it begins with a family's."""
    if is_surely_name(word.text) or (word.is_named and is_name(word.text)):
        return True
    return word.tag.startswith("nr") and word.text[0] in FAMILY_NAMES


def _together(first: Word, second: Word) -> Word:
    tag = next((each.tag for each in (first, second) if each.is_named), first.tag)
    return Word(first.text + second.text, Span(first.span.start, second.span.end), tag)


def _stands_partly(word: str, terms: TermStatistics) -> bool:
    folded = normalise(word)
    return any(terms.holds(folded[at : at + 2]) for at in range(len(folded) - 1))


def _stands(word: str, terms: TermStatistics) -> bool:
    folded = normalise(word)
    return all(terms.holds(folded[at : at + 2]) for at in range(len(folded) - 1))


def _latin(text: str, question: str, terms: TermStatistics) -> list[Word]:
    """Words that stand in no form in the documents; everyday ones are no things that one asks for."""
    words = [word for word in latin_words(text) if len(word.text) > 2 and not is_everyday(word)]
    missing = [word for word in words if not _in_some_form(word.text, terms)]
    every = latin_words(question)
    if len(missing) > _FOREIGN * len(words) or in_another_language(every, terms):
        return []
    named = [word._replace(tag=NAME_TAGS[0]) for word in missing if _is_capitalised(word, every, question)]
    # The first word asks, or tells to.
    rest = [word for word in missing if word != every[0] and word.span not in {each.span for each in named}]
    return [*named, *rest]


def _is_capitalised(word: Word, every: Sequence[Word], text: str) -> bool:
    """A capital makes a name where nouns have none; the first word has one in any case."""
    return word.text[0].isupper() and word != every[0] and not _GERMAN.search(text)


def _in_some_form(word: str, terms: TermStatistics) -> bool:
    folded = normalise(word)
    stems = {folded, *(folded.removesuffix(ending) for ending in _ENDINGS)}
    forms = {*tokens(word), *stems, *(stem + ending for stem in stems for ending in (*_ENDINGS, "*"))}
    return any(terms.holds(form) for form in forms if len(form) > 2)


def _korean(text: str, terms: TermStatistics) -> list[Word]:
    """Words of which not even the first two syllables stand together anywhere; what clings to them is their particles."""
    words = [Word(match.group(), Span(*match.span()), "x") for match in _HANGUL.finditer(text)]
    missing = [word for word in words if not terms.holds(normalise(word.text[:2]))]
    return missing if len(missing) <= _FOREIGN * len(words) else []
