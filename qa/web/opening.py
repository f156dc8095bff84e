"""A document opened beside the chat: at a quote, where its words stand now; or at words that were looked for."""

import re
from collections.abc import Mapping, Sequence

from qa.assistant import Assistant
from qa.errors import DocumentError
from qa.types import Quote, Span
from qa.verification.located import located
from qa.web.documents import Act, document_html
from qa.web.notices import alert
from qa.web.words import say

_MOST_FOUND = 1000
_LONGEST_WORDS = 200  # characters


def quote_opened(assistant: Assistant, quotes: Sequence[Quote], turn: str, at: int, language: str) -> str:
    """The source of a quote of an answer, with buttons to the quotes before and behind it.

    Args:
        assistant: Who reads the index.
        quotes: Those of the answer.
        turn: The key of the turn.
        at: Which quote, from 0.
        language: Of the page: zh or en.

    Returns:
        HTML; none where there is no such quote.
    """
    if not 0 <= at < len(quotes):
        return ""
    quote = quotes[at]
    before, behind = (
        {"act": "open", "turn": turn, "quote": to} if 0 <= to < len(quotes) else None for to in (at - 1, at + 1)
    )
    return opened(
        assistant, quote.passage.source, quote.spans, quote.sha256, quote.text, language,
        neighbours=(before, behind), place=f"{at + 1} / {len(quotes)}", turn=turn,
    )  # fmt: skip


def link_opened(assistant: Assistant, address: dict[str, str], language: str) -> str:
    """What a shared link names: `source`, `spans`, the version of the text they count in, and the words."""
    try:
        pairs = [part.split("-") for part in address.get("spans", "").split(",") if part]
        spans = [Span(int(start), int(end)) for start, end in pairs]
    except ValueError:
        return alert(say("broken_link", language))
    return opened(assistant, address["source"], spans, address.get("sha256", ""), address.get("words", ""), language)


def source_told(assistant: Assistant, told: Mapping[str, object], language: str) -> str:
    """The document that a button names: `source`, and `words` to look for with `at`, which of their places."""
    at = told.get("at")
    words = str(told.get("words", ""))[:_LONGEST_WORDS]
    return source_opened(assistant, str(told.get("source")), language, words, at if isinstance(at, int) else 0)


def source_opened(assistant: Assistant, source: str, language: str, words: str = "", at: int = 0) -> str:
    """A document, opened where some words stand in it.

    Args:
        assistant: Who reads the index.
        source: The document.
        language: Of the page: zh or en.
        words: The words, whatever their case; without any it is opened at its beginning.
        at: Which of their places, from 0.

    Returns:
        HTML.
    """
    assistant = assistant.still()
    try:
        document = assistant.document(source)
    except DocumentError:
        return alert(f"{say('no_document', language)}{source}")
    looked_for = r"\s+".join(map(re.escape, words.split()))
    found = (
        [Span(*match.span()) for match in re.finditer(looked_for, document.text, re.IGNORECASE)] if looked_for else []
    )
    found = found[:_MOST_FOUND]
    at = at % len(found) if found else 0
    before, behind = (
        {"act": "find", "source": source, "words": words, "at": (at + step) % len(found)} if len(found) > 1 else None
        for step in (-1, 1)
    )
    place = f"{at + 1} / {len(found)}" if found else ""
    notice = say("not_in_it", language, words) if looked_for and not found else ""
    return document_html(
        document, assistant.blocks(source), found[at : at + 1], language, others=found, neighbours=(before, behind),
        place=place, notice=notice, words=words,
    )  # fmt: skip


def opened(
    assistant: Assistant,
    source: str,
    spans: Sequence[Span],
    version: str,
    words: str,
    language: str,
    *,
    neighbours: tuple[Act, Act] = (None, None),
    place: str = "",
    turn: str = "",
) -> str:
    """A document with the words of a quote marked, or with a line that says what became of them.

    Args:
        assistant: Who reads the index.
        source: The document.
        spans: The places of the words, in characters of the version of its text.
        version: The SHA-256 of that text, or its beginning; blank if it is not known.
        words: The words, to be looked for in another version.
        language: Of the page: zh or en.
        neighbours: What the buttons to the quotes before and behind it do.
        place: What is said of the place above the text.
        turn: The key of the turn that quotes it, if one does.

    Returns:
        HTML.
    """
    assistant = assistant.still()
    try:
        found = located(assistant, source, spans, version, words)
    except DocumentError:
        return alert(f"{say('no_document', language)}{source}")
    notice = ""
    if found.changed and not version and spans and not words:
        notice = say("no_version", language)
    elif found.changed:
        notice = say("moved_words" if found.spans else "gone_words", language)
    blocks = assistant.blocks(source)
    return document_html(
        found.document, blocks, found.spans, language, neighbours=neighbours, place=place, notice=notice, turn=turn
    )
