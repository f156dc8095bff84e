"""Which quotation marks and brackets of a stretch of text are left open, or were opened before it."""

import re

from qa.text.sentences import PAIRS

# An apostrophe looks like ’, and “ closes „ as well as opening: sentences are cut without these two.
_PAIRS = {**PAIRS, "‘": "’", "„": "“"}
_CLOSING = frozenset(_PAIRS.values()) - _PAIRS.keys()
CLOSED_SPEECH = frozenset("”’」』»\"'")
# Brackets that open and close nothing: of a list number, 1) or b), and of a face, :) or ;-(
_NO_BRACKET = re.compile(
    r"(?:^|(?<=[\s。；;：:]))[(（]?(?:\w{1,2}|[ivx]{1,4})[)）](?=\s|[^\W\d])|[:;=][-']?[()]|\^_\^[)）]?"
)
_STRAIGHT = re.compile(r'(?P<opening>(?:^|(?<=[\s(（:：—]))"(?=\S))|(?<!\d)"')
_BEHIND_A_BRACKET = re.compile(r"[。！？!?.][）)】〕\]］]$")


def unbalanced(text: str) -> tuple[int, int]:
    """How many marks are closed that were not opened, and opened that are not closed."""
    text = _NO_BRACKET.sub(lambda match: " " * len(match.group()), text)
    straight = {match.start(): bool(match["opening"]) for match in _STRAIGHT.finditer(text)}
    open_marks: list[str] = []
    unopened = 0
    for at, character in enumerate(text):
        if open_marks and character == _closing(open_marks[-1]):
            open_marks.pop()
        elif character in _PAIRS or straight.get(at):
            open_marks.append(character)
        elif at in straight or (character in _CLOSING and character != "’"):  # which is an apostrophe as well
            unopened += 1
    return unopened, sum(mark != "‘" for mark in open_marks)


def goes_on(here: str, behind: str) -> bool:
    """Whether the sentence goes on behind a full stop in its bracket: 船名【初名“海燕”。】见于登记簿 is one sentence."""
    if behind.lstrip()[:1] in set("，,、；;：:)）"):
        return True
    if not _BEHIND_A_BRACKET.search(here) or behind.lstrip()[:1].isascii():
        return False
    opening = next(mark for mark, closing in _PAIRS.items() if closing == here[-1])
    before = here[: here.rfind(opening)].rstrip()
    return opening in here and bool(before) and before[-1] not in "。！？!?.…”」』"


def _closing(mark: str) -> str:
    return _PAIRS.get(mark, mark)  # a straight mark closes itself
