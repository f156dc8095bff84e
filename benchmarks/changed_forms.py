"""The ways in which one question may be written: each takes a question and gives it in another form, or None.

None when the form does not apply: a question without a figure has no other way to write it.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from pypinyin import lazy_pinyin

from benchmarks.written_numbers import dates_written, figures_written, large_figures_written
from qa.question.answer_type import interrogative
from qa.question.proper_names import is_name
from qa.text.scripts import HAN, KANA

Form = Callable[[str, Random], str | None]

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_CHINESE_FRAMES = (
    "请问一下,{}啊?",
    "我想知道{}",
    "麻烦问下{}呀",
    "你好,能不能告诉我{}?",
    "想请教一下,{}呢?",
    "帮我查一下{}",
    "有没有人知道{}吗?",
)
_ENGLISH_FRAMES = (
    "hey, could you tell me {}?",
    "Excuse me, I'd like to know {}",
    "Please tell me: {}?",
    "I was wondering, {}?",
    "do you happen to know {}? thanks",
    "Can you help me? {}?",
)
# Frames that `qa.question.normalize` was not written with in view.
_OTHER_CHINESE_FRAMES = (
    "老师好,{}?谢谢",
    "谁能说说{}",
    "不好意思打扰了,{}来着?",
    "问个问题:{}",
    "求问{}",
    "话说{}来着",
    "{},在线等",
)
_OTHER_ENGLISH_FRAMES = (
    "quick question: {}?",
    "I'm curious, {}?",
    "Would you mind telling me {}?",
    "anyone know {}?",
    "{}? I forgot.",
    "so I need to find out {}, please",
    "my teacher asked {}",
)
_WIDE = {**{code: code + 0xFEE0 for code in range(0x21, 0x7F)}, 0x20: 0x3000}


def traditional(question: str, draw: Random) -> str | None:
    """Simplified Chinese put into traditional characters, by phrases."""
    if not is_chinese(question):
        return None
    from opencc import OpenCC

    return str(OpenCC("s2t").convert(question))


def full_width(question: str, draw: Random) -> str | None:
    """Letters, digits and punctuation in the width of Chinese characters."""
    return question.translate(_WIDE)


def half_width(question: str, draw: Random) -> str | None:
    """The reverse: full width marks in ASCII."""
    back = {wide: narrow for narrow, wide in _WIDE.items()}
    return question.translate(back).replace("。", ".").replace("、", ",").replace("“", '"').replace("”", '"')


def figures(question: str, draw: Random) -> str | None:
    """Digits as numerals, numerals as digits."""
    return figures_written(question)


def large_figures(question: str, draw: Random) -> str | None:
    """371.3万 as 3713000 or 3.713 million, and back."""
    return large_figures_written(question, draw)


def dates(question: str, draw: Random) -> str | None:
    """2023年5月1日 as 2023-05-01, 二〇二三年五月一日 or May 1, 2023."""
    return dates_written(question, draw)


def swapped(question: str, draw: Random) -> str | None:
    """Two neighbouring characters changed places, neither in a name nor in a number."""
    places = [at for at in free_places(question) if question[at] != question[at + 1]]
    if not places:
        return None
    at = draw.choice(places)
    return question[:at] + question[at + 1] + question[at] + question[at + 2 :]


def left_out(question: str, draw: Random) -> str | None:
    """A character is missing, in no name and no number."""
    places = free_places(question)
    if not places:
        return None
    at = draw.choice(places)
    return question[:at] + question[at + 1 :]


def homophone(question: str, draw: Random) -> str | None:
    """A Chinese character typed for a common one of the same syllable, in no name and no number."""
    if not is_chinese(question):
        return None
    alike = {at: [c for c in _of_the_sound(question[at]) if c != question[at]] for at in free_places(question)}
    places = [at for at, others in alike.items() if others]
    if not places:
        return None
    at = draw.choice(places)
    return question[:at] + draw.choice(alike[at]) + question[at + 1 :]


def _of_the_sound(character: str) -> list[str]:
    return _common_characters().get(lazy_pinyin(character)[0], [])


@cache
def _common_characters() -> dict[str, list[str]]:
    """The commoner characters (those of the first level of GB 2312) by their syllables without tones."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    found: dict[str, list[str]] = {}
    for character in filter(None, (code.decode("gb2312", "ignore") for code in codes)):
        found.setdefault(lazy_pinyin(character)[0], []).append(character)
    return found


def unmarked(question: str, draw: Random) -> str | None:
    """Without its question mark."""
    return question.rstrip(" ?？")


def framed(question: str, draw: Random) -> str | None:
    """Asked politely, or as one talks."""
    return _framed(question, draw, _CHINESE_FRAMES, _ENGLISH_FRAMES)


def framed_otherwise(question: str, draw: Random) -> str | None:
    """The same in other words."""
    return _framed(question, draw, _OTHER_CHINESE_FRAMES, _OTHER_ENGLISH_FRAMES)


def capitals(question: str, draw: Random) -> str | None:
    """SHOUTED."""
    return question.upper()


def small_letters(question: str, draw: Random) -> str | None:
    """All in small letters."""
    return question.lower()


def blanks(question: str, draw: Random) -> str | None:
    """With blanks more: between any two Chinese characters, between words and at the ends."""
    if _HAN.search(question):
        spread = (c + " " * (draw.random() < 0.2 and not c.isascii()) for c in question)
        return " " + "".join(spread) + " "
    return "  " + re.sub(" ", lambda _: " " * draw.randint(1, 3), question) + "\t"


FORMS: dict[str, Form] = {
    form.__name__: form
    for form in (
        *(traditional, full_width, half_width, figures, large_figures, dates),
        *(swapped, left_out, homophone, unmarked, framed, framed_otherwise, capitals, small_letters, blanks),
    )
}


def changed(name: str, question: str, seed: int) -> str | None:
    """A question in another form, always the same for a seed; None when the form leaves it as it is."""
    made = FORMS[name](question, Random(f"{seed} {name} {question}"))
    return None if made == question else made


def is_chinese(question: str) -> bool:
    """Whether it has Chinese characters and no kana."""
    return bool(_HAN.search(question)) and not _KANA.search(question)


def is_english(question: str) -> bool:
    """Whether it is asked with a word of English."""
    return bool(re.search(r"\b(?:what|which|who|whom|whose|when|where|why|how|did|does|was|were)\b", question.lower()))


def free_places(question: str) -> list[int]:
    """Where a slip may happen: the character there and its neighbour belong to no name and no number."""
    taken = set[int]()
    for quoted in re.finditer(r"[“\"「《][^”\"」》]*[”\"」》]", question):
        taken.update(range(*quoted.span()))
    for at in range(len(question) - 1):
        for length in (2, 3):
            piece = question[at : at + length]
            if len(_HAN.findall(piece)) == length and is_name(piece):
                taken.update(range(at, at + length))
    asking = interrogative(question)
    start = question.find(asking)
    taken.update(range(start, start + len(asking)))
    words = [*re.finditer(r"[a-zà-ÿа-я]{5,}", question)]
    inside = {at for word in words for at in range(word.start() + 1, word.end() - 2) if not _inside(question, word)}
    han = {at for at in range(len(question) - 1) if all(_HAN.match(c) for c in question[at : at + 2])}
    numerals = {at for at, c in enumerate(question) if c in "〇零一二两三四五六七八九十百千万亿第年月日"}
    taken |= numerals
    return sorted(at for at in inside | han if at not in taken and at + 1 not in taken)


def _framed(question: str, draw: Random, chinese: Sequence[str], english: Sequence[str]) -> str | None:
    bare = question.rstrip(" ?？")
    if is_chinese(question):
        return draw.choice(chinese).format(bare)
    return draw.choice(english).format(bare[:1].lower() + bare[1:]) if is_english(question) else None


def _inside(question: str, word: re.Match[str]) -> bool:
    """Whether a run of small letters is the rest of a name with a capital."""
    return word.start() > 0 and question[word.start() - 1].isalpha()
