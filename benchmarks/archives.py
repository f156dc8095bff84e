"""Recall in archives of documents that look alike: passages and documents among the first 1, 5, 8 and 50, by kind; or answers.

    python -m benchmarks.archives [--reports FILE_OR_FOLDER] [--half dev|check] [--set reports|unseen|lookalikes] [--limit N]
        [--ask [--reader NAME]]

`reports` asks `evals/reports.jsonl` of 1,340 government reports, read from their archive (or a folder of them), `lookalikes`
of documents of other kinds that `benchmarks.lookalikes` makes. `unseen` asks `evals/unseen_reports.jsonl` of 40 reports of regions that the reader was neither trained nor fitted on. Indexes are
kept in `build/archives` between runs. A question for two things is right when both are there.

Nothing is read for an answer but with `--ask`: whether the first quote is right, whether it is shown with the default threshold, how many
of those shown are right, and how many answerable and unanswerable questions (near misses) are refused, with 95% intervals.
"""

import argparse
import shutil
import sys
import tarfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np

from benchmarks.lookalikes import write
from benchmarks.wrong_facets import with_facets
from qa import Assistant, build_index
from qa.evaluation.questions import Question, load_lines
from qa.evaluation.results import evaluate
from qa.evaluation.statistics import interval, ratio
from qa.question.decompose import parts
from qa.question.title_words import Titles
from qa.settings import STANDARD, THRESHOLD, Settings
from qa.types import Hit

REPORTS = Path("../shared/data/raw/government_reports.tar.xz")
QUESTIONS, UNSEEN = Path("evals/reports.jsonl"), Path("evals/unseen_reports.jsonl")
KEPT = Path("build/archives")
DEPTHS = (1, 5, 8, 50)
Search = Callable[[str], Sequence[Hit]]
Row = tuple[str, int, int]  # kind, rank of the right passage, rank of the right document; beyond all when missing
MISSED = 1_000_000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archives", description=__doc__)
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--half", choices=("dev", "check"))
    parser.add_argument("--set", choices=("reports", "unseen", "lookalikes"), default="reports")
    parser.add_argument(
        "--facets", choices=("kept", "deleted", "scrambled"), default="kept", help="wrong ones hide nothing"
    )
    parser.add_argument("--limit", type=int, help="so many questions only")
    parser.add_argument(
        "--missed", action="store_true", help="print the questions whose passage is not among the first 8"
    )
    parser.add_argument("--ask", action="store_true", help="read for answers instead")
    parser.add_argument("--reader", default=STANDARD, help="who reads, as in yinju ask")
    options = parser.parse_args()
    if options.set == "lookalikes":
        docs, questions = lookalikes()
    else:
        docs, questions = (unseen if options.set == "unseen" else reports)(options.reports)
    asked = [q for q in questions if options.half in (None, q.columns.get("half")) and (options.ask or q.answerable)]
    asked = asked[: options.limit]
    index = KEPT / f"{options.set}-index"
    build_index(docs, index)
    if options.ask:
        settings = Settings(threshold=0.0, reader=options.reader)  # so that what would not be shown is told too
        rows_asked = evaluate(Assistant.open(index, settings=settings), asked)["rows"]
        print(answers_table(asked, rows_asked))
        if options.missed:
            show_wrong(asked, rows_asked)
        return
    assistant = with_facets(Assistant.open(index), options.facets)
    taken: list[float] = []
    rows = list(measure(assistant, asked, _timed(_search(assistant), taken)))
    size = f"{len(assistant.sources)} documents, {assistant.info.passages} passages"
    p50, mean = (1000 * figure(taken) for figure in (median, fmean))
    print(f"{size}, {len(rows)} questions, of each ms of processor time: p50 {p50:.0f}, mean {mean:.0f}")
    print(table(rows))
    if options.missed:
        for question, (_, passage, document) in zip(asked, rows, strict=True):
            if passage > 8:
                print(question.id, question.question, *question.sources, _rank(passage), _rank(document))


def _search(assistant: Assistant) -> Search:
    """Search as asking does: a question for two things as one for each, whose hits are taken in turn."""
    titles = Titles([])  # names and years of these questions are told without them

    def search(question: str) -> list[Hit]:
        rankings = [assistant.search(part, limit=max(DEPTHS)) for part in parts(question, titles)]
        turns = (hit for hits in zip_longest(*rankings) for hit in hits if hit is not None)
        return list({hit.row: hit for hit in turns}.values())

    return search


def _timed(search: Search, taken: list[float]) -> Search:
    """The same search, which tells the seconds of processor time of each question."""

    def timed(question: str) -> Sequence[Hit]:
        started = time.process_time()
        found = search(question)
        taken.append(time.process_time() - started)
        return found

    return timed


def unseen(archive: Path) -> tuple[Path, list[Question]]:
    """The folder of the reports that the questions on unseen regions are about, copied once, and these questions."""
    whole, _ = reports(archive)
    questions = list(load_lines(UNSEEN).questions)
    folder = KEPT / "unseen"
    for source in {source for question in questions for source in question.sources}:
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(whole / source, folder / source)
    return folder, questions


def reports(archive: Path) -> tuple[Path, list[Question]]:
    """The folder of the reports, unpacked once, and the questions on them."""
    if archive.is_dir():
        return archive, list(load_lines(QUESTIONS).questions)
    folder = KEPT / "reports"
    if not folder.is_dir():
        if not archive.is_file():
            sys.exit(f"{archive} is not there; give the archive or a folder of the reports with --reports")
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    inner = [each for each in folder.iterdir() if each.is_dir()]
    return (inner[0] if len(inner) == 1 else folder), list(load_lines(QUESTIONS).questions)


def lookalikes() -> tuple[Path, list[Question]]:
    """Made documents of other kinds, and questions on them."""
    folder = KEPT / "lookalikes"
    return folder, write(folder)


def measure(assistant: Assistant, questions: Iterable[Question], search: Search) -> Iterable[Row]:
    """The ranks of the right passage and document of each question."""
    for question in questions:
        things = _things(question)
        found = search(question.question)
        documents = list(dict.fromkeys(hit.passage.source for hit in found))
        ranks = [_first(_holds(hit, sources, question) for hit in found) for sources in things]
        places = [_first(source in sources for source in documents) for sources in things]
        for sources in things:
            if not any(_answers(p.text, question) for source in sources for _, p in assistant.passages_of(source)):
                print(f"{question.id}: no passage of {', '.join(sources)} holds an answer", file=sys.stderr)
        yield question.columns.get("kind", "-"), max(ranks), max(places)


def _things(question: Question) -> list[tuple[str, ...]]:
    """The sources for each thing that is asked for: alternatives, except where two things are asked for."""
    if question.columns.get("kind") == "two":
        return [(source,) for source in question.sources]
    return [question.sources]


def _holds(hit: Hit, sources: Sequence[str], question: Question) -> bool:
    return hit.passage.source in sources and _answers(hit.passage.text, question)


def _answers(text: str, question: Question) -> bool:
    bare = "".join(text.split())
    return any("".join(answer.split()) in bare for answer in question.answers or ())


def _first(right: Iterable[bool]) -> int:
    return next((rank for rank, each in enumerate(right, start=1) if each), MISSED)


def _rank(rank: int) -> str:
    return "-" if rank == MISSED else str(rank)


def table(rows: Sequence[Row]) -> str:
    """A line for each kind and one for all: recall of passages, then of documents, with the interval of the first eight."""
    kinds = list(dict.fromkeys(kind for kind, _, _ in rows))
    heads = " | ".join(f"{what} @{depth}" for what in ("passage", "document") for depth in DEPTHS)
    lines = [f"| kind | n | {heads} | passage @8 [95%] |", "|---" * (3 + 2 * len(DEPTHS)) + "|"]
    for kind in (*kinds, "all"):
        chosen = [row for row in rows if kind in (row[0], "all")]
        figures = [_recall(chosen, at, depth) for at in (1, 2) for depth in DEPTHS]
        between = interval(_within(chosen, 1, 8), np.ones(len(chosen)))
        assert between
        shares = " | ".join(f"{figure:.2f}" for figure in figures)
        lines.append(f"| {kind} | {len(chosen)} | {shares} | [{between[0]:.2f} {between[1]:.2f}] |")
    return "\n".join(lines)


def answers_table(questions: Sequence[Question], rows: Sequence[Mapping[str, Any]]) -> str:
    """A line for each kind of question and one for all answerable ones: how the first quotes fare, with intervals."""
    lines = ["| kind | n | first right | shown and right | of those shown | refused |", "|---" * 6 + "|"]
    kinds = [question.columns.get("kind", "-") for question in questions]
    answerable = np.array([question.answerable for question in questions])
    right = np.array([bool(row["scores"].get("quote@1")) for row in rows])
    shown = np.array([row["confidence"] >= THRESHOLD for row in rows])
    for kind in (*dict.fromkeys(kinds), "all answerable"):
        of = np.array([kind in (each, "all answerable") for each in kinds])
        of &= answerable | (kind != "all answerable")
        cells = [_share(right, of), _share(right & shown, of), _share(right, of & shown), _share(~shown, of)]
        if not answerable[of].any():
            cells[:3] = ["", "", ""]
        lines.append(f"| {kind} | {of.sum()} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(good: np.ndarray, of: np.ndarray) -> str:
    """The share of some that are good, with its interval."""
    between = interval((good & of).astype(float), of.astype(float))
    return f"{(good & of).sum() / of.sum():.2f} [{between[0]:.2f} {between[1]:.2f}]" if between else "-"


def show_wrong(questions: Sequence[Question], rows: Sequence[Mapping[str, Any]]) -> None:
    """Print what went wrong: another first quote than the right one, a right one refused, a near miss answered."""
    for question, row in zip(questions, rows, strict=True):
        shown, right = row["confidence"] >= THRESHOLD, bool(row["scores"].get("quote@1"))
        if shown != question.answerable or (question.answerable and not right):
            quote = row["quotes"][0] if row["quotes"] else {"source": "-", "text": ""}
            told = (
                f"{question.id} {question.columns.get('kind')} {row['confidence']:.2f} {'right' if right else 'wrong'}"
            )
            print(
                f"{told} | {question.question} | {question.sources} {question.answers} | {quote['source']}: {quote['text'][:120]}"
            )


def _within(rows: Sequence[Row], at: int, depth: int) -> np.ndarray:
    return np.array([float(row[at] <= depth) for row in rows])  # type: ignore[operator]


def _recall(rows: Sequence[Row], at: int, depth: int) -> float:
    return ratio(_within(rows, at, depth), np.ones(len(rows))) or 0.0


if __name__ == "__main__":
    main()
