"""A quote opened beside the chat, at the place where its words stand now."""

from collections.abc import Sequence

from qa.assistant import Assistant
from qa.errors import DocumentError
from qa.types import Quote, Span
from qa.verification.located import located
from qa.web.documents import Act, document_html
from qa.web.notices import alert
from qa.web.words import say


def quote_opened(assistant: Assistant, quotes: Sequence[Quote], turn: int, at: int, language: str) -> str:
    """The source of a quote of an answer, with buttons to the quotes before and behind it."""
    if not 0 <= at < len(quotes):
        return ""
    quote = quotes[at]
    before, behind = (
        {"act": "open", "turn": turn, "quote": to} if 0 <= to < len(quotes) else None for to in (at - 1, at + 1)
    )
    return opened(
        assistant, quote.passage.source, quote.spans, quote.sha256, quote.text, language,
        neighbours=(before, behind), place=f"{at + 1} / {len(quotes)}",
    )  # fmt: skip


def link_opened(assistant: Assistant, address: dict[str, str], language: str) -> str:
    """What a shared link names: `source`, `spans`, the version of the text they count in, and the words."""
    try:
        pairs = [part.split("-") for part in address.get("spans", "").split(",") if part]
        spans = [Span(int(start), int(end)) for start, end in pairs]
    except ValueError:
        return alert(say("broken_link", language))
    return opened(assistant, address["source"], spans, address.get("sha256", ""), address.get("words", ""), language)


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
) -> str:
    """A document with the words of a quote marked, or with a line that says what became of them."""
    try:
        found = located(assistant, source, spans, version, words)
    except DocumentError:
        return alert(f"{say('no_document', language)}{source}")
    notice = ""
    if found.changed and not version and spans and not words:
        notice = say("no_version", language)
    elif found.changed:
        notice = say("moved_words" if found.spans else "gone_words", language)
    return document_html(found.document, found.spans, language, neighbours=neighbours, place=place, notice=notice)
