"""The source beside the chat, as HTML: a document's text with the quote in its place."""

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import quote as quoted

from qa.types import Document, Span
from qa.verification.located import SHORTEST_VERSION
from qa.web.answers import marked
from qa.web.words import say

Act = dict[str, object] | None
AROUND = 20_000  # characters shown on each side of a quote


def document_html(
    document: Document,
    spans: Sequence[Span],
    language: str,
    *,
    neighbours: tuple[Act, Act] = (None, None),
    place: str = "",
    notice: str = "",
) -> str:
    """A document with a quote marked.

    Args:
        document: The document.
        spans: Where the quote stands, in order.
        language: Of the page.
        neighbours: What the buttons for the quotes before and behind do.
        place: Which of how many quotes this is.
        notice: What the reader should know before reading.

    Returns:
        HTML, everything of the document escaped.
    """
    length = len(document.text)
    spans = [span for span in spans if 0 <= span.start < span.end <= length]
    first, last = (spans[0].start, spans[-1].end) if spans else (0, 0)
    start, end = max(0, first - AROUND), min(length, last + AROUND)
    shifted = [Span(span.start - start, span.end - start) for span in spans]
    text = marked(document.text[start:end], shifted, '<mark class="here">', "</mark>")
    told = f'<p class="caution" role="status">{escape(notice)}</p>' if notice else ""
    cut = f'<p class="hint">{say("cut", language)}</p>' if (start, end) != (0, length) else ""
    number = sum(page <= first for page in document.pages)
    picture = _picture(document, number, spans, language) if document.format == "pdf" and number else ""
    return (
        f'<section tabindex="-1" aria-label="{escape(document.title)}"><p class="place"><strong>{escape(document.title)}</strong><br>'
        f'<span class="file">{escape(document.source)}</span></p><p class="tools">'
        f"{_neighbour('previous', '‹', neighbours[0], language)}<span>{escape(place)}</span>"
        f"{_neighbour('next', '›', neighbours[1], language)}"
        f'<a href="api/originals/{escape(quoted(document.source))}" download>{say("original", language)}</a>'
        f'<button type="button" class="back" data-back>{say("back", language)}</button></p>'
        f'{told}{picture}<div class="document" tabindex="0" role="document">{text}</div>{cut}</section>'
    )


def _picture(document: Document, number: int, spans: Sequence[Span], language: str) -> str:
    query = ",".join(f"{start}-{end}" for start, end in spans) + f"&sha256={document.text_sha256[:SHORTEST_VERSION]}"
    address = f"api/pages/{quoted(document.source)}?number={number}&spans={query}"
    title = say("picture", language, number)
    return (
        f'<details class="picture"><summary>{title}</summary>'
        f'<img loading="lazy" alt="{title}" src="{escape(address)}"></details>'
    )


def _neighbour(word: str, sign: str, act: dict[str, object] | None, language: str) -> str:
    if act is None:
        return ""
    told = escape(json.dumps(act), quote=True)
    label = say(word, language)
    return f'<button type="button" data-act="{told}" aria-label="{label}" title="{label}">{sign}</button>'
