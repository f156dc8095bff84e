"""Which passages and quotes are right for a question. Exact, because answers are quotes."""

import re
from collections.abc import Sequence

from qa.assistant import Assistant
from qa.evaluation.questions import Anchor, Question
from qa.types import Quote, Ranked


def contains_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether `text` holds one of `answers`, white space ignored and figures whole: 290 does not stand in 1290."""
    held = bare(text)
    return any(bare(answer) in held and _stands_whole(text, bare(answer)) for answer in answers)


def _stands_whole(text: str, answer: str) -> bool:
    """Whether an answer, which stands in a text but for white space, does so without cutting a figure."""
    if not answer or not (answer[0].isdigit() or answer[-1].isdigit()):
        return True
    before = r"(?<!\d)(?<!\d[.,])" if answer[0].isdigit() else ""
    behind = r"(?!\d)(?![.,]\d)" if answer[-1].isdigit() else ""
    return bool(re.search(before + r"\s*".join(map(re.escape, answer)) + behind, text))


def is_right(quote: Quote, question: Question) -> bool:
    """Whether a quote holds an answer and comes from a right source."""
    from_right_source = not question.sources or quote.passage.source in question.sources
    return from_right_source and contains_answer(quote.text, question.answers or ())


def covers(quote: Quote, anchors: Sequence[Anchor]) -> bool:
    """Whether a quote holds one of the very places where the answer stands, not only the same words elsewhere."""
    return any(
        anchor.source == quote.passage.source and span.start <= anchor.start and anchor.end <= span.end
        for anchor in anchors
        for span in quote.spans
    )


def bare(text: str) -> str:
    """`text` without white space: layout may put blanks and line ends anywhere."""
    return "".join(text.split())


class Relevance:
    """Gains of the passages of an index for each question; keeps what it read of the documents."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._texts: dict[str, list[tuple[int, str]]] = {}
        self._sources: dict[int, str] = {}

    def rows(self, question: Question) -> set[int]:
        """The right passages: those of a right source that contain an answer."""
        answers = question.answers or ()
        if not answers:
            return set()
        return {
            row
            for source in question.sources or self._assistant.sources
            for row, text in self._passages_of(source)
            if contains_answer(text, answers)
        }

    def gains(self, question: Question, ranking: Sequence[Ranked]) -> tuple[list[float], list[float], set[int]]:
        """The gain at each rank, the gains of everything relevant, and the rows that gain something.

        With answers, each right passage gains 1. With judgements of whole documents, the ranking is of documents, each
        at its best passage, and gains its grade.

        Args:
            question: What was asked.
            ranking: Passages, best first.

        Returns:
            Two lists of gains, and rows of the index.
        """
        if question.answers is not None:
            right = self.rows(question)
            return [float(ranked.row in right) for ranked in ranking], [1.0] * len(right), right
        grades = {source: float(max(grade, 0)) for source, grade in question.relevant.items()}
        seen: dict[str, int] = {}
        for ranked in ranking:
            seen.setdefault(self._source(ranked.row), ranked.row)
        return (
            [grades.get(source, 0.0) for source in seen],
            [grade for grade in grades.values() if grade],
            {row for source, row in seen.items() if grades.get(source)},
        )

    def _passages_of(self, source: str) -> list[tuple[int, str]]:
        if source not in self._texts:
            passages = self._assistant.passages_of(source)
            self._texts[source] = [(row, passage.text) for row, passage in passages]
        return self._texts[source]

    def _source(self, row: int) -> str:
        if row not in self._sources:
            self._sources[row] = self._assistant.passage(row).source
        return self._sources[row]
