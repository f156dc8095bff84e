"""Which words of a quote to mark: the answer that the span network found, in whole figures."""

import re

from qa.types import Span

_RIM = " \t\n，,。.；;：:、！!？?“”\"'（）()《》「」『』"
_FIGURE = re.compile(r"\d[\d.,:/\-]*\d|\d")
_PAIRS = {"（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "“": "”"}


def marks(text: str, answer: Span, quoted: Span) -> tuple[Span, ...]:
    """The words of a quote to highlight, in characters of the quote; nothing where the answer does not stand in it.

    Args:
        text: The passage.
        answer: Where the answer stands in it, as the network cut it.
        quoted: Where the quote stands in it.

    Returns:
        One span, or none.
    """
    start, end = max(answer.start, quoted.start), min(answer.end, quoted.end)
    # A figure is marked whole: a part of it is another figure.
    for figure in _FIGURE.finditer(text, max(0, start - 40), min(len(text), end + 40)):
        if figure.start() < end and start < figure.end():
            start, end = min(start, figure.start()), max(end, figure.end())
    start, end = max(start, quoted.start), min(end, quoted.end)
    while start < end and text[start] in _RIM and _PAIRS.get(text[start], "\0") not in text[start:end]:
        start += 1
    while start < end and text[end - 1] in _RIM and not _closes(text[start:end]):
        end -= 1
    return (Span(start - quoted.start, end - quoted.start),) if start < end else ()


def _closes(words: str) -> bool:
    """Whether the last character closes a pair that begins among the words."""
    return any(words[-1] == closing and opening in words for opening, closing in _PAIRS.items())
