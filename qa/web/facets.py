"""What documents are about, as HTML: under a quote, and counted over what was found."""

import json
from html import escape

from qa.types import Answer, Quote
from qa.web.words import kind_told, say


def about_html(quote: Quote, language: str) -> str:
    """The names and dates of a quote's document, set off, and a warning where the question asks for others."""
    facets = quote.passage.facets
    told = [*facets.names, *map(str, facets.periods), *facets.numbers]
    tags = " ".join(f"<span>{escape(each)}</span>" for each in told)
    about = f'<p class="about">{tags}</p>' if told else ""
    wrong = "".join(f'<p class="caution">{say(f"other_{misfit}", language)}</p>' for misfit in quote.misfits)
    return about + wrong


def values_html(answer: Answer, language: str) -> str:
    """Which documents give the figure that is asked for, where several do; figures that differ side by side."""
    if not answer.values:
        return ""
    lines = (
        (value.text, ", ".join(dict.fromkeys(answer.quotes[at].passage.source for at in value.quotes)))
        for value in answer.values
    )
    rows = "".join(f"<li><strong>{escape(text)}</strong>: {escape(sources)}</li>" for text, sources in lines)
    word, kind = ("differ", "caution") if len(answer.values) > 1 else ("agree", "agree")
    return f'<div class="{kind}"><p>{say(word, language)}</p><ul>{rows}</ul></div>'


def counts_html(answer: Answer, language: str) -> str:
    """Buttons that ask the question again of the documents with one facet only."""
    buttons = "".join(
        f'<button type="button" data-act="{escape(json.dumps({"act": "within", "within": count.condition}))}">'
        f"{escape(_named(count.condition, language))} ({count.documents})</button>"
        for count in answer.counts
    )
    if not buttons:
        return ""
    return (
        f'<details class="counts"><summary>{say("only_in", language)}</summary><p class="tools">{buttons}</p></details>'
    )


def _named(condition: str, language: str) -> str:
    key, _, value = condition.partition(":")
    value = value.strip('"')
    return kind_told(value, language) if key == "kind" else value
