"""Lines of the page that say what happened."""

import sys
from html import escape

from embeddings import EncoderUnavailable
from qa.errors import YinjuError
from qa.web.words import say


def alert(text: str) -> str:
    """A line that a screen reader says at once."""
    return f'<p role="alert">{escape(text)}</p>'


def failure(error: Exception, language: str) -> str:
    """What is told of an error: its own line when the user can mend it; a bug goes to the terminal."""
    if isinstance(error, YinjuError | EncoderUnavailable):
        return alert(str(error))
    print(f"yinju: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
    return alert(say("build_failed", language))
