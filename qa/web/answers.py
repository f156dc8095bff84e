"""Answers as HTML."""

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import quote as quoted

from qa.types import Answer, Quote, Span
from qa.types.answers import UNSURE
from qa.verification.located import SHORTEST_VERSION
from qa.web.facets import about_html, counts_html, values_html
from qa.web.words import say

_NEAREST = 3
_LINKED_CHARACTERS = 120  # of a quote that a link holds


def turn_html(answer: Answer, language: str, within: str = "") -> str:
    """A question and its answer.

    Args:
        answer: The answer.
        language: Of the page: zh or en.
        within: The filter that it was asked with.

    Returns:
        HTML.
    """
    only = f' <span class="within">{escape(within)}</span>' if within else ""
    asked = f'<h2 class="asked">{escape(answer.question)}{only}</h2>{_understood(answer, language)}'
    found = " found" if answer.found else ""
    return f'<article class="turn{found}">{asked}{_answered(answer, language)}{counts_html(answer, language)}</article>'


def _answered(answer: Answer, language: str) -> str:
    quotes = answer.quotes if answer.found else answer.nearest[:_NEAREST]
    shown = [quote_html(quote, at, language) for at, quote in enumerate(quotes)]
    mentioned = escape("、".join(answer.unsupported) if language == "zh" else ", ".join(answer.unsupported))
    caution = f'<p class="caution">{say("not_borne_out", language)}{mentioned}</p>' if mentioned else ""
    if answer.choices:  # they are the answer; what else was found stands folded below
        chosen = [_stands(choice.quote) for choice in answer.choices]
        others = [html for quote, html in zip(quotes, shown, strict=True) if _stands(quote) not in chosen]
        return _choices(answer, language) + caution + _more(others, language)
    if not answer.found:
        return _not_found(answer, shown, mentioned, language)
    if answer.parts:
        return _parts(answer, shown, language)
    return f"{shown[0]}{values_html(answer, language)}{caution}{_more(shown[1:], language)}"


def _stands(quote: Quote) -> tuple[str, tuple[Span, ...]]:
    return quote.passage.source, quote.spans


def _not_found(answer: Answer, shown: Sequence[str], mentioned: str, language: str) -> str:
    lacking = f"<p>{say('not_mentioned', language)}<strong>{mentioned}</strong></p>" if mentioned else ""
    if answer.outcome != UNSURE or not shown:  # beside what does not answer, an open quote would look like an answer
        nearest = _folded("nearest", say("nearest", language), shown)
        return f'<div class="missing"><p class="verdict">{say("not_found", language)}</p>{lacking}{nearest}</div>'
    nearest = _folded("nearest", say("nearest", language), shown[1:])
    words = f'<p class="verdict">{say("unsure", language)}</p>{lacking}{shown[0]}'
    return f'<div class="missing">{words}<p class="why">{say("chance", language, answer.chance_percent)}</p>{nearest}</div>'


def _more(shown: Sequence[str], language: str) -> str:
    return _folded("more", f"{say('more', language)} ({len(shown)})", shown)


def shown_quotes(answer: Answer) -> tuple[Quote, ...]:
    """The quotes of an answer as the page numbers them: its own, then those of its choices."""
    return (*(answer.quotes or answer.nearest), *(choice.quote for choice in answer.choices))


def _choices(answer: Answer, language: str) -> str:
    """What the question leaves open: each answer beside the year or name that tells it apart, and a button that asks for it."""
    if not answer.choices:
        return ""
    first = len(shown_quotes(answer)) - len(answer.choices)
    each = (
        f'<div class="choice"><h3 class="part">{escape(choice.label)} '
        f"{button('ask_this', language, act='choose', choice=at)}</h3>"
        f"{quote_html(choice.quote, first + at, language)}</div>"
        for at, choice in enumerate(answer.choices)
    )
    return f'<div class="choices"><p class="verdict">{say("which", language)}</p>{"".join(each)}</div>'


def problem_html(question: str, problem: str) -> str:
    """A question that could not be asked, and why."""
    return (
        f'<article class="turn"><h2 class="asked">{escape(question)}</h2>'
        f'<div class="missing" role="alert"><p>{escape(problem)}</p></div></article>'
    )


def quote_html(quote: Quote, number: int, language: str) -> str:
    """A quote with its marks, its source, why it was chosen, and what can be done with it.

    Args:
        quote: The quote.
        number: Its place among those that the answer shows, from 0: quotes, then choices.
        language: Of the page: zh or en.

    Returns:
        HTML.
    """
    passage = quote.passage
    path = [passage.title, *passage.headings] + ([say("page", language, passage.page)] if passage.page else [])
    place = escape(" › ".join(dict.fromkeys(filter(None, path))))
    spans = ",".join(f"{start}-{end}" for start, end in quote.spans)
    pasted = f"“{quote.text}” — {quote.citation}"
    # The words as well: offsets count in one version of the text, and in another these are looked for.
    version = f"spans={spans}&sha256={quote.sha256[:SHORTEST_VERSION]}"
    link = f"?source={quoted(passage.source)}&{version}&words={quoted(quote.text[:_LINKED_CHARACTERS])}"
    receipt = f"api/receipts/{quoted(passage.source)}?{version}"
    return (
        f'<div class="quote">{_words(quote)}'
        f'<p class="place">{place}<br><span class="file">{escape(passage.source)}</span></p>'
        f"{about_html(quote, language)}{_copies(quote, language)}{_scanned(quote, language)}"
        f'<p class="why">{say("why", language)}{escape(_why(quote, language))}</p><p class="tools">'
        f"{button('read', language, act='open', quote=number)}"
        f'<button type="button" data-copy="{escape(pasted)}" data-done="{say("copied", language)}">{say("copy", language)}</button>'
        f'<button type="button" data-link="{escape(link)}" data-done="{say("copied", language)}">{say("link", language)}</button>'
        f'<a href="{escape(receipt)}" download>{say("receipt", language)}</a></p></div>'
    )


def _words(quote: Quote) -> str:
    """The words of a quote; of a row alone, as its table has them, else with that below them."""
    row = _row(quote)
    if row and quote.table and _letters("".join(quote.table.row)) == _letters(quote.text):
        return f"<blockquote>{row}</blockquote>"
    return f"<blockquote>{marked(quote.text, quote.marks, '<mark>', '</mark>')}</blockquote>{row}"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _row(quote: Quote) -> str:
    """The row of a table below its header, the cell that is asked for marked."""
    table = quote.table
    if not table or not table.header:
        return ""
    heads = "".join(f'<th scope="col">{escape(words)}</th>' for words in table.header)
    cells = (
        f"<td><mark>{escape(words)}</mark></td>" if column == table.cell else f"<td>{escape(words)}</td>"
        for column, words in enumerate(table.row)
    )
    return f'<table class="row"><thead><tr>{heads}</tr></thead><tbody><tr>{"".join(cells)}</tr></tbody></table>'


def _copies(quote: Quote, language: str) -> str:
    """Which other documents have the same words."""
    names = ", ".join(dict.fromkeys(copy.source for copy in quote.copies))
    return f'<p class="place">{say("copies", language)}<span class="file">{escape(names)}</span></p>' if names else ""


def marked(text: str, spans: Sequence[Span], opening: str, closing: str) -> str:
    """Escaped text with tags around some spans.

    Args:
        text: The text.
        spans: In order, not overlapping, in characters of the text.
        opening: The tag before each span.
        closing: The tag behind it.

    Returns:
        HTML.
    """
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [escape(text[at:start]), opening, escape(text[start:end]), closing]
        at = end
    return "".join((*parts, escape(text[at:])))


def _parts(answer: Answer, shown: Sequence[str], language: str) -> str:
    """Each thing that was asked for with its own quote, side by side."""
    places = {quote.place: at for at, quote in enumerate(answer.quotes)}
    return "".join(
        f'<h3 class="part">{escape(part.question)}</h3>'
        + (shown[places[part.quote.place]] if part.quote else f'<p class="missing">{say("not_found", language)}</p>')
        for part in answer.parts
    )


def _why(quote: Quote, language: str) -> str:
    comma = "、" if language == "zh" else ", "
    inside = [word for word in quote.shared if word not in quote.above]
    told = (("why_shared", inside), ("why_above", quote.above))
    reasons = [say(word, language) + comma.join(words) for word, words in told if words]
    reasons += [say(f"why_{quote.holds}", language)] if quote.holds else []
    return (";" if language == "zh" else "; ").join(reasons or [say("why_meaning", language)])


def _scanned(quote: Quote, language: str) -> str:
    return f'<p class="caution">{say("scanned", language)}</p>' if quote.ocr else ""


def _understood(answer: Answer, language: str) -> str:
    if answer.understood in answer.question:  # also when only an "and" in front was left out
        return ""
    again = button("as_typed", language, act="as_typed")
    counted = say("counted_from", language, answer.today) if answer.today else ""
    return f'<p class="understood">{say("understood", language)}{escape(answer.understood)} {counted}{again}</p>'


def votes_html(language: str, voted: str) -> str:
    """Buttons that say whether the answer of a turn is right; `voted` is what was said of it."""
    return "".join(
        f'<button type="button" class="vote" aria-pressed="{"true" if vote == voted else "false"}" '
        f'data-act="{_act(act="vote", vote=vote)}">{say(vote, language)}</button>'
        for vote in ("good", "bad")
    )


def _folded(kind: str, title: str, parts: Sequence[str]) -> str:
    return f'<details class="{kind}"><summary>{title}</summary>{"".join(parts)}</details>' if parts else ""


def button(word: str, language: str, **act: object) -> str:
    """A button with a word on it, and what it does."""
    return f'<button type="button" data-act="{_act(**act)}">{say(word, language)}</button>'


def _act(**act: object) -> str:
    return escape(json.dumps(act), quote=True)
