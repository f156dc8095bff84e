"""Runs a question set: over all cores, in order, into a journal."""

import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from embeddings import CONTEXTUAL, STATIC
from qa.assistant import Assistant
from qa.evaluation.journal import Journal, identity
from qa.evaluation.questions import Question
from qa.evaluation.scoring import Scorer
from qa.settings import FAST, STANDARD, Settings

_CHUNK = 16  # questions handed to a process at once
_WORTH_A_PROCESS = 150  # questions that take about as long as a process to start
_SMALL = (STATIC, CONTEXTUAL)  # models that each process may load


def run_questions(
    assistant: Assistant,
    questions: Sequence[Question],
    journal: Path,
    *,
    jobs: int | None = 1,
    resume: bool = False,
    trec: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Journal:
    """Ask every question, score its answer, and write a row for each into `journal`, in order.

    Args:
        assistant: Who is asked.
        questions: The questions.
        journal: File of the rows; what is in it is overwritten unless `resume`.
        jobs: Processes; None: as many as cores, when the model is small and the set is large enough to gain by it.
            The processes import the program that calls this: it needs its `if __name__ == "__main__"`.
        resume: Go on with what the journal holds.
        trec: Also keep the lines of TREC's formats.
        progress: Told how many questions are done.

    Returns:
        The journal, with a row for each question.

    Raises:
        QuestionSetError: The journal cannot be written, or is of another run.
    """
    rows = Journal(journal, identity(questions, assistant.info, assistant.settings))
    done = rows.begin(resume=resume)
    left = [question for question in questions if question.id not in done]
    finished = len(done)
    for chunk in _chunks(assistant, left, _processes(assistant, len(left)) if jobs is None else jobs, trec):
        rows.add(chunk)
        finished += len(chunk)
        if progress:
            progress(finished)
    return rows


def _chunks(assistant: Assistant, questions: Sequence[Question], jobs: int, trec: bool) -> Iterator[list[str]]:
    """Rows of some questions after another, as JSON lines."""
    chunks = [questions[first : first + _CHUNK] for first in range(0, len(questions), _CHUNK)]
    if jobs <= 1:
        scorer = Scorer(assistant)
        yield from (_lines(scorer, chunk, trec) for chunk in chunks)
        return
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),  # a fork would share the handles of the index
        initializer=_start,
        initargs=(assistant.index_path, assistant.settings, trec),
    )
    try:
        with (
            _interrupts_held()
        ):  # the processes, started here, inherit it: they see no Ctrl-C, not while starting either
            told = pool.map(_work, chunks)
        yield from told
    finally:  # also when the user stops it
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _processes(assistant: Assistant, questions: int) -> int:
    settings = assistant.settings
    if assistant.info.model not in _SMALL or settings.reranker or settings.reader not in (STANDARD, FAST):
        return 1  # torch uses all cores in one process, and a large model is held once
    return max(1, min(os.cpu_count() or 1, questions // _WORTH_A_PROCESS))


def _lines(scorer: Scorer, questions: Sequence[Question], trec: bool) -> list[str]:
    return [json.dumps(scorer.row(question, trec=trec), ensure_ascii=False) for question in questions]


_worker: tuple[Scorer, bool] | None = None  # of this process


def _start(index_path: Path, settings: Settings, trec: bool) -> None:
    global _worker
    os.environ["YINJU_THREADS"] = "1"  # the processes share the cores
    _worker = Scorer(Assistant.open(index_path, settings=settings)), trec


def _work(questions: Sequence[Question]) -> list[str]:
    assert _worker
    scorer, trec = _worker
    return _lines(scorer, questions, trec)
