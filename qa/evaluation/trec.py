"""TREC's formats, in and out: runs (`query Q0 document rank score tag`) and qrels (`query 0 document grade`)."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from qa.errors import QuestionSetError
from qa.evaluation.rankings import average_precision, ranking_scores

TAG = "yinju"
_STEP = 1e-9  # by which each score lies below the one before it, so that equal ones keep their order


def run_lines(query: str, ranking: Sequence[tuple[str, float]]) -> list[str]:
    """Lines of a run for `(document, score)`, best first."""
    return [
        f"{_word(query)} Q0 {_word(name)} {rank} {round(score, 6) - rank * _STEP:.9f} {TAG}"
        for rank, (name, score) in enumerate(ranking, start=1)
    ]


def qrels_lines(query: str, relevant: Iterable[str]) -> list[str]:
    """Lines of judgements, grade 1 for each of the documents."""
    return [f"{_word(query)} 0 {_word(name)} 1" for name in relevant]


def read_run(path: Path) -> dict[str, list[str]]:
    """The documents of each query, by falling score.

    Args:
        path: A file of `query Q0 document rank score name`.

    Returns:
        Documents by the name of the query.

    Raises:
        QuestionSetError: The file cannot be read, or a line is broken; the message starts with `file:line`.
    """
    scored: dict[str, list[tuple[float, str]]] = {}
    for place, (query, _, name, _, score, *_) in _lines(path, 6):
        scored.setdefault(query, []).append((_number(place, score), name))
    # As trec_eval does: by score alone, ties by falling document name.
    return {query: [name for _, name in sorted(entries, reverse=True)] for query, entries in scored.items()}


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """The grade of each judged document of each query.

    Args:
        path: A file of `query 0 document grade`.

    Returns:
        Grades by query and document.

    Raises:
        QuestionSetError: As `read_run`.
    """
    judged: dict[str, dict[str, int]] = {}
    for place, (query, _, name, grade, *_) in _lines(path, 4):
        judged.setdefault(query, {})[name] = int(_number(place, grade))
    return judged


def scored_rows(run: dict[str, list[str]], qrels: dict[str, dict[str, int]]) -> Iterator[dict[str, object]]:
    """A row with ranking scores for each judged query; a query that the run lacks scores 0."""
    for query, grades in qrels.items():
        ideal = [float(grade) for grade in grades.values() if grade > 0]
        if not ideal:
            continue
        gains = [float(max(grades.get(name, 0), 0)) for name in run.get(query, ())]
        ranks = [rank for rank, gain in enumerate(gains, start=1) if gain]
        scores = ranking_scores(gains, ideal) | {"map": average_precision(ranks, len(ideal))}
        told: dict[str, object] = {"id": query, "question": query, "answers": None, "found": True, "quotes": []}
        yield {**told, "scores": scores}


def _lines(path: Path, fields: int) -> Iterator[tuple[str, list[str]]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                values = line.split()
                if values and len(values) < fields:
                    raise QuestionSetError(f"{path}:{number}: has {len(values)} fields instead of {fields}")
                if values:
                    yield f"{path}:{number}", values
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QuestionSetError(f"{path}: is not UTF-8 text") from error


def _number(place: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise QuestionSetError(f"{place}: {text!r} is not a number") from error


def _word(name: str) -> str:
    """A name without blanks, which separate the fields; other letters stay as they are."""
    return "".join(quote(c) if c.isspace() or c == "%" else c for c in name)
