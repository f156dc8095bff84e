"""Names in a question: a place or person that a passage does not hold makes another question of it."""

import re
from collections.abc import Sequence

from qa.text.name_model import name_chance
from qa.text.scripts import HAN
from qa.text.segmenter import Word

_A_NAME = 0.6  # chance from which on a word is taken for a name: `python -m benchmarks.names`
_SURELY_A_NAME = 0.8
_HAN = re.compile(rf"[{HAN}]{{2,}}")
FAMILY_NAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊"
    "秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪"
    "梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿"
    "桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_GERMAN = re.compile(r"\b(?:der|die|das|den|dem|des|und|wie|wer|wann|ist|ein|eine|einen|im|zum|zur)\b", re.IGNORECASE)
_ANY_THING = frozenset(("东西", "東西"))  # the dictionary has it for a place


def is_name(word: str, sure: float = _A_NAME) -> bool:
    """Whether a word is likely a name: by its capital, or where there are none by its Chinese spelling."""
    if word[:1].isupper():
        return True
    return bool(_HAN.fullmatch(word)) and word not in _ANY_THING and name_chance(word) >= sure


def is_surely_name(pair: str) -> bool:
    """Whether two characters that were cut out of a text, and may be no word at all, are a name."""
    return is_name(pair, _SURELY_A_NAME)


def reads_as_name(word: Word) -> bool:
    """Whether it is spelled like a name, or the dictionary takes it for one of a person and it begins with a family's."""
    if is_surely_name(word.text) or (word.is_named and is_name(word.text)):
        return True
    return word.tag.startswith("nr") and word.text[0] in FAMILY_NAMES


def is_capitalised(word: Word, every: Sequence[Word], text: str) -> bool:
    """Whether a capital makes a name of a word of a text; not where nouns have one, nor of the first word."""
    return word.text[0].isupper() and word != every[0] and not _GERMAN.search(text)
