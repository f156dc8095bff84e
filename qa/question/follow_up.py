"""Follow-ups: the question that is meant, from the ones asked before, without a language model.

What a question is about stands in its frame: years, names and quoted titles, and the words that tell the documents of
the index apart (those of their titles). A follow-up that names none of its own takes over the frame of the question
before; one that is hardly more than "and in Ningxia?" takes over the whole question with that put in place. What
was understood is always told, so that the user can see it and take it back.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from qa.question.answer_type import NUMBER, asked_for, blanked, interrogative, without_interrogatives
from qa.question.counterparts import in_its_place, in_place_of_subject, names_a_thing, subject, topic, without_count
from qa.question.fragments import CJK, TAIL, is_fragment, is_short, put_together, with_other_part
from qa.question.frame import QUOTED, YEAR, frame
from qa.question.pointing import (
    PLACE_PRONOUN,
    PRONOUN,
    THEN,
    is_dependent,
    is_telling,
    without_pronouns,
    without_relative_year,
)
from qa.question.title_words import Titles
from qa.question.unseen_terms import is_place, places_in
from qa.text.scripts import HAN, script_of
from qa.text.segmenter import chinese_words, latin_words
from qa.types import Turn

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
_ASKS_ON = re.compile(r"呢\s*[?？]?\s*$|は\s*[?？]\s*$|[는은]요\s*[?？]?\s*$")
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
_OWNER = re.compile(rf"([{HAN}]{{2,12}})的")  # whose it is that is asked for: 港口站的站长
_IT = re.compile(r"(?<!比)(?:[他她它牠][们們]?|[这那這]个(?=[要能可会是在多怎什几有吗呢?？]|$))")
# What belongs to what was asked about, and is no question yet: 他的电话, its price.
_OWNED = re.compile(
    rf"^\s*(?:(?:他们|她们|它们|他|她|它)的|其(?![中他它余实實])的?)(?P<thing>[{HAN}]{{2,12}})\s*$"
    r"|^\s*(?:its|his|her|their|sein|ihr|son|sa|su|его|её|их)\s+(?P<what>[^\W\d].{1,40})$",
    re.IGNORECASE,
)
_A_VERB = 3  # characters before "how many" that are no subject yet: 挽回了多少
_LONGEST_QUOTE_CHARACTERS = 120
_TURNS_BACK = 3  # that are looked through for what a question goes on from


class Signs(NamedTuple):
    """How far a question stands alone, by its words.

    Attributes:
        topic: It is a mere phrase, neither a question nor said to go on from something.
        names: It names something of its own, or something that no document has; not where that takes the place of another.
        goes_on: It says that it goes on from something: "and ...", "...呢", "no, I meant ...".
        unmarked: Nor does a pronoun of it point back.
        foreign: Besides, what would be taken over is written in another script.
        dependent: It can't be answered alone: "when?", "how much is it?", "who paid for it?", 2023年呢?, 他的电话呢?
    """

    topic: bool
    names: bool
    goes_on: bool
    unmarked: bool
    foreign: bool
    dependent: bool


def completions(question: str, history: Sequence[Turn], titles: Titles) -> list[str]:
    """What a question may be completed to: from the turn that it shares a word with, and from the last one where "it" points back.

    Args:
        question: As it was typed.
        history: The turns before, oldest first.
        titles: Of the documents that are asked.

    Returns:
        Questions that stand alone, each once; the question itself where it stands alone or nothing went before.
    """
    found = [understood(question, history, titles)]
    before = _goes_on_from(question, history).question if history else ""
    part = _fragment(question, before)
    if part and not frame(before, titles) and (other := in_place_of_subject(before, part)):
        asked = other.removeprefix(part)
        found += [other] * (before.removesuffix(asked) in found[0])  # what it begins with was not exchanged yet
    if (points := _IT.search(question)) and (about := subject(before)):
        found.append(question[: points.start()] + before[slice(*about)] + question[points.end() :])
    if PRONOUN.search(question) and len(history) > 1 and _goes_on_from(question, history) is not history[-1]:
        found.append(understood(question, history[-1:], titles))
    return list(dict.fromkeys(found))


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
    rest = without_relative_year(rest, before.question)
    asks_on = bool(joined or _ASKS_ON.search(rest))
    if (not _asks(rest) or asks_on) and (owned := _OWNED.match(TAIL.sub("", rest))):
        about = _content(before.question, rest, titles)
        return f"{about}的{owned['thing']}?" if owned["thing"] else f"{owned['what']} {about}?"
    if part := _fragment(question, before.question):
        return with_other_part(before.question, part, titles)
    if asks_on and (other := _of_the_same_kind(before.question, rest)):
        return other
    then = THEN.search(rest)
    rest = THEN.sub("", rest, count=1).strip(" ,，") if then else rest
    pronoun = PRONOUN.search(rest) or PLACE_PRONOUN.search(rest)
    leans = _leans(rest) and not names_a_thing(rest)
    if pronoun or leans or (asks_on and _is_of_another(rest, titles)):
        about = _about(before.question, rest, pronoun, titles)
        return put_together(about, (rest[: pronoun.start()] + rest[pronoun.end() :]).strip() if pronoun else rest)
    if names_its_own(rest, titles):
        return rest
    taken = _taken_over(before.question, rest, titles, then=bool(then))
    return put_together(" ".join(name for name in taken if name not in rest), rest)


def signs(question: str, completed: str, titles: Titles) -> Signs:
    """What of a question, and of what it would be completed to, says that it stands alone."""
    joined = _CORRECTION.match(question) or _CONNECTIVE.match(question)
    rest = question[joined.end() if joined else 0 :].strip()
    goes_on = bool(joined or _ASKS_ON.search(rest))
    taken_over = " ".join(word for word in completed.split() if word not in question)
    unmarked = not (goes_on or PRONOUN.search(rest) or THEN.search(rest))
    return Signs(
        topic=not goes_on and not _asks(rest),
        names=names_its_own(rest, titles) and not (goes_on and (is_fragment(rest) or _is_of_another(rest, titles))),
        goes_on=goes_on,
        unmarked=unmarked,
        foreign=unmarked and script_of(taken_over) not in ("", script_of(question)),
        dependent=is_dependent(TAIL.sub("", rest)),
    )


def names_its_own(question: str, titles: Titles) -> bool:
    """Whether a question names what it is about: something of the documents' titles, or what no document has."""
    return any(not YEAR.fullmatch(name) for name in frame(question, titles)) or titles.has_foreign_name(question)


def _goes_on_from(question: str, history: Sequence[Turn]) -> Turn:
    """The turn that a question goes on from: the last one, or the one before it that shares a word where the last has none.

    Returns:
        That turn; one that was not understood, and can't be answered alone, is passed over.
    """
    history = [turn for turn in history if not is_dependent(turn.question)] or history
    told = {word.text.casefold() for word in (*chinese_words(question), *latin_words(question)) if is_telling(word)}
    for turn in history[: -_TURNS_BACK - 1 : -1]:
        if any(word in turn.question.casefold() for word in told):
            return turn
    return history[-1]


def _fragment(question: str, before: str) -> str:
    """What "and in Ningxia?" and "the full one?" are about; empty for a whole question."""
    joined = _CORRECTION.match(question) or _CONNECTIVE.match(question)
    rest = without_relative_year(_AGAIN.sub("", question[joined.end() if joined else 0 :].strip()), before)
    goes_on = bool(joined or _ASKS_ON.search(rest)) or not _asks(rest)
    return TAIL.sub("", rest).strip() if goes_on and is_fragment(rest) else ""


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

    No year when it has a time of its own, no place when it has another; no quoted title when it says much and has a subject of its own.

    Returns:
        Words of the question before.
    """
    timed = not then and bool(YEAR.search(rest) or _OWN_TIME.search(rest))
    subject = CJK.findall(rest.split(interrogative(rest) or rest, 1)[0].rstrip("了"))
    elsewhere = any(place not in before for place in places_in(rest))
    return [
        name
        for name in frame(before, titles)
        if not (timed and YEAR.fullmatch(name))
        and not (elsewhere and is_place(name))
        and not (len(subject) > _A_VERB and not _leans(rest) and QUOTED.fullmatch(name))
    ]


def follows_up(text: str) -> bool:
    """Whether a text says by itself that it goes on from something: "and ...", "...呢"."""
    return bool(_CONNECTIVE.match(text) or _CORRECTION.match(text) or _ASKS_ON.search(text))


def _content(question: str, follow_up: str, titles: Titles) -> str:
    """What a question is about, without its interrogative, and without its years or names where there are new ones."""
    bare = TAIL.sub("", question)
    both_count = asked_for(question) == asked_for(follow_up) == NUMBER
    text = topic(bare, new_thing=both_count and not PRONOUN.search(follow_up))
    text = without_interrogatives(text)
    new = frame(follow_up, titles)
    for name in frame(question, titles):
        if any(bool(YEAR.fullmatch(name)) == bool(YEAR.fullmatch(other)) for other in new):
            text = text.replace(name, " ")
    return _LOOSE_ENDS.sub("", " ".join(without_pronouns(text).split()))


def _about(question: str, follow_up: str, pronoun: re.Match[str] | None, titles: Titles) -> str:
    """What a follow-up that says too little takes over; of a question in another script the names, for "there" the place."""
    names = [name for name in frame(question, titles) if not YEAR.fullmatch(name)]
    if pronoun and PLACE_PRONOUN.fullmatch(pronoun.group()):
        places = [name for name in names if name.isascii() or is_place(name)]
        owner = _OWNER.match(question)
        if places:
            return " ".join(places)
        if owner:
            return owner[1]
    if not pronoun and names and script_of(question) != script_of(follow_up):
        return " ".join(names)
    return _content(question, follow_up, titles)


def _is_of_another(rest: str, titles: Titles) -> bool:
    """Whether a Chinese question names whose it is, and no thing that is asked for: 那宁夏建了多少个?"""
    names = frame(rest, titles)
    words = chinese_words(blanked(rest))
    things = [word for word in words if word.is_thing and not word.is_named and word.text[0] not in "全本"]
    return (
        bool(words)
        and any(not YEAR.fullmatch(name) for name in names)
        and all(any(thing.text in name for name in names) for thing in things)
    )


def _leans(question: str) -> bool:
    """Whether a question says too little without the one before."""
    return is_short(without_interrogatives(without_count(question)))
