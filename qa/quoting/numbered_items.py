"""Items that are asked for by their number: 第三条 is the one that is printed "3.", and so is rule 3."""

import re

from qa.text.numbers import value_of
from qa.types import Passage, Span

_NUMERAL = "[0-9０-９一二三四五六七八九十百零〇两]{1,5}"
_KINDS = "条|條|款|项|項|点|點|步|个步骤|步骤|章|节|節"
_NAMES = "article|rule|item|point|step|section|clause|paragraph|no|punkt|artikel|regel|schritt|absatz|ziffer"
_ASKED = re.compile(rf"第({_NUMERAL})(?:{_KINDS})|\b(?:{_NAMES})\.?\s(\d{{1,3}})\b(?![.,]\d)", re.IGNORECASE)
_PRINTED = re.compile(
    rf"第({_NUMERAL})(?:{_KINDS})|[(（]?(\d{{1,3}})[.)）、．](?!\d)|[(（]?([一二三四五六七八九十]{{1,3}})[)）、.．]"
)


def asked_number(question: str) -> int | None:
    """The number of the one item that a question names; None where it names none, or several."""
    found = {_value(match) for match in _ASKED.finditer(question)}
    return next(iter(found)) if len(found) == 1 else None


def has_number(passage: Passage, sentence: Span, number: int) -> bool:
    """Whether a sentence of a passage begins with the printed number."""
    printed = _PRINTED.match(passage.text, sentence.start, sentence.end)
    return printed is not None and _value(printed) == number


def _value(match: re.Match[str]) -> int:
    told = value_of(next(filter(None, match.groups())))
    return int(told) if told is not None else -1
