"""A build behind a gate: made aside, measured against the index that answers, published only when it is not worse."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.assistant import Assistant
from qa.errors import IndexBusy, IndexNotFound, IndexNotWritten
from qa.evaluation.comparing import compare, is_worse
from qa.evaluation.questions import Question
from qa.evaluation.results import evaluate
from qa.evaluation.set_checks import checked
from qa.evaluation.set_formats import load_questions
from qa.indexing.build import build_index
from qa.retrieval.milvus.address import address_of
from qa.storage import current_name, open_current, writing
from qa.types import BuildReport, Progress

HEADLINES = ("correct", "quote@1", "quote_precision", "abstain_f1", "recall@5")


@dataclass(frozen=True, slots=True)
class Gated:
    """What was built, how it compares with the index before (None for the first one), and which figures are worse."""

    report: BuildReport
    comparison: dict[str, Any] | None
    worse: tuple[str, ...]

    @property
    def published(self) -> bool:
        """Whether the new index answers now."""
        return not self.worse


def build_behind_gate(
    docs: Path, index_path: Path, gate: Path, *, progress: Callable[[Progress], None] | None = None, **options: Any
) -> Gated:
    """Build aside, run the question set on the old and the new index, publish when no headline figure is worse.

    Args:
        docs: Folder of documents.
        index_path: The index that answers; its lock is only held while the new generation is taken over.
        gate: A question set.
        progress: Told about each step of the build.
        **options: As `build_index` takes them.

    Returns:
        What was built and whether it was published.

    Raises:
        QuestionSetError: The set cannot be read.
        IndexBusy: The index was built by somebody else meanwhile.
        IndexNotWritten: The index is not in a folder.
    """
    if address_of(index_path):
        raise IndexNotWritten(
            "--gate builds aside in a folder; build in Milvus without it, and go back with: yinju rollback"
        )
    questions = load_questions(gate).questions
    with _aside(index_path) as side:
        before = _name(index_path)
        report = build_index(docs, side, progress=progress, **options)
        if before and not report.changed:
            return Gated(report, None, ())
        comparison = None
        if before:
            old, new = (_rows(path, questions) for path in (index_path, side))
            comparison = compare(old, new)
            worse = tuple(
                name for name in HEADLINES if name in comparison["metrics"] and is_worse(comparison["metrics"][name])
            )
            if worse:
                return Gated(report, comparison, worse)
        _take_over(side, index_path, before)
        return Gated(report, comparison, ())


def _rows(index_path: Path, questions: tuple[Question, ...]) -> list[dict[str, Any]]:
    assistant = Assistant.open(index_path)
    rows: list[dict[str, Any]] = evaluate(assistant, checked(assistant, questions)[0])["rows"]
    return rows


@contextmanager
def _aside(index_path: Path) -> Iterator[Path]:
    """A folder beside the index that begins with links to its files, so that unchanged work is taken over."""
    side = index_path.with_name(f".{index_path.name}.gate")
    shutil.rmtree(side, ignore_errors=True)
    try:
        if _name(index_path):
            shutil.copytree(index_path, side, copy_function=os.link, ignore=shutil.ignore_patterns("LOCK"))
        yield side
    finally:
        shutil.rmtree(side, ignore_errors=True)


def _take_over(side: Path, index_path: Path, before: str | None) -> None:
    generation = open_current(side)
    with writing(index_path) as draft:
        if _name(index_path) != before:
            raise IndexBusy(f"{index_path} was built by somebody else meanwhile; build again")
        shutil.copytree(generation.path, draft.path, copy_function=os.link, dirs_exist_ok=True)
        (draft.path / "manifest.json").unlink()
        draft.publish(generation.manifest.extra)


def _name(index_path: Path) -> str | None:
    try:
        return current_name(index_path)
    except IndexNotFound:
        return None
