"""Boundaries that keep the meaning: which run of sentences must be quoted when one of them is chosen.

A quote must not end inside quotation marks or brackets, nor leave out that the next sentence denies it, nor who said it
when the words stand in a speech that began before.
"""

import re
from collections.abc import Sequence

from qa.types import Span

_MOST = 4  # sentences of a run; a speech of a page is not quoted whole
_PAIRS = {"「": "」", "『": "』", "“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "【": "】", "«": "»", "„": "“"}
_CLOSING = frozenset(_PAIRS.values()) - _PAIRS.keys()
# A sentence that says of the one before that it is not so.
_DENIES = re.compile(
    r"^[\s”」』）)]*(?:但|但是|然而|不过|其实|事实上)?[,，]?(?:这|這|此|上述|该|該|以上|对此|對此)?(?:并非|並非|不是|不实|不實|纯属|純屬)"
    r"|^[\s”」』）)]*(?:这|這|此|上述|该|該|以上)(?:一|些|个|個|种|種|项|項)?(?:说法|說法|消息|传言|傳言|报道|報道|数字|數字|数据|數據|结论|結論|观点|觀點)(?:是|被|已|均|都|属|屬|后来|後來|其实|其實)?(?:不|没|沒|纯属|純屬|错|錯|假|谣|謠|误|誤|失实|失實|无|無|否)"
    r"|^[\s”\"'’)]*(?:but |however, |in fact, |yet )?(?:this|that|it|the (?:claim|report|rumou?r|figure|statement|story)|these (?:claims|reports|figures))"
    r" (?:is|was|are|were|turned out to be|has been|have been|proved|later proved) (?:later |since |however |entirely |simply )?(?:not (?:true|so|correct|the case)|false|untrue|wrong|incorrect|denied|retracted|withdrawn|a lie|a mistake|baseless|disproved)"
    r"|^[\s”\"'’)]*(?:he|she|they|the (?:union|company|ministry|government|spokes\w+|office|mayor|court))(?: has| have| later| since)? (?:denied|denies|rejected|rejects|dismissed|retracted|withdrew|disputed|disputes)\b",
    re.IGNORECASE,
)
# Who said it, behind the end of a speech.
_SAYS = re.compile(
    r"^[^。！？]{0,12}(?:说|說|表示|称|稱|指出|强调|強調|回答)[。！!.]?$|^(?:[A-Z]\w+ ?){0,3}(?:he |she |they )?(?:said|says|added|told|wrote)\b.{0,30}$"
)
_LONGEST_SAYING = 50  # characters


def whole(text: str, sentences: Sequence[Span], at: int) -> tuple[int, int]:
    """The run of sentences, first and last, that must be quoted when the sentence `at` is chosen.

    The sentence alone when nothing is missing, or when more than four would be needed.

    Args:
        text: The passage.
        sentences: Its sentences, in order.
        at: Number of the chosen one.
    """
    first = last = at
    while last - first < _MOST:
        unopened, unclosed = _unbalanced(text[sentences[first].start : sentences[last].end])
        if unopened and first > 0:
            first -= 1
        elif unclosed and last + 1 < len(sentences):
            last += 1
        elif unopened or unclosed:
            return at, _with_denial(text, sentences, at)
        else:
            return first, _with_denial(text, sentences, last)
    return at, _with_denial(text, sentences, at)


def _with_denial(text: str, sentences: Sequence[Span], last: int) -> int:
    """The last sentence of a run with its speaker and what denies it, where they follow."""
    for follows in (_names_speaker, _denies):
        if last + 1 < len(sentences) and "\n\n" not in text[sentences[last].end : sentences[last + 1].start]:
            here, behind = (text[span.start : span.end] for span in sentences[last : last + 2])
            last += follows(here, behind)
    return last


def _names_speaker(speech: str, behind: str) -> bool:
    ends = speech.rstrip()[-1:] in _CLOSING | {"”", '"'}
    return ends and len(behind) <= _LONGEST_SAYING and bool(_SAYS.match(behind.strip()))


def _denies(_: str, behind: str) -> bool:
    return bool(_DENIES.match(behind))


def _unbalanced(text: str) -> tuple[int, int]:
    """How many marks are closed that were not opened, and opened that are not closed."""
    open_marks: list[str] = []
    unopened = 0
    for character in text:
        if open_marks and character == _PAIRS[open_marks[-1]]:
            open_marks.pop()
        elif character in _PAIRS:
            open_marks.append(character)
        elif character in _CLOSING and character != "’":  # which is an apostrophe as well
            unopened += 1
    return unopened, sum(mark != "‘" for mark in open_marks)
