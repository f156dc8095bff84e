"""What a question can be asked of: folders and documents to choose from."""

from collections.abc import Sequence

from qa.web.words import say

_MOST_ENTRIES = 3000  # a longer list would slow the page down; names and patterns can be typed


def scopes(sources: Sequence[str]) -> list[str]:
    """The folders of some sources, each with a slash at its end, then the sources."""
    folders = {source[: at + 1] for source in sources for at, sign in enumerate(source) if sign == "/"}
    return [*sorted(folders), *sources][:_MOST_ENTRIES]


def scope_told(chosen: Sequence[str], within: str, today: str, language: str) -> str:
    """What is asked, in a line: everything, or what was chosen.

    Args:
        chosen: The documents and folders that were chosen by name.
        within: The filter.
        today: The day that "last year" counts from, ISO 8601; blank for the day it is.
        language: Of the page: zh or en.

    Returns:
        The line.
    """
    told = [*chosen, *filter(None, (within, today))]
    return say("scope_of", language, ", ".join(told)) if told else say("scope", language)
