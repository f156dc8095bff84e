"""Each quote of an answer says in which version of its document's text its offsets count."""

from collections.abc import Callable
from dataclasses import replace

from qa.types import Answer, Quote


def with_versions(answer: Answer, version_of: Callable[[str], str]) -> Answer:
    """An answer whose quotes carry the SHA-256 of their document's text; `version_of` gives it by source."""

    def told(quote: Quote) -> Quote:
        return replace(quote, sha256=version_of(quote.passage.source))

    return replace(
        answer,
        quotes=tuple(map(told, answer.quotes)),
        nearest=tuple(map(told, answer.nearest)),
        choices=tuple(replace(choice, quote=told(choice.quote)) for choice in answer.choices),
        parts=tuple(replace(part, quote=part.quote and told(part.quote)) for part in answer.parts),
    )
