"""What `yinju evaluate` does, step by step: checks the plan, asks, compares, judges gates, writes files."""

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from qa.assistant import Assistant
from qa.cli.common import progress_bar
from qa.cli.show import shown
from qa.cli.show_figures import show_configurations, show_evaluation, show_findings
from qa.errors import QuestionSetError
from qa.evaluation.comparing import compare
from qa.evaluation.configurations import Configuration, run_configurations
from qa.evaluation.gates import Gate, failures, write_junit
from qa.evaluation.journal import Journal
from qa.evaluation.questions import Question, QuestionSet
from qa.evaluation.results import head, read_result, trec_lines, write_result
from qa.evaluation.runner import run_questions
from qa.evaluation.set_checks import checked
from qa.evaluation.set_formats import load_questions
from qa.evaluation.skeleton import write_skeleton
from qa.settings import Settings
from qa.types import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked for, by the options of the command.

    Attributes:
        questions: The question set.
        index: The index that is asked.
        threshold: Confidence below which an answer is "not found"; None for the settings' own.
        settings: How questions are answered.
        configs: Configurations to build, run and rank instead.
        more: More of them, which were given behind the question set.
        baseline: An earlier result to compare with.
        fail_under: What metrics must reach, each `METRIC=X`.
        max_drop: By how much they may fall short of the baseline, each `METRIC=X`.
        by: Columns to report by, however many values they have.
        strict: Whether what is odd in the set is an error.
        jobs: Processes; None for as many as fit.
        resume: Whether to go on with a run that was stopped.
        brief: Whether rows are written without passages, headings and marks.
        json_file: Where the result goes.
        html_file: Where the report goes.
        junit: Where gates and questions go as JUnit XML.
        run_file: Where the ranking goes as a TREC run.
        qrels_file: Where the judgements go as TREC qrels.
    """

    questions: Path
    index: Path
    threshold: float | None
    settings: Settings
    configs: Sequence[Path]
    more: Sequence[Path]
    baseline: Path | None
    fail_under: Sequence[str]
    max_drop: Sequence[str]
    by: Sequence[str]
    strict: bool
    jobs: int | None
    resume: bool
    brief: bool
    json_file: Path | None
    html_file: Path | None
    junit: Path | None
    run_file: Path | None
    qrels_file: Path | None


def _gates_of(plan: Plan) -> list[Gate]:
    """The gates that the options name; options that do not go together are refused."""
    if plan.resume and not plan.json_file:
        raise QuestionSetError("--resume needs --json FILE, beside which the rows of the stopped run lie")
    if plan.max_drop and not plan.baseline:
        raise QuestionSetError("--max-drop needs --baseline FILE to drop from")
    if plan.more and not plan.configs:
        raise QuestionSetError(f"{plan.more[0]}: one question set at a time; give configurations with --configs")
    under = [Gate.parse(text, "--fail-under") for text in plan.fail_under]
    return under + [Gate.parse(text, "--max-drop") for text in plan.max_drop]


def write_template(questions: Path, index: Path, passages: int) -> None:
    """Write a set of so many passages to put questions to."""
    written = write_skeleton(Assistant.open(index), questions, passages)
    print(f"{questions}: {written} passages; fill in question and answers of each, then evaluate it")


def run(plan: Plan) -> None:
    """Do it, print the figures, write the files.

    Raises:
        QuestionSetError: The set is broken, or odd where that is an error, or a file cannot be written.
        Exit: With 1 when a gate failed, with 130 when the run was stopped.
    """
    gates = _gates_of(plan)
    before = read_result(plan.baseline) if plan.baseline else None
    asked = load_questions(plan.questions)
    assistant = Assistant.open(plan.index, threshold=plan.threshold, settings=plan.settings)
    ready, findings = _looked_through(plan, assistant, asked)
    if plan.configs:
        _run_configurations(plan, assistant.docs, asked.questions)
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yinju-")))
        file = plan.json_file
        journal = file.with_name(file.name + ".partial") if file else folder / "rows"
        kept = _asked(plan, assistant, ready, journal)
        result: dict[str, Any] = {"set": str(plan.questions), **head(assistant, kept, plan.by), "findings": findings}
        if before:
            result["comparison"] = {"baseline": str(plan.baseline), **compare(before["rows"], kept.rows())}
        failed = failures(gates, result)
        _write_files(plan, gates, result, kept)
        if file:
            journal.unlink()
    show_evaluation(result)
    if failed:
        print("failed: " + "; ".join(reason for _, reason in failed))
        raise typer.Exit(1)


def _looked_through(plan: Plan, assistant: Assistant, asked: QuestionSet) -> tuple[Sequence[Question], list[str]]:
    """The questions as they are asked, and what is odd in the set, which is printed."""
    ready, found = checked(assistant, asked.questions)
    findings = [*asked.findings, *found]
    show_findings(findings)
    if plan.strict and findings:
        odd = f"{len(findings)} odd things are listed above; mend them or leave --strict"
        raise QuestionSetError(f"{plan.questions}: {odd}")
    return ready, findings


def _asked(plan: Plan, assistant: Assistant, ready: Sequence[Question], journal: Path) -> Journal:
    """The rows of all questions; what was done stays in the journal when the run is stopped."""
    done = 0
    with progress_bar() as tell:

        def told(number: int) -> None:
            nonlocal done
            done = number
            tell(Progress("asking", number, len(ready)))

        trec = bool(plan.run_file or plan.qrels_file)
        try:
            return run_questions(
                assistant, ready, journal, jobs=plan.jobs, resume=plan.resume, trec=trec, progress=told
            )
        except KeyboardInterrupt as stopped:
            mend = "; go on with --resume" if plan.json_file else ""
            print(f"yinju: stopped after {done} of {len(ready)} questions{mend}", file=sys.stderr)
            raise typer.Exit(130) from stopped


def _write_files(plan: Plan, gates: Sequence[Gate], result: Mapping[str, Any], kept: Journal) -> None:
    if plan.json_file:
        write_result(plan.json_file, result, kept.rows(), brief=plan.brief)
    if plan.html_file:
        from qa.report import write_report

        write_report(plan.html_file, plan.questions.name, result, kept.rows())
    if plan.junit:
        write_junit(plan.junit, plan.questions.stem, gates, result, kept.rows())
    for file, key in ((plan.run_file, "_run"), (plan.qrels_file, "_qrels")):
        if file:
            write_text(file, "".join(line + "\n" for line in trec_lines(kept.rows(), key)))


def _run_configurations(plan: Plan, docs: str | None, questions: Sequence[Question]) -> None:
    configurations = [Configuration.load(path) for path in (*plan.configs, *plan.more)]
    if len({configuration.name for configuration in configurations}) < len(configurations):
        raise QuestionSetError("two configurations have one name; give each its own")
    with progress_bar() as tell:
        result = run_configurations(configurations, Path(docs or "seeds"), questions, jobs=plan.jobs, progress=tell)
    if plan.json_file:
        write_text(plan.json_file, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    show_configurations(result)


def write_text(path: Path, text: str) -> None:
    """Write a file that was asked for.

    Raises:
        QuestionSetError: It cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"{shown(str(path))} cannot be written ({error.strerror}); give another file") from error
