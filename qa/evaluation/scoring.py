"""Asks one question and scores its answer: a row of the contract."""

from collections.abc import Mapping, Sequence
from typing import Any

from qa.assistant import READ_HITS, Assistant
from qa.evaluation.questions import Question
from qa.evaluation.rankings import ranking_scores
from qa.evaluation.relevance import Relevance, covers, is_right
from qa.evaluation.trec import qrels_lines, run_lines
from qa.types import Answer, Ranked, Turn
from qa.types.answers import ABSENT, ANSWER, UNSURE

# Why a question was missed, in the order of the journey.
RETRIEVAL, READING, ABSTAINING, ANSWERED = "retrieval", "reading", "abstaining", "answered"
Row = dict[str, Any]


class Scorer:
    """Asks questions of one assistant and scores the answers."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._relevance = Relevance(assistant)

    def row(self, question: Question, *, trec: bool = False) -> Row:
        """The answer to a question with its scores, as JSON; with lines of TREC's formats when wanted."""
        history: list[Turn] = []
        for before in question.history:
            history.append(self._assistant.ask(before, history=history).turn)
        answer, ranking = self._assistant.trace(question.question, history=history)
        gains, ideal, right = self._relevance.gains(question, ranking)
        row = _answered(question, answer)
        row["scores"] = _scores(question, answer, gains, ideal)
        row["ranks"] = {
            "fused": next((rank for rank, gain in enumerate(gains, start=1) if gain), None),
            "lexical": _rank(right, sorted(ranking, key=lambda r: (-r.lexical, r.row)), "lexical"),
            "dense": _rank(right, sorted(ranking, key=lambda r: (-r.dense, r.row)), "dense"),
        }
        row["lost"] = _lost(question, row)
        if row["lost"] and question.answerable:
            row["expected"] = self._expected(ranking, right)
        if trec:
            row["_run"] = run_lines(question.id, self._named(ranking))
            row["_qrels"] = qrels_lines(question.id, [name for name, _ in self._named(_unranked(right))])
        return row

    def _expected(self, ranking: Sequence[Ranked], right: set[int]) -> dict[str, object] | None:
        """The right passage that came out best, with its scores and those of the passage that came first."""
        found = next((ranked for ranked in ranking if ranked.row in right), None)
        row = found.row if found else min(right, default=None)
        if row is None:
            return None
        passage = self._assistant.passage(row)
        first = ranking[0] if ranking else None
        return {
            "source": passage.source,
            "text": passage.text,
            "scores": found and _parts(found),
            "first": first and {"source": self._assistant.passage(first.row).source, "scores": _parts(first)},
        }

    def _named(self, ranking: Sequence[Ranked]) -> list[tuple[str, float]]:
        return [(f"{self._assistant.passage(ranked.row).source}#{ranked.row}", ranked.score) for ranked in ranking]


def measures(row: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """What a row adds to the sums of each metric: numerator and denominator."""
    answerable = row["answers"] is None or bool(row["answers"])
    silent, rightly = float(not row["found"]), float(not row["found"] and not answerable)
    added = {name: (value, 1.0) for name, value in row["scores"].items()}
    if row["answers"] is None:
        return added
    added["correct"] = (float(is_correct(row)), 1.0)
    added["quote_precision"] = (float(row["found"] and row["right"]), float(row["found"]))
    added["abstain_precision"] = (rightly, silent)
    added["abstain_recall"] = (rightly, float(not answerable))
    added["abstain_f1"] = (2 * rightly, silent + float(not answerable))
    outcome = row.get("outcome", ANSWER if row["found"] else UNSURE)
    added |= {f"{name}_share": (float(outcome == name), 1.0) for name in (ANSWER, UNSURE, ABSENT)}
    added["unsure_right"] = (float(outcome == UNSURE and row["right"]), float(outcome == UNSURE))
    added["absent_precision"] = (float(outcome == ABSENT and not answerable), float(outcome == ABSENT))
    added["absent_of_answerable"] = (float(outcome == ABSENT and answerable), float(answerable))
    return added


def is_correct(row: Mapping[str, Any]) -> bool:
    """Whether the user was served rightly: the first quote is right, or silence where there is no answer."""
    return bool(row["found"] and row["right"]) if row["answers"] else not row["found"]


def _answered(question: Question, answer: Answer) -> Row:
    shown = answer.to_json()
    first = next(iter(answer.quotes or answer.nearest), None)
    row: Row = {
        "id": question.id,
        **{key: shown[key] for key in ("question", "found", "outcome", "confidence", "quotes")},
    }
    row["nearest"] = [quote.to_json() for quote in answer.nearest[:1]]
    row["seconds"] = shown["seconds"]
    row["answers"] = None if question.answers is None else list(question.answers)
    row["source"] = list(question.sources)
    row["right"] = bool(first and question.answers and is_right(first, question))
    return row | {name: value for name, value in question.columns.items() if name not in row}


def _scores(question: Question, answer: Answer, gains: Sequence[float], ideal: Sequence[float]) -> dict[str, float]:
    if not question.answerable:
        return {}
    scores = {**ranking_scores(gains, ideal), "answered": float(answer.found)}
    if answer.quotes:
        scores["quote_chars"] = float(len(answer.quotes[0].text))
    if question.answers is None:
        return scores
    for k in (1, 3):
        scores[f"quote@{k}"] = float(any(is_right(quote, question) for quote in answer.quotes[:k]))
        if question.anchors:
            scores[f"anchored@{k}"] = float(any(covers(quote, question.anchors) for quote in answer.quotes[:k]))
    return scores


def _lost(question: Question, row: Row) -> str | None:
    """Where a missed question was lost; None when it was not missed."""
    if question.answers is None or is_correct(row):
        return None
    if not question.answerable:
        return ANSWERED
    if not row["found"] and row["right"]:
        return ABSTAINING
    rank = row["ranks"]["fused"]
    return RETRIEVAL if rank is None or rank > READ_HITS else READING


def _rank(right: set[int], ranking: Sequence[Ranked], part: str) -> int | None:
    """The rank of the first right passage by one searcher alone; None where it did not find it."""
    found = (rank for rank, ranked in enumerate(ranking, start=1) if ranked.row in right and getattr(ranked, part) > 0)
    return next(found, None)


def _parts(ranked: Ranked) -> dict[str, float]:
    return {part: round(getattr(ranked, part), 4) for part in ("score", "lexical", "dense")}


def _unranked(rows: set[int]) -> list[Ranked]:
    return [Ranked(row, 0.0, 0.0, 0.0) for row in sorted(rows)]
