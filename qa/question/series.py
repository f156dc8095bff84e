"""Members of one series, by how they are written: A3 for A4, 三楼 for 一楼, the second for the first, 周日 for 周一."""

import re

_NUMERALS = "〇零一二两三四五六七八九十百"
_DAY = r"(?:周|星期|礼拜|禮拜)[一二三四五六日天末]"
_ORDINALS = r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last"
_WEEKDAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_ARTICLE = re.compile(r"^(?:(?:the|on)\s+)+", re.IGNORECASE)
_COUNTED = (
    re.compile(_DAY),
    re.compile(rf"\b(?:{_ORDINALS})\b", re.IGNORECASE),
    re.compile(rf"\b(?:{_WEEKDAYS})\b", re.IGNORECASE),
    re.compile(r"(?<![A-Za-z])[A-Z](?![a-z])"),
    re.compile(r"\d+"),
    re.compile(f"[{_NUMERALS}]+"),
)


def in_its_series(question: str, part: str) -> str | None:
    """A question with the member of a series that it names exchanged for another one.

    Args:
        question: A whole question.
        part: What another one asks about.

    Returns:
        The other question; None where the part is written like nothing in it, or like several things.
    """
    part = _ARTICLE.sub("", part)
    pattern = _written_like(part)
    if pattern is None:
        return None
    found = [match for match in pattern.finditer(question) if match.group() != part]
    if len(found) != 1:
        return None
    return question[: found[0].start()] + part + question[found[0].end() :]


def _written_like(part: str) -> re.Pattern[str] | None:
    """What else is written like a text; None where nothing in it counts anything."""
    at, pieces, counted = 0, [], False
    while at < len(part):
        pattern = next((each for each in _COUNTED if each.match(part, at)), None)
        found = pattern.match(part, at) if pattern else None
        pieces.append(f"(?:{pattern.pattern})" if pattern and found else re.escape(part[at]))
        counted = counted or bool(found)
        at = found.end() if found else at + 1
    return re.compile("".join(pieces), re.IGNORECASE if part.isascii() else 0) if counted else None
