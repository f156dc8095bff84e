"""The source beside the chat, as HTML: a document's text with the quote in its place."""

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import quote as quoted

from qa.types import Block, Document, Span
from qa.verification.located import SHORTEST_VERSION
from qa.web.document_text import text_html
from qa.web.words import say

Act = dict[str, object] | None
AROUND_CHARACTERS = 20_000  # shown on each side of a quote


def document_html(
    document: Document,
    blocks: Sequence[Block],
    spans: Sequence[Span],
    language: str,
    *,
    others: Sequence[Span] = (),
    neighbours: tuple[Act, Act] = (None, None),
    place: str = "",
    notice: str = "",
    words: str = "",
    turn: str = "",
) -> str:
    """A document with a quote marked.

    Args:
        document: The document.
        blocks: Its blocks.
        spans: Where the quote stands, in order.
        language: Of the page.
        others: What is marked besides.
        neighbours: What the buttons for the quotes before and behind do.
        place: Which of how many quotes this is.
        notice: What the reader should know before reading.
        words: What was looked for in it.
        turn: The key of the turn that quotes it.

    Returns:
        HTML, everything of the document escaped.
    """
    length = len(document.text)
    spans = [span for span in spans if 0 <= span.start < span.end <= length]
    first, last = (spans[0].start, spans[-1].end) if spans else (0, 0)
    window = Span(max(0, first - AROUND_CHARACTERS), min(length, last + AROUND_CHARACTERS))
    text = text_html(document, blocks, window, spans, others)
    told = f'<p class="caution" role="status">{escape(notice)}</p>' if notice else ""
    cut = f'<p class="hint">{say("cut", language)}</p>' if window != (0, length) else ""
    number = sum(page <= first for page in document.pages)
    picture = _picture(document, number, spans, language) if document.format == "pdf" and number else ""
    of_turn = "" if not turn else f' data-turn="{turn}"'
    return (
        f'<section tabindex="-1"{of_turn} aria-label="{escape(document.title)}"><div class="over"><p class="place"><strong>{escape(document.title)}</strong><br>'
        f'<span class="file">{escape(document.source)}</span></p><p class="tools">'
        f"{_neighbour('previous', '‹', neighbours[0], language)}<span>{escape(place)}</span>"
        f"{_neighbour('next_quote', '›', neighbours[1], language)}"
        f'<a href="api/originals/{escape(quoted(document.source))}" download>{say("original", language)}</a>'
        f'<button type="button" class="back" data-back>{say("back", language)}</button></p>'
        f"{_search(document, words, language)}{told}</div>{picture}"
        f'<div class="document" tabindex="0" role="document" aria-label="{escape(document.title)}">{text}</div>{cut}</section>'
    )


def _search(document: Document, words: str, language: str) -> str:
    """The field that looks for words in the whole document, and what is sent with them."""
    act = escape(json.dumps({"act": "find", "source": document.source}))
    label = say("find", language)
    return (
        f'<p class="find"><input type="search" data-find="{act}" value="{escape(words)}" maxlength="200" '
        f'aria-label="{label}" placeholder="{label}"></p>'
    )


def _picture(document: Document, number: int, spans: Sequence[Span], language: str) -> str:
    """The page as it is printed, and about how far down the words stand on it."""
    start, end = document.pages[number - 1], [*document.pages, len(document.text)][number]
    at = (spans[0].start - start) / max(1, end - start) if spans else 0
    query = ",".join(f"{start}-{end}" for start, end in spans) + f"&sha256={document.text_sha256[:SHORTEST_VERSION]}"
    address = f"api/pages/{quoted(document.source)}?number={number}&spans={query}"
    title = say("picture", language, number)
    return (
        f'<details class="picture" open><summary>{title}</summary>'
        f'<div class="page" tabindex="0" data-at="{at:.2f}"><img loading="lazy" alt="{title}" src="{escape(address)}"></div></details>'
    )


def _neighbour(word: str, sign: str, act: dict[str, object] | None, language: str) -> str:
    if act is None:
        return ""
    told = escape(json.dumps(act), quote=True)
    label = say(word, language)
    return f'<button type="button" data-act="{told}" aria-label="{label}" title="{label}">{sign}</button>'
