"""Questions answered from a folder of documents, in exact quotes.

from qa import Assistant

answer = Assistant.open("index").ask("宁夏有多少工会会员?")
for quote in answer.quotes:
    print(quote.text, quote.passage.source)
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that type checkers see what `__getattr__` gives
    from qa.assistant import Assistant
    from qa.errors import YinjuError
    from qa.indexing.build import build_index
    from qa.types import Answer, BuildReport, Document, Hit, Passage, Quote, Span

_HOMES = {
    "Answer": "qa.types",
    "Assistant": "qa.assistant",
    "BuildReport": "qa.types",
    "Document": "qa.types",
    "Hit": "qa.types",
    "Passage": "qa.types",
    "Quote": "qa.types",
    "Span": "qa.types",
    "YinjuError": "qa.errors",
    "build_index": "qa.indexing.build",
}
__all__ = [
    "Answer",
    "Assistant",
    "BuildReport",
    "Document",
    "Hit",
    "Passage",
    "Quote",
    "Span",
    "YinjuError",
    "build_index",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `yinju --help` and the readers start at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
