"""Lines of the page that say what happened, in its language: never the text of an error."""

import re
import sys
from html import escape

from embeddings import EncoderUnavailable
from qa.errors import DocumentError, DocumentsNotFound, IndexBusy, IndexNotWritten, IndexProblem, QuestionSetError
from qa.web.words import say

_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (DocumentsNotFound, "no_documents"),
    (IndexBusy, "busy"),
    (IndexNotWritten, "not_written"),
    (IndexProblem, "index_unusable"),
    (EncoderUnavailable, "no_model"),
    (DocumentError, "build_failed"),
)
_LINE = re.compile(r":(\d+): ")


def alert(text: str) -> str:
    """A line that a screen reader says at once."""
    return f'<p role="alert">{escape(text)}</p>'


def failure(error: Exception, language: str) -> str:
    """What is told of an error in the words of the page; its own line goes to the terminal."""
    print(f"yinju: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
    if isinstance(error, QuestionSetError):
        line = _LINE.search(str(error))
        return alert(say("broken_line", language, line[1]) if line else say("broken_set", language))
    return alert(say(next((word for kind, word in _KINDS if isinstance(error, kind)), "build_failed"), language))
