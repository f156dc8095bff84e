"""A quote that says the opposite of what is asked for: when the library opens, to "when does it close?"."""

import re

_OPPOSITES = tuple(
    tuple(re.compile(words, re.IGNORECASE) for words in pair)
    for pair in (
        (r"\bopen(?:s|ed|ing)?\b", r"\bclos(?:e[sd]?|ing)\b"),
        (r"\b(?:start(?:s|ed|ing)?|beg[iau]n(?:s|ning)?)\b", r"\b(?:end(?:s|ed|ing)?|finish(?:e[sd]|ing)?)\b"),
        (r"\barriv(?:e[sd]?|als?|ing)\b", r"\b(?:depart(?:s|ed|ing|ures?)?|leav(?:es?|ing)|left)\b"),
        (r"\b(?:buy(?:s|ing)?|bought)\b", r"\b(?:sell(?:s|ing)?|sold)\b"),
        (r"\bimport(?:s|ed|ing)?\b", r"\bexport(?:s|ed|ing)?\b"),
        (r"开[门馆园场业放]|開[門館園場業放]", r"关[门闭]|關[門閉]|[闭閉][馆園园館场場]|停业|停業|打烊"),
        (r"上班|到岗", r"下班"),
        (r"入住", r"退房|离店"),
        (r"[进入進]场|入園|入园", r"[离退離]场|离园"),
        (r"进口|進口", r"出口"),
        (r"收入", r"支出"),
    )
)
# From nine to five: both are told.
_FROM_TO = re.compile(r"\d\s*[-–—~～至到]|\b(?:to|till|until)\b", re.IGNORECASE)


def opposite(question: str, quote: str) -> tuple[str, str] | None:
    """What a question asks for and the opposite that a quote says instead; None where there is no such.

    Args:
        question: The question.
        quote: What is quoted first.

    Returns:
        Two words, or None.
    """
    for one, other in (pair[::step] for pair in _OPPOSITES for step in (1, -1)):
        asked, told = one.search(question), other.search(quote)
        if asked and told and not one.search(quote) and not other.search(question) and not _FROM_TO.search(quote):
            return asked.group(), told.group()
    return None
