"""Runs a question set against an assistant and scores it. Exact, because answers are quotes."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qa.assistant import Assistant
from qa.metrics import (
    bootstrap_interval,
    mean,
    ndcg,
    percentiles,
    precision_recall_f1,
    recall,
    reciprocal_rank,
)
from qa.questions import Question
from qa.types import Answer, Hit, Quote

DEPTH = 10
HEADLINES = (
    *("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10"),
    *("quote@1", "quote@3", "quote_chars", "answered"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One question, its answer, and its scores (a score is absent where it does not apply)."""

    question: Question
    answer: Answer
    scores: dict[str, float]

    def to_json(self) -> dict[str, object]:
        """A row of the contract."""
        answer = self.answer.to_json()
        kept = ("question", "found", "confidence", "quotes", "seconds")
        return {
            "id": self.question.id,
            **{key: answer[key] for key in kept},
            "answers": list(self.question.answers),
            **self.question.columns,
            "scores": self.scores,
        }


def run_questions(
    assistant: Assistant, questions: Iterable[Question], progress: Callable[[int], None] | None = None
) -> list[Row]:
    """Ask every question and score its answer; `progress` is told how many are done."""
    relevant = _Relevance(assistant)
    rows = []
    for number, question in enumerate(questions, start=1):
        answer = assistant.ask(question.question)
        hits = assistant.search(question.question, DEPTH)
        rows.append(Row(question, answer, _scores(question, answer, hits, relevant)))
        if progress:
            progress(number)
    return rows


def evaluate(
    assistant: Assistant, questions: Sequence[Question], progress: Callable[[int], None] | None = None
) -> dict[str, object]:
    """Run a set and give the result object of the contract: `metrics`, `by` column, `rows`."""
    started = time.perf_counter()
    rows = run_questions(assistant, questions, progress)
    columns = dict.fromkeys(column for row in rows for column in row.question.columns)
    return {
        "metrics": metrics(rows),
        "by": {column: _by(rows, column) for column in columns},
        "rows": [row.to_json() for row in rows],
        "index": assistant.info.to_json(),
        "seconds": round(time.perf_counter() - started, 3),
    }


def metrics(rows: Sequence[Row]) -> dict[str, object]:
    """The metrics of the contract over `rows`; None where no question of the set can tell."""
    result: dict[str, object] = {"questions": len(rows), "answerable": sum(r.question.answerable for r in rows)}
    intervals: dict[str, list[float]] = {}
    for name in HEADLINES:
        values = [row.scores[name] for row in rows if name in row.scores]
        result[name] = _rounded(mean(values))
        interval = bootstrap_interval(values)
        if interval:
            intervals[name] = [round(bound, 4) for bound in interval]
    silent = [row for row in rows if not row.answer.found]
    rightly = sum(not row.question.answerable for row in silent)
    unanswerable = sum(not row.question.answerable for row in rows)
    abstaining = precision_recall_f1(rightly, len(silent), unanswerable)
    for name, value in zip(("precision", "recall", "f1"), abstaining, strict=True):
        result[f"abstain_{name}"] = _rounded(value)
    result["latency_ms"] = {
        name: round(value, 2) for name, value in percentiles([row.answer.seconds * 1000 for row in rows]).items()
    }
    result["intervals"] = intervals
    return result


def contains_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether `text` holds one of `answers`, white space ignored."""
    bare = _bare(text)
    return any(_bare(answer) in bare for answer in answers)


class _Relevance:
    """Which passages are right: those of a right source that contain an answer."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._texts: dict[str, list[tuple[int, str]]] = {}

    def rows(self, question: Question) -> set[int]:
        answers = [_bare(answer) for answer in question.answers]
        return {
            row
            for source in question.sources or self._assistant.sources
            for row, text in self._bare_passages(source)
            if any(answer in text for answer in answers)
        }

    def _bare_passages(self, source: str) -> list[tuple[int, str]]:
        if source not in self._texts:
            passages = self._assistant.passages_of(source)
            self._texts[source] = [(row, _bare(passage.text)) for row, passage in passages]
        return self._texts[source]


def _scores(question: Question, answer: Answer, hits: Sequence[Hit], relevance: _Relevance) -> dict[str, float]:
    if not question.answerable:
        return {}
    right = relevance.rows(question)
    ranks = [rank for rank, hit in enumerate(hits, start=1) if hit.row in right]
    scores = {f"recall@{k}": recall(ranks, k) for k in (1, 5, 10)}
    scores["mrr@10"] = reciprocal_rank(ranks, DEPTH)
    scores["ndcg@10"] = ndcg(ranks, len(right), DEPTH)
    for k in (1, 3):
        scores[f"quote@{k}"] = float(any(_is_right(quote, question) for quote in answer.quotes[:k]))
    scores["answered"] = float(answer.found)
    if answer.quotes:
        scores["quote_chars"] = float(len(answer.quotes[0].text))
    return scores


def _is_right(quote: Quote, question: Question) -> bool:
    from_right_source = not question.sources or quote.passage.source in question.sources
    return from_right_source and contains_answer(quote.text, question.answers)


def _by(rows: Sequence[Row], column: str) -> dict[str, object]:
    values = sorted({row.question.columns.get(column, "") for row in rows})
    return {
        value or "-": metrics([row for row in rows if row.question.columns.get(column, "") == value])
        for value in values
    }


def _bare(text: str) -> str:
    return "".join(text.split())


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
