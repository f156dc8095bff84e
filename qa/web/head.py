"""The head of the page."""

from qa.web.words import say


def head_html(language: str) -> str:
    """The name of the page and what it is for."""
    other = "en" if language == "zh" else "zh"
    switch = (
        f'<button type="button" id="language" data-other="{other}" lang="{other}">{say("switch", language)}</button>'
    )
    return f'<div id="head"><h1>Yinju 引据</h1>{switch}</div><p>{say("intro", language)}</p>'
