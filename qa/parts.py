"""Questions that ask for several things at once: two regions, two years, two questions in one. Each part is answered by itself."""

import re

from qa.asked import interrogative
from qa.conversation import Titles, follows_up, frame, understood
from qa.types import Turn

_MOST = 4
_END = re.compile(r"[?？]\s*")
_AND = r"\s*(?:和|与|與|及|以及|、|,|，|跟|\band\b|\bor\b|\bet\b|\bund\b|\by\b|\bи\b|と|와|과)\s*"
_SUM = re.compile(
    r"一共|总共|總共|合计|合計|加起来|之和|之间|之間|\bin total\b|\btogether\b|\bbetween\b|\bcombined\b", re.IGNORECASE
)
_EACH = re.compile(r"分别|分別|各自?(?=[有是为达])|\brespectively\b|\beach\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


def parts(question: str, titles: Titles) -> tuple[str, ...]:
    """The questions that a question is made of, each of which stands alone; the question itself when it is one.

    Args:
        question: The question.
        titles: Of the documents that are asked, to know a name.
    """
    texts = [text.strip() for text in _END.split(question) if text.strip()]
    alone: list[str] = []
    for text in texts:
        alone.append(understood(f"{text}?", [Turn(before) for before in alone], titles))
    if 1 < len(alone) <= _MOST and all(map(_asks, texts)):
        return tuple(alone)
    return _for_each_name(question, titles)


def _asks(text: str) -> bool:
    return bool(interrogative(text)) or follows_up(text)


def _for_each_name(question: str, titles: Titles) -> tuple[str, ...]:
    """`How many in A and in B` as a question for A and one for B; a sum of both is one question."""
    if not re.search(_AND, question) or _SUM.search(question) or not interrogative(question):
        return (question,)
    names = frame(question, titles)
    for length in range(min(_MOST, len(names)), 1, -1):
        for at in range(len(names) - length + 1):
            listed = names[at : at + length]
            joined = re.search((r"\w?" + _AND + r"(?:in )?").join(map(re.escape, listed)), question)
            if joined and len({bool(_YEAR.match(name)) for name in listed}) == 1:
                before, behind = question[: joined.start()], question[joined.end() :]
                return tuple(_EACH.sub("", f"{before}{name}{behind}") for name in listed)
    return (question,)
