"""A question in plain words: without the politeness around it, in one width, without blanks that say nothing.

What is asked stays, letter for letter; what else may change, for the documents to be read, is in `rewriting`.
"""

import re

from embeddings.folding import fold
from qa.question.answer_type import interrogative
from qa.text.scripts import HAN
from qa.text.term_statistics import TermStatistics

_NARROW = {**{code + 0xFEE0: code for code in range(0x21, 0x7F)}, 0x3000: 0x20}
_WIDE_LETTER = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_HAN_BLANK = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
_BLANK_BY_HAN = re.compile(rf"(?<=[{HAN}]) (?=[\d，。？！,?!])|(?<=\d) (?=[年月日号个名家项件人次%])")
_PAUSE = r"[\s,，.。:：!！?？~～、]*"
_A_BIT = "(?:一下子?|下|一声|问|看|查|个问题)?"
# In the characters that folding leaves: simplified, small letters, no accents.
_OPENINGS = re.compile(
    rf"{_PAUSE}(?:"
    r"(?:(?:好的?|嗯+|哦+|噢+|行|明白|知道|了解|懂|收到|谢谢?|多谢|感谢|原来如此)(?:你|您|了|啦)?(?:啊|呀|哈)?|(?:got it|i see|right|great|fine|alright|all right|perfect))(?=[\s,，.。!！~～、;；])"
    r"|(?:你|您|大家|各位|老师)好(?:啊|呀)?|哈喽|嗨|喂|在吗|打扰(?:一下|了)?|不好意思"
    rf"|(?:想|要)?(?:求问|请问|请教|借问|敢问|问){_A_BIT}(?:你|您|各位|大家)?(?=[^题责世卷好])"
    rf"|(?:那?我)?(?:现在|就|很|只|还|也|比较)?(?:想要?|需要|希望)(?:请?知道|了解|问|请问|请教|打听|咨询|弄清楚?|查){_A_BIT}"
    r"|我?(?:比较|有点|很|挺)?好奇(?:的是)?|我?不(?:太)?(?:知道|清楚|记得)"
    rf"|(?:麻烦|劳烦|烦请|拜托|劳驾|请)(?:你|您|各位|大家)?(?:帮(?:我|忙))?(?:(?:告诉|告知)我?|(?:问|查|说|看|讲|回答){_A_BIT}(?<=[下问看查]))"
    rf"|(?:请|麻烦)?(?:你|您)?(?:给|帮)(?:我|忙)(?:说|查|问|看|找|讲|解答){_A_BIT}"
    rf"|(?:能不能|能否|可不可以|可否|可以|能)(?:请|麻烦)?(?:你|您)?(?:帮我|给我|跟我)?(?:(?:告诉|告知)我?|(?:说|讲|查|介绍){_A_BIT})"
    r"|(?:有没有|有|哪位|谁)(?:人|谁|朋友)?能?(?:知道|告诉我|清楚|了解|晓得|说说)|(?:你|您)?(?:知不知道|知道不知道|晓不晓得)|(?:你|您)(?:知道|晓得|清楚)"
    r"|(?:hey|hi|hello|dear \w+|excuse me|sorry|please|kindly|ok(?:ay)?|um+|well|thanks|thank you|good (?:morning|evening|day))\b(?: there)?"
    r"|(?:(?:can|could|would|will) (?:you|anyone|somebody|someone)|would you mind)(?: please| kindly)? (?:help(?:ing)? me(?: out)?|tell(?:ing)? me|explain|let(?:ting)? me know|show me|say)\b"
    r"|i(?:'d| would) (?:like|love) to (?:know|ask(?: you)?|find out|learn)\b|i (?:want|need|wish|have)(?:ed)? to (?:know|ask(?: you)?|find out)\b"
    r"|i(?:'m| am| was|'ve been| have been)? ?(?:just |a bit |also )?(?:wonder(?:ing)?|curious)\b(?: about| to know)?|i (?:don't|do not) (?:know|remember)\b"
    r"|(?:tell|show|remind) me\b|let me know\b|do you (?:happen to |perhaps )?(?:know|remember)\b|(?:does |do )?any(?:one|body) (?:here )?knows?\b|any idea\b"
    r"|(?:a )?(?:quick |short |one |simple )?question\b(?=\s?:)"
    r"|(?:pouvez|pourriez)[- ]vous me dire|(?:peux|pourrais)[- ]tu me dire|dites[- ]moi|dis[- ]moi|j'aimerais savoir|je (?:voudrais|veux) savoir|s'il (?:vous|te) plait|bonjour\b"
    r"|(?:me )?(?:puedes?|podrias?|podria) (?:decirme|decir)|dime\b|quisiera saber|quiero saber|me gustaria saber|por favor\b|hola\b"
    r"|(?:konnen|konnten) sie mir (?:bitte )?sagen|(?:kannst|konntest) du mir (?:bitte )?sagen|sag(?:en sie)? mir|ich (?:mochte|will|wurde gern) wissen|bitte\b|hallo\b"
    r"|подскажите|скажите|здравствуите|здравствуйте|пожалуиста|пожалуйста|(?:я )?хочу (?:знать|узнать)|(?:я )?хотел[аи]? бы (?:знать|узнать)"
    rf"){_PAUSE}"
)
_ENDINGS = re.compile(
    rf"(?<![\s,，.。:：!！?？~～、]){_PAUSE}(?:谢谢(?:你|您|了|大家)?|多谢|感谢|拜托了?|来着|please|thanks(?: a lot| so much)?|thank you(?: very much)?|thx|cheers|merci|gracias|danke|спасибо"
    r"|(?:を)?(?:教えて(?:ください|下さい|くれますか)?|知りたい(?:です)?)|(?:알려|말해)\s?(?:주세요|줘))$"
)
_PARTICLES = re.compile(r"(?<![啊呀哦噢嘛哈呐哩咧啦呢])[啊呀哦噢嘛哈呐哩咧啦呢]+$")
_YES_OR_NO = re.compile(r"[吗么]$")
_MARKS = " \t\n?？!！.。~～"


def plain(question: str, terms: TermStatistics) -> str:
    """A question without what does not change its meaning; itself when there is nothing of the kind.

    Args:
        question: The question.
        terms: Those of the documents.

    Returns:
        The question, shorter or as it was.
    """
    text = question.translate(_NARROW) if _WIDE_LETTER.search(question) else question
    return without_politeness(_without_blanks(text, terms))


def without_politeness(question: str) -> str:
    """A question without "could you tell me" in front and "thanks" behind, if what is left still asks something."""
    folded = _letter_by_letter(question)
    start = 0
    end = whole = len(folded.rstrip(_MARKS))
    while (ending := _ENDINGS.search(folded, start, end)) and ending.start() > start:
        end = len(folded[: ending.start()].rstrip(_MARKS))
    while (opening := _OPENINGS.match(folded, start, end)) and opening.end() < end:
        start = opening.end()
    if start and (yes_or_no := _YES_OR_NO.search(folded, start, end)) and interrogative(folded[start : end - 1]):
        end = yes_or_no.start()
    if (particles := _PARTICLES.search(folded, start, end)) and interrogative(folded[start : particles.start()]):
        end = particles.start()
    if (start, end) == (0, whole) or not _asks_about_something(folded[start:end]):
        return question
    return f"{question[start:end]}?"


def _asks_about_something(text: str) -> bool:
    asking = interrogative(text)
    return bool(asking) and any(map(str.isalnum, text.replace(asking, "", 1)))


def _without_blanks(text: str, terms: TermStatistics) -> str:
    """One blank for several, and none between two Chinese characters that stand together in the documents."""
    text = _BLANK_BY_HAN.sub("", " ".join(text.split()))
    asking = interrogative(_HAN_BLANK.sub("", text))
    for blank in reversed([*_HAN_BLANK.finditer(text)]):
        at = blank.start()
        pair = text[at - 1] + text[at + 1]
        if pair in asking or terms.holds(fold(pair)):
            text = text[:at] + text[at + 1 :]
    return text


def _letter_by_letter(text: str) -> str:
    """The text folded, each character into one, so that places stay."""
    return "".join(folded if len(folded := fold(character)) == 1 else character for character in text)
