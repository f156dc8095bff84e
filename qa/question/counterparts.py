"""What of an earlier question a follow-up goes on from: its topic, and the words that "and the other kind?" stands for."""

import re

from qa.question.answer_type import interrogative
from qa.question.frame import YEAR
from qa.text.scripts import HAN
from qa.text.segmenter import Word, chinese_words, is_in_dictionary
from qa.types import Span

_ASKED_LAST = re.compile(
    r"(?:多少|几|幾)(?:个|個|家|名|件|项|項|人次|人|次|场|場|所|处|處|座|条|條|份|万亩|亿元|万元|元|批|支|期|户|位|种|類|类|台|套)?"
)
_ASKED_TIME = re.compile(r"[几幾][点點号號月]|(?:周|星期|礼拜|禮拜)[几幾]")
_ELIDED = re.compile(r"(?<=\w)的$")
_LINK = re.compile(r"(?:[一总總]?共)?[有是叫为為达達到了]*$")
_COUNTED_UP = re.compile(
    r"[从從由自]\s?[\d.,]+\s?[百千万萬亿億]?[^\d\W]?(?=[增升涨漲降减減提扩擴])|\bfrom [\d.,]+(?: \w+)? (?=to\b)"
)
_ENDS = re.compile(r"\W|$|\d|[一总總]?共|[有是的]")  # behind a word that is whole
_BEFORE = "的在从和与"  # before a word that begins
_HAN = re.compile(rf"[{HAN}]")
_A_VERB, _A_THING = 3, 4  # characters, at most, of what is no thing yet (惠及了, 听课的); at least, of one
_LONGEST_THING_CHARACTERS = 12  # of what is counted
_NO_THINGS = ("v", "p", "c", "d", "r")
_DONE = ("了", "着", "过")
_AMOUNTS = ("m", "t", "q")  # behind a thing they begin what is asked of it: 学生票一天
_KINDS = ("n", "b", "a", "j", "vn", "s", "eng")
_LEAST_SHARED = 2  # characters that two kinds of one thing have in common, and at least half of the new one


def topic(question: str, *, new_thing: bool) -> str:
    """What a question is about, without its interrogative.

    Args:
        question: The question, without its question mark.
        new_thing: The follow-up asks for another thing: the one that was asked for is left out, where words stand
            before it.

    Returns:
        Words of the question.
    """
    asking = interrogative(question)
    if not asking:
        return question
    head, tail = question.split(asking, 1)
    counted = _ASKED_LAST.match(asking + tail)
    if counted and len(counted.group()) > len(asking):
        tail = tail[len(counted.group()) - len(asking) :]
    return _LINK.sub("", head) if new_thing and head.strip() else f"{head} {tail}"


def without_count(text: str) -> str:
    """A text without "how many", "in all" and the measure behind them."""
    return re.sub(f"(?:[一总總]共)?{_ASKED_LAST.pattern}|[一总總]共", " ", text)


def names_a_thing(question: str) -> bool:
    """Whether "how many" of something is asked that the question itself names, in front of it or behind."""
    counted = _ASKED_LAST.search(question)
    if not counted:
        return False
    head, tail = _LINK.sub("", question[: counted.start()]), question[counted.end() :]
    people = counted.group().endswith(("人", "人次"))  # what follows is what they did
    return (len(_HAN.findall(tail)) >= _A_THING and not people) or len(_HAN.findall(head)) > _A_VERB


def without_old_count(question: str) -> str:
    """A question without the figure that something rose or fell from: another name has another one."""
    return _COUNTED_UP.sub("", question)


def in_its_place(question: str, part: str) -> str | None:
    """A question with another kind of thing in the place of the one that it names; None when none is like it.

    模范职工小家 takes the place of 模范职工之家, 联合基层工会 that of 单独基层工会, for the words they share; else what is
    counted is exchanged: "how many X" becomes "how many Y".

    Args:
        question: A whole question.
        part: What another one asks about.

    Returns:
        The other question, or None.
    """
    asking = interrogative(question)
    start = question.find(asking) if asking else len(question)
    part = _ELIDED.sub("", part)
    ways = (_by_beginning, _by_ending, _by_head, _of_one_length, _of_two_characters, _counted)
    return next((other for way in ways if (other := way(question, part, start))), None)


def in_place_of_subject(question: str, part: str) -> str | None:
    """A Chinese question with another thing in the place of the one that it begins with: 老人 of 学生票多少钱?

    Args:
        question: A whole question.
        part: What another one asks about.

    Returns:
        The other question; None where it does not begin with a thing, or the part is more than one.
    """
    begins = subject(question)
    return part + question[begins.end :] if begins and _names_a_kind(part) else None


def subject(question: str) -> Span | None:
    """Where the thing stands that a Chinese question begins with, behind a year; None where it begins with none, or goes on by 的."""
    asking = interrogative(question)
    head = question[: question.find(asking)] if asking else ""
    dated = YEAR.match(question)
    start = end = dated.end() if dated else 0
    for word in chinese_words(head):
        behind = (*_NO_THINGS, *_AMOUNTS) if end > start else _NO_THINGS
        is_done = head.startswith(_DONE, word.span.end)  # 月卡丢了
        if word.span.start >= start and (is_done or (word.tag.startswith(behind) and word.tag != "vn")):
            break
        end = max(end, word.span.end)
    return Span(start, end) if start < end and "的" not in head[end:] else None


def _names_a_kind(part: str) -> bool:
    words = chinese_words(part)
    return len(part) <= _LONGEST_THING_CHARACTERS and all(word.is_thing or word.text == "的" for word in words)


def _by_beginning(question: str, part: str, asking: int) -> str | None:
    for length in range(len(part) - 1, _least(part) - 1, -1):
        at = question.find(part[:length], 0, asking)
        if at < 0:
            continue
        same_end = question.find(part[-1], at + length, at + 2 * len(part))
        linked = at + length + len(_LINK.sub("", question[at + length : asking]))
        end = same_end + 1 if same_end >= 0 else linked
        if end - at <= 2 * len(part):
            return question[:at] + part + question[end:]
    return None


def _by_ending(question: str, part: str, asking: int) -> str | None:
    begins = {word.span.start for word in chinese_words(question)}
    for length in range(len(part) - 1, _least(part) - 1, -1):
        at = question.find(part[-length:])
        start, end = at - (len(part) - length), at + length
        if at >= 0 and start >= 0 and not start <= asking + 1 < end and _ends_at(question, end, asking):
            start = min(
                (each for each in begins if start <= each <= at), default=start
            )  # a whole word: 会长 of 家委会长
            return question[:start] + part + question[end:]
    return None


def _by_head(question: str, part: str, asking: int) -> str | None:
    """By the last character alone, where it is a word with what says which: 摩托车 in the place of 大型车."""
    words = chinese_words(question[:asking])
    for at, word in enumerate(words):
        first = at
        while first and words[first - 1].span.end == words[first].span.start and _says_which(words[first - 1]):
            first -= 1
        start, end = words[first].span.start, word.span.end
        cut_amiss = first < at and words[at - 1].tag == "b" and word.text.startswith(part[-1])  # 车首, of 大型车首小时
        end = word.span.start + 1 if cut_amiss else end
        if (word.text == part[-1] or cut_amiss) and first < at and question[start:end] != part:
            return question[:start] + part + question[end:]
    return None


def _ends_at(question: str, end: int, asking: int) -> bool:
    """Whether a word of a question ends there: what follows is no more of it, or asks, or begins a word that the dictionary has."""
    begins = (word for word in chinese_words(question) if word.span.start == end and len(word.text) > 1)
    return end == asking or bool(_ENDS.match(question, end)) or any(is_in_dictionary(word.text) for word in begins)


def _says_which(word: Word) -> bool:
    return word.tag.startswith(_KINDS) and not YEAR.match(word.text)


def _of_one_length(question: str, part: str, asking: int) -> str | None:
    """By the last character alone where all before it is as long: 西郊站 in the place of 港口站."""
    if len(part) <= _LEAST_SHARED or not _HAN.match(part[-1]):
        return None
    for at in range(asking - len(part) + 1):
        end = at + len(part)
        begins = not at or not _HAN.match(question[at - 1]) or question[at - 1] in _BEFORE
        if begins and question[end - 1] == part[-1] and _ends_at(question, end, asking):
            return question[:at] + part + question[end:]
    return None


def _of_two_characters(question: str, part: str, asking: int) -> str | None:
    """A word that has one of its two characters in its place: 病假 for 事假, 室外 for 室内."""
    for word in chinese_words(question[:asking]) if len(part) == _LEAST_SHARED else ():
        same = sum(one == other for one, other in zip(word.text, part, strict=False))
        if len(word.text) == len(part) and same == 1 and not word.tag.startswith(_NO_THINGS):
            return question[: word.span.start] + part + question[word.span.end :]
    return None


def _counted(question: str, part: str, asking: int) -> str | None:
    counted = _ASKED_LAST.match(question, asking)
    if not counted or not asking or _ASKED_TIME.search(question, max(0, asking - 2)):
        return None
    thing = question[counted.end() :].rstrip(" ?？。")
    if not 1 < len(thing) <= _LONGEST_THING_CHARACTERS or thing.startswith("钱"):
        return None
    return f"{question[:asking]}多少{part}?"


def _least(part: str) -> int:
    return max(_LEAST_SHARED, (len(part) + 1) // 2)
