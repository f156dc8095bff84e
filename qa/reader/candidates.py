"""The sentences that may be quoted."""

from dataclasses import dataclass

from qa.types import Hit, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted: where it stands in its hit's passage."""

    hit: Hit
    span: Span

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.passage.text[self.span.start : self.span.end]
