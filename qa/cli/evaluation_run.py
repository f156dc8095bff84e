"""What `yinju evaluate` does, step by step: checks the plan, asks, compares, judges gates, writes files."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import typer

from qa.assistant import Assistant
from qa.cli.common import progress_bar
from qa.cli.evaluation_plan import Plan
from qa.cli.show import shown
from qa.cli.show_figures import show_evaluation, show_findings
from qa.errors import QuestionSetError
from qa.evaluation.comparing import compare
from qa.evaluation.gates import Gate, failures, write_junit
from qa.evaluation.journal import Journal
from qa.evaluation.questions import Question, QuestionSet
from qa.evaluation.results import head, read_result, trec_lines, write_result
from qa.evaluation.runner import run_questions
from qa.evaluation.set_checks import checked
from qa.evaluation.set_formats import load_questions
from qa.types import Progress


def _gates_of(plan: Plan) -> list[Gate]:
    """The gates that the options name; options that do not go together are refused."""
    if plan.resume and not plan.json_file:
        raise QuestionSetError("--resume needs --json FILE, beside which the rows of the stopped run lie")
    if plan.max_drop and not plan.baseline:
        raise QuestionSetError("--max-drop needs --baseline FILE to drop from")
    under = [Gate.parse(text, "--fail-under") for text in plan.fail_under or ()]
    return under + [Gate.parse(text, "--max-drop") for text in plan.max_drop or ()]


def run(plan: Plan) -> None:
    """Do it, print the figures, write the files.

    Args:
        plan: What to run, and what to make of it.

    Raises:
        QuestionSetError: The set is broken, or odd where that is an error, or a file cannot be written.
        Exit: With 1 when a gate failed, with 130 when the run was stopped.
    """
    gates = _gates_of(plan)
    before = read_result(plan.baseline) if plan.baseline else None
    asked = load_questions(plan.questions)
    assistant = Assistant.open(plan.index, threshold=plan.threshold, settings=plan.settings)
    ready, findings = looked_through(plan.questions, assistant, asked, strict=plan.strict)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yinju-")))
        file = plan.json_file
        journal = file.with_name(file.name + ".partial") if file else folder / "rows"
        kept = _asked(plan, assistant, ready, journal)
        result: dict[str, Any] = {
            "set": str(plan.questions),
            **head(assistant, kept, plan.by or ()),
            "findings": findings,
        }
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


def looked_through(
    path: Path, assistant: Assistant, asked: QuestionSet, *, strict: bool
) -> tuple[Sequence[Question], list[str]]:
    """Compare a question set with the index, and print what is odd in it.

    Args:
        path: The file of the set.
        assistant: Who is to be asked.
        asked: The set.
        strict: Whether what is odd is an error.

    Returns:
        The questions as they are asked, and what is odd, a line each.

    Raises:
        QuestionSetError: Something is odd, and that is an error.
    """
    ready, found = checked(assistant, asked.questions)
    findings = [*asked.findings, *found]
    show_findings(findings)
    if strict and findings:
        raise QuestionSetError(f"{path}: {len(findings)} odd things are listed above; mend them or leave --strict")
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


def write_text(path: Path, text: str) -> None:
    """Write a file that was asked for.

    Args:
        path: The file.
        text: Its whole content.

    Raises:
        QuestionSetError: It cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"{shown(str(path))} cannot be written ({error.strerror}); give another file") from error
