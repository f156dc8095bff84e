"""Questions that ask for several things at once: two regions, two years, two questions in one. Each part is answered by itself."""

import re
from collections.abc import Callable, Sequence

from qa.facets.periods import periods
from qa.question.answer_type import interrogative
from qa.question.comparisons import compared_things
from qa.question.follow_up import right_behind
from qa.question.frame import frame
from qa.question.title_words import Titles
from qa.text.segmenter import Word, chinese_words

_MOST_PARTS = 4
_END = re.compile(r"[?？]\s*")
# Who teaches the one, and when is the other? A question behind "and" is one of its own if it says as much.
_AND_ASKS = re.compile(
    r"[,，]?\s+(?:and|und|et|y|и)\s+(?=(?:who|what|when|where|which|how|why|wer|was|wann|wo|wie|qui|quand|où|quién|cuándo|dónde|кто|когда|где)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"呢\s*$|^\W*(?:那|还有|還有|另外|(?:and|so|or|then|what about|how about|et|y|e|und|а|и)\b)", re.IGNORECASE
)  # "and Ningxia", 宁夏呢: asks although it has no interrogative
_LEAST_WORDS = 3
_AND = r"\s*(?:和|与|與|及|以及|、|,|，|跟|\band\b|\bor\b|\bet\b|\bund\b|\by\b|\bи\b|と|와|과)\s*"
_SUM = re.compile(
    r"一共|总共|總共|合计|合計|加起来|之和|之间|之間|\bin total\b|\btogether\b|\bbetween\b|\bcombined\b", re.IGNORECASE
)
_TOGETHER = re.compile(r"一共|总共|總共|合计|合計|加起来|之和")
_EACH = re.compile(r"分别|分別|各自?(?=[有是为达多])|\brespectively\b|\beach\b", re.IGNORECASE)
_COMPARES = re.compile(
    r"比较|比較|对比|對比|相比|哪一?[个個项項种種]?更|谁更|誰更|相差|差多少|\bcompar\w+|\bversus\b|\bvs\b|\bdifferences? between\b|\bboth\b",
    re.IGNORECASE,
)
# 单独基层工会比联合基层工会多多少?
_MORE_THAN = re.compile(
    r"^(?P<one>.{2,24}?)比(?P<other>.{2,24}?)(?P<more>[多少高低大小长長重贵貴]{1,2})(?:多少|几[^\W\d]{0,3})?[?？]?$"
)
_YEAR = re.compile(r"\d{4}")
_IN_A_YEAR = re.compile(r"\d{4}\s?年[度底末初]?")
_THINGS = ("n", "vn", "v", "an", "j", "l", "i", "b", "m")
_JOINING = ("和", "与", "與", "及", "以及", "跟")


def parts(question: str, titles: Titles, behind: Callable[[str, str], str] = right_behind) -> tuple[str, ...]:
    """The questions that a question is made of, each of which stands alone; the question itself when it is one.

    Args:
        question: The question.
        titles: Of the documents that are asked, to know a name.
        behind: A second question behind the first one, which it goes on from.

    Returns:
        One question or several.
    """
    texts = [text.strip() for text in _END.split(question) if text.strip()]
    if len(texts) == 1 and all(len(text.split()) >= _LEAST_WORDS for text in _AND_ASKS.split(texts[0])):
        texts = _AND_ASKS.split(texts[0])
    if 1 < len(texts) <= _MOST_PARTS and all(map(_asks, texts)):
        first, *others = (f"{text}?" for text in texts)
        return first, *(behind(first, other) for other in others)
    found = _for_each_dated(question) or compared_things(question) or _for_each_name(question, titles)
    return found if len(found) > 1 else _for_each_thing(question)


def _for_each_thing(question: str) -> tuple[str, ...]:
    """病假和事假分别 as a question for each; what is compared likewise, so that each has its quote."""
    if (more := _MORE_THAN.match(question)) and not periods(more["other"], 2000):
        one, other = more["one"], more["other"]
        kind = one.partition("的")[2]  # 宁夏的会员比内蒙古多多少
        return f"{one}是多少?", f"{other}{'' if not kind or kind in other else f'的{kind}'}是多少?"
    if not (_EACH.search(question) or _COMPARES.search(question)) or _TOGETHER.search(question):
        return (question,)
    words = chinese_words(_EACH.sub(lambda match: " " * len(match.group()), question))
    for at, word in enumerate(words):
        before, behind = _noun_ending(words[:at]), _noun_beginning(words[at + 1 :])
        if word.text in _JOINING and before and behind:
            start, end = before[0].span.start, behind[-1].span.end
            listed = (question[start : word.span.start], question[word.span.end : end])
            return tuple(_EACH.sub("", f"{question[:start]}{each}{question[end:]}") for each in listed)
    return (question,)


def _for_each_dated(question: str) -> tuple[str, ...]:
    """河南2010年和江西2020年的总产分别 as a question for each, with its own name and year; empty when it is none of these."""
    if not _EACH.search(question) or _SUM.search(question):
        return ()
    for joint in re.finditer(_AND, question):
        one, other = question[: joint.start()], question[joint.end() :]
        dates, also_dates = ([*_IN_A_YEAR.finditer(text)] for text in (one, other))
        each = _EACH.search(other)
        if not each or not len(dates) == len(also_dates) == 1:
            continue
        named = _names(one) and _names(other[: each.start()])
        if named or (dates[0].end() < len(one) and not also_dates[0].start()):  # 1999年的进口和2000年的出口
            rest = other[_end_of_names(one, dates[0], other, also_dates[0]) :] or other[each.start() :]
            return _EACH.sub("", one + rest), _EACH.sub("", other)
    return ()


def _names(text: str) -> bool:
    return any(word.is_named for word in chinese_words(text))


def _end_of_names(one: str, dated: re.Match[str], other: str, also_dated: re.Match[str]) -> int:
    """Where in `other` begins what is asked of both; its end when each says for itself what is asked of it."""
    if dated.end() == len(one):
        return also_dated.end()
    alone, names = chinese_words(one[dated.end() :]), chinese_words(other[also_dated.end() :])
    if len(alone) == 1 and names and alone[0].is_named and names[0].is_named:  # 2010年河南和2020年江西的总产
        return also_dated.end() + names[0].span.end
    return len(other)


def _noun_ending(words: Sequence[Word]) -> Sequence[Word]:
    """The words at the end that make one thing together."""
    at = len(words)
    while at and _is_thing(words[at - 1]) and (at == len(words) or _beside(words[at - 1], words[at])):
        at -= 1
    return words[at:]


def _noun_beginning(words: Sequence[Word]) -> Sequence[Word]:
    at = 0
    while at < len(words) and _is_thing(words[at]) and (not at or _beside(words[at - 1], words[at])):
        at += 1
    return words[:at]


def _is_thing(word: Word) -> bool:
    return word.tag.startswith(_THINGS) and not (len(word.text) == 1 and word.tag.startswith("v"))


def _beside(first: Word, second: Word) -> bool:
    return first.span.end == second.span.start


def _asks(text: str) -> bool:
    return bool(interrogative(text) or _GOES_ON.search(text))


def _for_each_name(question: str, titles: Titles) -> tuple[str, ...]:
    """`How many in A and in B` as a question for A and one for B; a sum of both is one question."""
    if not re.search(_AND, question) or _SUM.search(question) or not interrogative(question):
        return (question,)
    names = frame(question, titles)
    for length in range(min(_MOST_PARTS, len(names)), 1, -1):
        for at in range(len(names) - length + 1):
            listed = names[at : at + length]
            joined = re.search((r"\w?" + _AND + r"(?:in )?").join(map(re.escape, listed)), question)
            if joined and len({bool(_YEAR.match(name)) for name in listed}) == 1:
                before, behind = question[: joined.start()], question[joined.end() :]
                return tuple(_EACH.sub("", f"{before}{name}{behind}") for name in listed)
    return (question,)
