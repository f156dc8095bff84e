"""Follow-ups: the question that is meant, from the ones asked before, without a language model.

What a question is about stands in its frame: years, names and quoted titles, and the words that tell the documents of
the index apart (those of their titles). A follow-up that names none of its own takes over the frame of the question
before; one that is hardly more than "and in Ningxia?" takes over the whole question with that put in place. What
was understood is always told, so that the user can see it and take it back.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from qa.question.answer_type import NUMBER, asked_for, interrogative, without_interrogatives
from qa.question.counterparts import in_its_place, names_a_thing, topic, without_count, without_old_count
from qa.question.title_words import Titles
from qa.question.word_similarity import in_place_of_its_like
from qa.text.background import common
from qa.text.scripts import HAN, HANGUL_SYLLABLES, KANA, script_of
from qa.text.segmenter import Word, chinese_words, latin_words
from qa.types import Span, Turn

_CONNECTIVE = re.compile(
    r"^\s*[¿]?\s*(?:那么|那麼|那(?![一个個些里裡儿边邊年天时時次位家座])|而|还有|還有|另外|それでは|では|じゃあ|그럼|그러면|그리고"
    r"|(?:and|so|but|or|then|what about|how about|and what about|et|y|e|und|а|и|و|और|và|còn)\b)[,，、\s]*",
    re.IGNORECASE,
)
# What takes back how the question before was taken: "no, I meant", 不,我问的是.
_CORRECTION = re.compile(
    r"^\s*(?:(?:啊?不是?|不对|不對|错了|錯了|no|nope|non|nein|нет)[,，.。、!！\s]+)?(?:我(?:是(?:问|說|说|想问|問)|(?:想)?(?:问|問|说|說|指)的?是)"
    r"|i (?:meant?|was asking about|am asking about|asked about)|je (?:parle|parlais) de|je voulais dire|ich meine?|я (?:имел в виду|про)|me refiero a)"
    r"(?!说|道|过|the same)[:：,，\s]*(?:的是)?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:呢|怎么样|怎麼樣|如何|は|는요|은요|요)?\s*[?？!！。.…]*\s*$")
_ASKS_ON = re.compile(r"呢\s*[?？]?\s*$|は\s*[?？]\s*$|[는은]요\s*[?？]?\s*$")
_PRONOUN = re.compile(
    r"他们|她们|它们|他們|她們|[他她它牠]|那里|那裡|那边|那儿|那个|那個|那些|当地|當地|这里|這裡|这个|這個|这些|其中"
    r"|彼女?ら?|それ|そこ|그녀|그들|그것|그곳"
    r"|(?<!-)\b(?:he|she|it|they|him|her|his|its|their|them|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there|that|this|those|these|il|elle|ils|elles|él|ella|ellos|er|sie|es|он|она|они|его|её|их)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"[到在]?(?:那年|那时候?|那時候?|那一[年天次]|当时|當時|当年|當年|同年)|\b(?:at that time|by then|back then|that year)\b",
    re.IGNORECASE,
)
_OWN_TIME = re.compile(
    r"[近过過前后後]?(?:[一二两兩三四五六七八九十]|\d+)(?:年|个月|個月)(?!代|级|級)|\bin (?:\w+) years\b", re.IGNORECASE
)
_YES_OR_NO = re.compile(
    r"^\W*(?:is|are|was|were|am|do|does|did|can|could|may|might|must|shall|should|will|would|has|have|had|ist|sind|war|hat|haben|darf|dürfen|kann|können"
    r"|muss|wird|est-ce|peut|puis-je|puede|está|hay|é|pode)\b|-(?:t-)?(?:il|elle|ils|elles|on|vous|tu|je)\b|\bли\b|[かの]\s*[?？]$|(?:까|나요|가요|[아어여해]요)\s*[?？]$",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"又(?=[有是为為占]|多少|[叫在花])")
_LOOSE_ENDS = re.compile(r"^[的是]+|(?:[的是叫了在]|\b(?:is|was|the|of|de))+$")
_SAYING = re.compile(
    r"谁(?:这么|这样)?说|誰(?:這麼)?說|\bwho (?:said|says) (?:so|that|this|it)\b|\bqui l['’]a dit\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)\s?年?(?:\d{1,2}月(?:\d{1,2}[日号])?)?[底末初]?")
_QUOTED = re.compile(r"[“「『《\"][^”」』》\"]{2,40}[”」』》\"]")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BETWEEN_CAPITALS = re.compile(r"[\s-]+(?:(?:de|del|du|la|of|al)\s)?")
_CJK = re.compile(rf"[{KANA}{HAN}{HANGUL_SYLLABLES}]")
_SHORT_CJK, _SHORT_WORDS = 4, 2  # characters or words of a question that says too little by itself
_FRAGMENT_CJK, _FRAGMENT_WORDS = 16, 7
_LITTLE = "的了是在有为和与年"  # characters that say nothing by themselves
_A_VERB = 3  # characters before "how many" that are no subject yet: 挽回了多少
_LONGEST_QUOTE_CHARACTERS = 120
_TURNS_BACK = 3  # that are looked through for what a question goes on from
_SHORT_WORD, _OFTEN = 3, 0.04  # letters; share of everyday passages from which on a word says nothing


class Signs(NamedTuple):
    """How far a question stands alone, by its words.

    Attributes:
        topic: It is a mere phrase, neither a question nor said to go on from something.
        names: It names something of its own, or something that no document has.
        goes_on: It says that it goes on from something: "and ...", "...呢", "no, I meant ...".
        unmarked: Nor does a pronoun of it point back.
        foreign: Besides, what would be taken over is written in another script.
    """

    topic: bool
    names: bool
    goes_on: bool
    unmarked: bool
    foreign: bool


def understood(question: str, history: Sequence[Turn], titles: Titles) -> str:
    """The question as it is taken: itself when it stands alone or nothing went before.

    Args:
        question: As it was typed.
        history: The turns before, oldest first.
        titles: Of the documents that are asked.

    Returns:
        A question that stands alone.
    """
    if not history or not question.strip():
        return question
    before = _goes_on_from(question, history)
    if _SAYING.search(question) and before.quote:
        return f"{question.strip()} {before.quote[:_LONGEST_QUOTE_CHARACTERS]}"
    joined = _CORRECTION.match(question) or _CONNECTIVE.match(question)
    rest = _AGAIN.sub("", question[joined.end() if joined else 0 :].strip())
    asks_on = bool(joined or _ASKS_ON.search(rest))
    if (asks_on or not _asks(rest)) and _is_fragment(rest):
        return _with_other_part(before.question, _TAIL.sub("", rest).strip(), titles)
    if asks_on and (other := _of_the_same_kind(before.question, rest)):
        return other
    then = _THEN.search(rest)
    rest = _THEN.sub("", rest, count=1).strip(" ,，") if then else rest
    pronoun = _PRONOUN.search(rest)
    if pronoun or (_leans(rest) and not names_a_thing(rest)):
        about = _content(before.question, rest, titles)
        return _put_together(about, _PRONOUN.sub("", rest, count=1).strip() if pronoun else rest)
    if any(not _YEAR.fullmatch(name) for name in frame(rest, titles)) or titles.has_foreign_name(rest):
        return rest
    taken = _taken_over(before.question, rest, titles, then=bool(then))
    return _put_together(" ".join(name for name in taken if name not in rest), rest)


def signs(question: str, completed: str, titles: Titles) -> Signs:
    """What of a question, and of what it would be completed to, says that it stands alone."""
    joined = _CORRECTION.match(question) or _CONNECTIVE.match(question)
    rest = question[joined.end() if joined else 0 :].strip()
    goes_on = bool(joined or _ASKS_ON.search(rest))
    taken_over = " ".join(word for word in completed.split() if word not in question)
    unmarked = not (goes_on or _PRONOUN.search(rest) or _THEN.search(rest))
    return Signs(
        topic=not goes_on and not _asks(rest),
        names=any(not _YEAR.fullmatch(name) for name in frame(rest, titles)) or titles.has_foreign_name(rest),
        goes_on=goes_on,
        unmarked=unmarked,
        foreign=unmarked and script_of(taken_over) not in ("", script_of(question)),
    )


def _goes_on_from(question: str, history: Sequence[Turn]) -> Turn:
    """The turn that a question goes on from: the last one, or the one before it that shares a word where the last has none."""
    told = {word.text.casefold() for word in (*chinese_words(question), *latin_words(question)) if _is_telling(word)}
    for turn in history[: -_TURNS_BACK - 1 : -1]:
        if any(word in turn.question.casefold() for word in told):
            return turn
    return history[-1]


def _is_telling(word: Word) -> bool:
    if word.tag != "x":
        return word.is_thing and len(word.text) > 1
    return len(word.text) >= _SHORT_WORD and common(word.text.lower()) < _OFTEN


def _asks(text: str) -> bool:
    return bool(interrogative(text) or _YES_OR_NO.search(text))


def _of_the_same_kind(before: str, rest: str) -> str | None:
    """The question before about another one of its kind, when both end alike: "and who is its secretary?"."""
    asking = interrogative(rest)
    part, _, end = rest.partition(asking) if asking else ("", "", "")
    part = re.sub("[是有叫]$", "", part)
    if end.strip(" ?？") or not part or not before.rstrip(" ?？").endswith(asking):
        return None
    return in_its_place(before, part)


def _taken_over(before: str, rest: str, titles: Titles, *, then: bool) -> list[str]:
    """What of the frame before a question that says enough by itself takes over.

    No year when it has a time of its own; no quoted title when it says much and has a subject of its own.

    Returns:
        Words of the question before.
    """
    timed = not then and bool(_YEAR.search(rest) or _OWN_TIME.search(rest))
    subject = _CJK.findall(rest.split(interrogative(rest) or rest, 1)[0].rstrip("了"))
    return [
        name
        for name in frame(before, titles)
        if not (timed and _YEAR.fullmatch(name))
        and not (len(subject) > _A_VERB and not _leans(rest) and _QUOTED.fullmatch(name))
    ]


def follows_up(text: str) -> bool:
    """Whether a text says by itself that it goes on from something: "and ...", "...呢"."""
    return bool(_CONNECTIVE.match(text) or _CORRECTION.match(text) or _ASKS_ON.search(text))


def frame(question: str, titles: Titles) -> list[str]:
    """The years, names and quoted titles of a question, in its order."""
    found: list[Span] = []
    marked = [Span(*match.span()) for pattern in (_QUOTED, _YEAR) for match in pattern.finditer(question)]
    rest = question
    for start, end in marked:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    for span in (*marked, *_capitalised(rest), *titles.names(rest)):
        if not any(span.start < other.end and other.start < span.end for other in found):
            found.append(span)
    return [question[span.start : span.end] for span in sorted(found)]


def _capitalised(text: str) -> list[Span]:
    """Words with a capital, those that stand together as one; the first word of the text has one in any case."""
    found: list[Span] = []
    for number, word in enumerate(_WORD.finditer(text)):
        if number and word.group()[0].isupper() and not interrogative(word.group()):
            near = found and _BETWEEN_CAPITALS.fullmatch(text, found[-1].end, word.start())
            start = found.pop().start if near else word.start()
            found.append(Span(start, word.end()))
    return found


def _with_other_part(before: str, part: str, titles: Titles) -> str:
    """The question before, about something else: a year for its year, a name for its name, else another thing."""
    given = frame(f"a {part}", titles)  # a word in front: a capital at the beginning is one of a name here
    names = [name for name in given if not _YEAR.fullmatch(name)]
    years = [name for name in given if _YEAR.fullmatch(name)]
    old = frame(before, titles)
    text = _exchanged(before, [name for name in old if _YEAR.fullmatch(name)], years)
    if _only(part, given):
        changed = _exchanged(text, [name for name in old if not _YEAR.fullmatch(name)], names)
        return without_old_count(changed) if names else changed
    if not given and (other := in_its_place(text, part)):
        return other
    if not given and (other := in_place_of_its_like(text, part)):
        return other
    kept = [name for name in frame(text, titles) if name not in part and not (names and not _YEAR.fullmatch(name))]
    asking = interrogative(before)
    about = _TAIL.sub("", without_interrogatives(topic(_TAIL.sub("", text), new_thing=False)))
    kept = [*kept, *([about] if not given else [])]
    if asking.isascii():
        return _put_together(f"{asking} {part}", " ".join(kept))
    return _put_together(" ".join(kept), _put_together(part, asking))


def _exchanged(text: str, old: Sequence[str], new: Sequence[str]) -> str:
    """A text with its first old name exchanged for the new ones and the others taken out; put in front if it has none."""
    if not new:
        return text
    words = " ".join(new)
    if not old:
        return _put_together(words, text) if _CJK.search(text) else f"{text.rstrip(' ?')} {words}?"
    text = text.replace(old[0], words, 1)
    for name in old[1:]:
        text = text.replace(name, "", 1)
    return text


def _content(question: str, follow_up: str, titles: Titles) -> str:
    """What a question is about, without its interrogative, and without its years or names where there are new ones."""
    bare = _TAIL.sub("", question)
    both_count = asked_for(question) == asked_for(follow_up) == NUMBER
    text = topic(bare, new_thing=both_count and not _PRONOUN.search(follow_up))
    text = without_interrogatives(text)
    new = frame(follow_up, titles)
    for name in frame(question, titles):
        if any(bool(_YEAR.fullmatch(name)) == bool(_YEAR.fullmatch(other)) for other in new):
            text = text.replace(name, " ")
    return _LOOSE_ENDS.sub("", " ".join(text.split()))


def _only(part: str, names: Sequence[str]) -> bool:
    """Whether a text is hardly more than these names."""
    for name in names:
        part = part.replace(name, " ")
    return bool(names) and _is_short(part)


def _is_fragment(text: str) -> bool:
    bare = _TAIL.sub("", text)
    if interrogative(bare):
        return False
    return (
        len(_CJK.findall(bare)) <= _FRAGMENT_CJK
        and len(re.findall(r"[^\W\d_]+", _CJK.sub("", bare))) <= _FRAGMENT_WORDS
    )


def _leans(question: str) -> bool:
    """Whether a question says too little without the one before."""
    return _is_short(without_interrogatives(without_count(question)))


def _is_short(text: str) -> bool:
    characters = [c for c in _CJK.findall(text) if c not in _LITTLE]
    words = re.findall(r"[^\W\d_]{4,}", _CJK.sub(" ", text))
    return len(characters) <= _SHORT_CJK and not words if characters else len(words) <= _SHORT_WORDS


def _put_together(first: str, second: str) -> str:
    return " ".join(filter(None, (first.strip(), second.strip())))
