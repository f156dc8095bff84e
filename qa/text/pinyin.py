"""How Chinese characters are read: their syllables in pinyin, without tones, and the characters of a syllable."""

import os
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

# Second readings that names have: 重庆, 厦门, 长沙, 成都, 西藏, 朝阳, 六安, 蚌埠, 东莞, 吴堡, 曾, 单, 解, 朴, ...
_IN_NAMES = {
    **{"重": "chong", "厦": "xia", "长": "chang", "都": "du", "藏": "zang", "朝": "chao", "六": "lu", "蚌": "beng"},
    **{"莞": "guan", "堡": "bu", "曾": "zeng", "单": "shan", "解": "xie", "朴": "piao", "乐": "yue", "仇": "qiu"},
    **{"查": "zha", "盖": "ge", "覃": "qin", "区": "ou", "翟": "zhai", "尉": "yu", "蔚": "yu", "会": "kuai"},
    **{"番": "pan", "铅": "yan", "行": "hang", "洞": "tong", "茜": "xi", "晟": "cheng"},
    **{"浚": "xun", "珲": "hun", "什": "shi", "缪": "miao", "员": "yun", "宿": "su", "台": "tai", "佛": "fo"},
}
# 山西 and 陕西 sound alike but for their tones, so the second is by agreement spelled with two a's.
_BY_AGREEMENT = {"陕": ("shaan",)}
_VOWEL = re.compile("[aeiouv]")  # what has none is an interjection: 嗯


@lru_cache(maxsize=8192)
def readings(character: str) -> tuple[str, ...]:
    """The syllables that a character is read as in names, the most usual first; ü is written v."""
    return _read((character,))[0]


@cache
def by_first_reading() -> dict[str, list[str]]:
    """The characters in use by the syllable that they are mostly read as."""
    return _by_syllable((character, syllables[:1]) for character, syllables in _in_use())


@cache
def by_any_reading() -> dict[str, list[str]]:
    """The characters in use by every syllable that they are read as in names: 重 under zhong and chong."""
    return _by_syllable(_in_use())


def _by_syllable(read: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for character, syllables in read:
        for syllable in filter(_VOWEL.search, syllables):
            found.setdefault(syllable, []).append(character)
    return found


@cache
def _in_use() -> list[tuple[str, tuple[str, ...]]]:
    """The characters of GB 2312, each with its readings."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    characters = [character for code in codes if (character := code.decode("gb2312", "ignore"))]
    return list(zip(characters, _read(characters), strict=True))


def _read(characters: Sequence[str]) -> list[tuple[str, ...]]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # its words take most of its time and memory to load
    from pypinyin import lazy_pinyin  # only when a question needs it

    found = zip(characters, lazy_pinyin(list(characters)), strict=True)
    return [_BY_AGREEMENT.get(each, tuple(dict.fromkeys((read, _IN_NAMES.get(each, read))))) for each, read in found]
