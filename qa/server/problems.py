"""What a client is told of an error, over HTTP as over MCP: how to mend it, and nothing of where the server keeps things."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from embeddings.errors import EncoderUnavailable
from qa.errors import (
    DocumentChanged,
    DocumentError,
    IndexDamaged,
    IndexNotFound,
    IndexOutdated,
    QuestionError,
    QuestionSetError,
    ReceiptError,
    YinjuError,
)

MENDABLE = (YinjuError, EncoderUnavailable)
_MINE = (QuestionError, QuestionSetError, ReceiptError)  # errors of who asks
_AGAIN = "whoever keeps it can build it again with: yinju index --full"
_log = logging.getLogger("yinju")


def problem_of(error: Exception) -> tuple[int, str]:
    """The HTTP status of an error and the line for the client; an error of the server's own is logged in full."""
    if isinstance(error, DocumentError):
        return 404, str(error)
    if isinstance(error, DocumentChanged):
        return 409, str(error)
    if isinstance(error, _MINE):
        return 422, str(error)
    _log.error("yinju: %s", error)
    return 503, without_paths(error)


def without_paths(error: Exception) -> str:
    """What is wrong with the index, for those who ask."""
    if isinstance(error, IndexNotFound):
        return f"there is no index any more; {_AGAIN}"
    if isinstance(error, IndexDamaged):
        return f"the index is damaged; {_AGAIN}"
    if isinstance(error, IndexOutdated):
        return f"the index was made by another version or another model; {_AGAIN}"
    return "the index cannot be used; whoever keeps it finds out why with: yinju doctor"


def line_of(errors: Sequence[Mapping[str, Any]], fields: Sequence[str] = ()) -> str:
    """The first of pydantic's errors in one line that begins with the field; `fields` are those that there are."""
    first = errors[0] if errors else {}
    kind = first.get("type")
    field = ".".join(str(part) for part in first.get("loc", ())) or "body"
    if kind == "json_invalid":
        return "body: is not JSON; send an object of fields"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):  # of models, of dataclasses
        return f"{field}: there is no such field" + (f"; there are {', '.join(fields)}" if fields else "")
    if kind == "missing":
        return f"{field}: is missing; give it"
    return f"{field}: {first.get('msg', 'is not as it should be')}"
