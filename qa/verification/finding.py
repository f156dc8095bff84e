"""Looks for words in the documents of an index: where they stand whole, and where only inside other words."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.assistant import Assistant
from qa.errors import QuestionError
from qa.text.occurrences import is_whole, occurrences, solid_parts
from qa.text.spans import cut, join
from qa.types import Document, Span

_MOST_CUT = 50_000  # places inside other words that are passed over; seconds at most


@dataclass(frozen=True, slots=True)
class Standing:
    """Where some words stand.

    Attributes:
        document: In which document.
        spans: The stretches of its text; several where layout (a page break, a column) parts them.
        whole: Whether they neither begin nor end inside a longer word or number.
    """

    document: Document
    spans: tuple[Span, ...]
    whole: bool = True

    @property
    def span(self) -> Span:
        """From the first character to the last."""
        return Span(min(span.start for span in self.spans), max(span.end for span in self.spans))

    def is_exact(self, words: str) -> bool:
        """Whether not even white space differs."""
        return join(self.document.text, self.spans) == words.strip()


def standing(assistant: Assistant, words: str, source: str | None = None) -> Iterator[Standing]:
    """Every place of the words, by source: in the texts as they run; if in none, in the passages that layout put together.

    Args:
        assistant: Whose documents.
        words: What to look for, cleaned by `as_text`.
        source: Look in this document alone.

    Yields:
        A place each, whole or inside other words.

    Raises:
        DocumentError: There is no such document.
        QuestionError: The words are too short to look for.
    """
    found = passed = 0
    for place in _running(assistant, words, source):
        found += place.whole
        passed += not place.whole
        if passed > _MOST_CUT:
            raise QuestionError(f"{words.strip()!r} stands inside too many words to look for it alone; give more words")
        yield place
    if not found:
        yield from _put_together(assistant, words, source)


def _running(assistant: Assistant, words: str, source: str | None) -> Iterator[Standing]:
    if source is None:
        documents = assistant.documents_holding(solid_parts(words))
    else:
        documents = iter((assistant.document(source),))
    for document in documents:
        for span in occurrences(words, document.text):
            yield Standing(document, (span,), is_whole(document.text, span))


def _put_together(assistant: Assistant, words: str, source: str | None) -> Iterator[Standing]:
    """Only whole places: the others were in the running text as well, or are of no use."""
    if source is None:
        passages = assistant.passages_holding(solid_parts(words))
    else:
        passages = (passage for _, passage in assistant.passages_of(source))
    for passage in passages:
        for span in occurrences(words, passage.text):
            if is_whole(passage.text, span):
                yield Standing(assistant.document(passage.source), cut(passage.spans, *span))
