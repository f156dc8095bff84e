"""Numbers and letters that name one of several like things: 第五分公司, Plant 4, Site D, C-1234. What is said of another is no answer."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from qa.question.answer_type import MEASURE
from qa.text.analyzer import normalise
from qa.text.background import common
from qa.text.numbers import numbers
from qa.text.scripts import CJK, HAN
from qa.text.segmenter import chinese_words

_NUMERAL = "[〇零一二三四五六七八九十百]+|\\d{1,5}"
_ORDINAL = re.compile(rf"第\s?(?P<number>{_NUMERAL})\s?(?P<what>[{HAN}])")
_OF_A_ROW = re.compile(rf"(?<![\d第月])(?P<number>{_NUMERAL})(?P<what>号[{HAN}])")  # 3号楼
_HAN_NUMBERED = re.compile(rf"(?P<what>[{HAN}]{{2}})\s?(?P<number>\d{{1,5}})(?![\d.,:%％年月日])(?!\s?(?:{MEASURE}))")
A_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"  # the club 2021, but plant no. 2021
_WORD_NUMBERED = re.compile(
    rf"(?<![\w-])(?P<what>[^\W\d_{CJK}]{{3,}})\s(?:no\.?\s?|(?!{A_YEAR}))(?P<number>\d{{1,5}})(?![\w%,.:-]*\d|\s?%)"
)
_WORD_LETTERED = re.compile(rf"(?<![\w-])(?P<what>[^\W\d_{CJK}]{{3,}})\s(?P<letter>[A-HJ-Z])(?![\w'’.&-])")
_HAN_LETTERED = re.compile(rf"(?<![A-Za-z\d])(?P<letter>[A-Z])(?P<what>[{HAN}])")  # B座
_CODE = re.compile(r"(?<![\w.-])(?=[\w./-]*\d)[A-Za-z]+(?:[-_./]?[A-Za-z0-9]+)*(?![A-Za-z0-9])", re.ASCII)
_SHORT_CODE = re.compile(
    r"(?<![\w.-])(?P<what>[A-Z])(?P<number>\d{1,2})(?![\w.:%-])"
)  # N9, where N4 and N7 are told of
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_RUNS = re.compile(r"[A-Za-z]+|\d+|[^A-Za-z\d]+")
_EVERYDAY = 0.02  # share of everyday passages from which on a word before a number is no noun: within 30 days
_BETWEEN = r"(?:[\s,、，和与及至到~–-]|and|to|or|[一二三四五六七八九十\d])*"


class Designation(NamedTuple):
    """Something that a question names by a number or a letter: its words, what it is one of (nothing of a code), and that."""

    words: str
    what: str
    number: str


def designations(question: str) -> Iterator[Designation]:
    """The things that a question names by a number, in order of how they are written."""
    folded = normalise(question)
    for pattern in (_ORDINAL, _OF_A_ROW, _HAN_NUMBERED, _WORD_NUMBERED):
        for match in pattern.finditer(folded):
            if pattern is _WORD_NUMBERED and common(match["what"]) >= _EVERYDAY:
                continue
            for number in numbers(match["number"]):
                yield Designation(_whole(folded, match), match["what"], number)
    for pattern in (_WORD_LETTERED, _HAN_LETTERED):
        for match in pattern.finditer(question):
            if pattern is _HAN_LETTERED or common(match["what"].lower()) < _EVERYDAY:
                yield Designation(match.group(), match["what"], match["letter"])
    yield from _coded(question)


def _coded(question: str) -> Iterator[Designation]:
    for match in _SHORT_CODE.finditer(question):
        yield Designation(match.group(), match["what"], match["number"])
    for match in _CODE.finditer(question):
        if any(map(str.isdigit, match.group())) and len(match.group()) > 2:
            yield Designation(match.group(), "", match.group())


def _whole(text: str, match: re.Match[str]) -> str:
    """What was matched up to the end of its last word: 第五分公司."""
    end = next((w.span.end for w in chinese_words(text) if w.span.start < match.end() <= w.span.end), match.end())
    return text[match.start() : end]


def codes(question: str) -> list[str]:
    """The codes of a question: letters and digits together."""
    return [each.words for each in designations(question) if not each.what]


def lacks(asked: Designation, text: str) -> bool:
    """Whether a text speaks of things of the kind, and not of the one that is asked for; of a code, that it lacks it."""
    if not asked.what:
        return not holds_code(asked.number, text)
    if asked.words == f"{asked.what}{asked.number}" and asked.what.isupper():
        coded = set(re.findall(rf"(?<![A-Za-z\d]){asked.what}(\d{{1,2}})(?![A-Za-z\d])", text))
        return bool(coded) and asked.number not in coded
    if asked.number.isalpha() and asked.number.isascii():
        lettered = _lettered(asked.what, text)
        return bool(lettered) and not any(first <= asked.number <= last for first, last in lettered)
    folded = normalise(text)
    told = {number for each in _numbered(asked.what, folded) for number in numbers(each)}
    return bool(told) and asked.number not in told and not _spanned(asked.number, told, folded)


def holds_code(code: str, text: str) -> bool:
    """Whether a code stands in a text, however its letters and digits are parted."""
    runs = _RUNS.findall(code)
    parts = [runs[0]]
    for before, run in itertools.pairwise(runs):
        if run.isalnum():
            parts.append(r"[\W_]?" * (before.isalnum()) + run)
        else:
            parts.append(re.escape(run) if before.isdigit() else r"[\W_]?")
    return bool(re.search(rf"(?<![A-Za-z0-9]){''.join(parts)}(?![A-Za-z0-9]|[-._/]\d)", text, re.IGNORECASE))


def _numbered(what: str, text: str) -> list[str]:
    """The numbers beside a word, also several: plants 1, 2 and 4; 第一至第五."""
    word = re.escape(what)
    behind = rf"{word}(?:e?s)?\s?(?:no\.?\s?)?(\d{{1,5}}{_BETWEEN})"
    before = rf"第{'?' * what.startswith('号')}\s?((?:{_NUMERAL}){_BETWEEN}(?:第?(?:{_NUMERAL}))?)\s?{word}"
    return [match[1] for pattern in (behind, before) for match in re.finditer(pattern, text)]


def _lettered(what: str, text: str) -> list[tuple[str, str]]:
    """The letters beside a word, each as a range: sites A to C, sites A and B, B座."""
    word = re.escape(what)
    if _HAN_CHARACTER.match(what):
        found = re.findall(rf"(?<![A-Za-z])([A-Z](?:(?:{word}|[\s、,，和与及至到~-])+[A-Z])*){word}", text)
    else:
        found = re.findall(rf"(?i:\b{word}(?:e?s)?)\s([A-Z](?:(?:[\s,~–-]|and|or|to)+[A-Z])*)(?![\w'’&])", text)
    return [
        (each[0], each[-1]) if re.search("to|至|到|[~–-]", each) else (one, one)
        for each in found
        for one in re.findall("[A-Z]", each)
    ]


def _spanned(number: str, told: set[str], text: str) -> bool:
    """Whether a number lies between two that are joined: plants 1 to 4, 第一至第五."""
    whole = [int(each) for each in told if each.isdecimal()]
    joined = re.search(r"(?<=[\d一二三四五六七八九十])\s?(?:至|到|~|–|-|to)\s?第?(?=[\d一二三四五六七八九十])", text)
    return bool(joined and whole and number.isdecimal() and min(whole) <= int(number) <= max(whole))
