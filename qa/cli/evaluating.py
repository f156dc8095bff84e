"""Commands for who must decide whether it is good enough: evaluate, diff, anchor, trec, import."""

import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.cli.app import INDEX, READER, IndexOption, ReaderOption, RerankerOption, ThresholdOption, app, progress_bar
from qa.errors import QuestionSetError
from qa.show import shown
from qa.show_figures import show_comparison, show_configurations, show_evaluation, show_findings
from qa.types import Progress

imports = typer.Typer(help="Turn a public set into a folder of documents and a question set.", no_args_is_help=True)
app.add_typer(imports, name="import")
ToOption = Annotated[Path, typer.Option("--to", metavar="DIR", help="A new folder.")]
HtmlOption = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a report to open in a browser.")]


@app.command()
def evaluate(
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS", help="Question set: .jsonl, .csv, SQuAD .json, or a BEIR folder.")
    ],
    more: Annotated[list[Path] | None, typer.Argument(metavar="[TOML]...", help="More files for --configs.")] = None,
    index: IndexOption = INDEX,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write figures and every row here.")
    ] = None,
    html_file: HtmlOption = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Compare with the --json file of an earlier run.")
    ] = None,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="METRIC=X", help="Exit 1 when a metric is below X; may be repeated.")
    ] = None,
    max_drop: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC=X", help="Exit 1 when a metric is more than X below the baseline."),
    ] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write gates and questions as JUnit XML.")] = None,
    configs: Annotated[
        list[Path] | None, typer.Option(metavar="TOML...", help="Build, run and rank several configurations.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Report by this column too, however many values it has."),
    ] = None,
    threshold: ThresholdOption = None,
    reranker: RerankerOption = None,
    reader: ReaderOption = READER,
    strict: Annotated[bool, typer.Option("--strict", help="What is odd in the set is an error.")] = False,
    jobs: Annotated[int | None, typer.Option(metavar="N", min=1, help="Processes; by default as fit.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run to --json that was stopped.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Smaller rows in --json, enough for a baseline.")] = False,
    run_file: Annotated[Path | None, typer.Option("--run", metavar="FILE", help="Write a TREC run.")] = None,
    qrels_file: Annotated[Path | None, typer.Option("--qrels", metavar="FILE", help="Write TREC qrels.")] = None,
    template: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Write a set of N passages to put questions to instead.")
    ] = None,
) -> None:
    """Run a question set: figures with intervals, comparison, gates, report."""
    from qa.assistant import Assistant
    from qa.evaluation.checking import checked
    from qa.evaluation.comparing import compare
    from qa.evaluation.gates import Gate, failures, write_junit
    from qa.evaluation.results import head, read_result, trec_lines, write_result
    from qa.evaluation.running import run_questions
    from qa.evaluation.sets import load_questions
    from qa.evaluation.skeleton import write_skeleton
    from qa.settings import Settings

    if template:
        written = write_skeleton(Assistant.open(index), questions, template)
        print(f"{questions}: {written} passages; fill in question and answers of each, then evaluate it")
        return
    if resume and not json_file:
        raise QuestionSetError("--resume needs --json FILE, beside which the rows of the stopped run lie")
    if max_drop and not baseline:
        raise QuestionSetError("--max-drop needs --baseline FILE to drop from")
    if more and not configs:
        raise QuestionSetError(f"{more[0]}: one question set at a time; give configurations with --configs")
    gates = [Gate.parse(text, "--fail-under") for text in fail_under or ()]
    gates += [Gate.parse(text, "--max-drop") for text in max_drop or ()]
    before = read_result(baseline) if baseline else None
    asked = load_questions(questions)
    assistant = Assistant.open(index, threshold=threshold, settings=Settings(reranker=reranker, reader=reader))
    ready, findings = checked(assistant, asked.questions)
    findings = [*asked.findings, *findings]
    show_findings(findings)
    if strict and findings:
        raise QuestionSetError(f"{questions}: {len(findings)} odd things are listed above; mend them or leave --strict")
    if configs:
        _run_configurations([*configs, *(more or ())], assistant.docs, asked.questions, jobs, json_file)
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yinju-")))
        journal = json_file.with_name(json_file.name + ".partial") if json_file else folder / "rows"
        tell = stack.enter_context(progress_bar())
        done = 0

        def told(number: int) -> None:
            nonlocal done
            done = number
            tell(Progress("asking", number, len(ready)))

        try:
            kept = run_questions(
                assistant, ready, journal, jobs=jobs, resume=resume, trec=bool(run_file or qrels_file), progress=told
            )
        except KeyboardInterrupt as stopped:
            mend = "; go on with --resume" if json_file else ""
            print(f"yinju: stopped after {done} of {len(ready)} questions{mend}", file=sys.stderr)
            raise typer.Exit(130) from stopped
        result: dict[str, Any] = {"set": str(questions), **head(assistant, kept, by or ()), "findings": findings}
        if before:
            result["comparison"] = {"baseline": str(baseline), **compare(before["rows"], kept.rows())}
        failed = failures(gates, result)
        if json_file:
            write_result(json_file, result, kept.rows(), brief=brief)
        if html_file:
            from qa.report import write_report

            write_report(html_file, questions.name, result, kept.rows())
        if junit:
            write_junit(junit, questions.stem, gates, result, kept.rows())
        for file, key in ((run_file, "_run"), (qrels_file, "_qrels")):
            if file:
                _write(file, "".join(line + "\n" for line in trec_lines(kept.rows(), key)))
        if json_file:
            journal.unlink()
    show_evaluation(result)
    if failed:
        print("failed: " + "; ".join(reason for _, reason in failed))
        raise typer.Exit(1)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The --json file of a run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The --json file of another run of the same set.")],
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the comparison here.")] = None,
    html_file: HtmlOption = None,
) -> None:
    """Compare two runs: figures, questions won and lost, quotes gained, lost and moved."""
    from qa.evaluation.comparing import compare
    from qa.evaluation.results import read_result

    comparison = compare(read_result(old)["rows"], read_result(new)["rows"])
    if json_file:
        _write(json_file, json.dumps(comparison, ensure_ascii=False, indent=1) + "\n")
    if html_file:
        from qa.report import write_difference

        write_difference(html_file, f"{old.name} → {new.name}", comparison)
    show_comparison(comparison)


@app.command()
def anchor(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="Question set.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The set with anchors, .jsonl.")],
    index: IndexOption = INDEX,
) -> None:
    """Anchor the answers of a set to their places in the documents, or find the places again."""
    from collections import Counter

    from qa.assistant import Assistant
    from qa.evaluation.anchors import EXACT, PLACED, anchored
    from qa.evaluation.checking import text_of
    from qa.evaluation.questions import write_lines
    from qa.evaluation.sets import load_questions

    assistant = Assistant.open(index)
    placed = list(anchored(load_questions(questions).questions, lambda source: text_of(assistant, source)))
    write_lines(to, [question for question, _ in placed])
    states = [state for _, found in placed for state in found]
    show_findings([str(state) for state in states if state.state not in (EXACT, PLACED)])
    counts = Counter(state.state for state in states)
    print(f"{to}: {len(placed)} questions, {len(states)} anchors: {', '.join(f'{n} {s}' for s, n in counts.items())}")


@app.command()
def trec(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A TREC run of any system.")],
    qrels: Annotated[Path, typer.Argument(metavar="QRELS", help="TREC judgements.")],
    baseline: Annotated[Path | None, typer.Option(metavar="RUN", help="Another run to compare with.")] = None,
) -> None:
    """Score a TREC run, of this system or another, with the same metrics and intervals."""
    from qa.evaluation.comparing import compare
    from qa.evaluation.summary import summary, tally
    from qa.evaluation.trec import read_qrels, read_run, scored_rows

    judged = read_qrels(qrels)
    rows = list(scored_rows(read_run(run), judged))
    if not rows:
        raise QuestionSetError(f"{qrels}: judges no document as relevant; give the qrels of this run")
    result = summary(tally(rows))
    if baseline:
        result["comparison"] = compare(list(scored_rows(read_run(baseline), judged)), rows)
    show_evaluation(result)


@imports.command("squad")
def import_squad_set(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="SQuAD 1.1 or 2.0 .json, gzipped or not.")], to: ToOption
) -> None:
    """Import a SQuAD set (CMRC 2018, DRCD, XQuAD and JSQuAD have this form too)."""
    from qa.evaluation.squad import import_squad

    _imported(to, import_squad(file, to))


@imports.command("beir")
def import_beir_set(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="With corpus.jsonl, queries.jsonl, qrels/.")],
    to: ToOption,
) -> None:
    """Import a BEIR set; its questions are scored by retrieval alone."""
    from qa.evaluation.beir import import_beir

    _imported(to, import_beir(folder, to))


def _imported(to: Path, made: Any) -> None:
    from qa.evaluation.squad import DOCUMENTS, QUESTIONS

    show_findings(made.findings)
    print(f"{to}: {len(made.questions)} questions. Go on with:")
    print(f"  yinju index {to / DOCUMENTS} --index {to / 'index'}")
    print(f"  yinju evaluate {to / QUESTIONS} --index {to / 'index'}")


def _run_configurations(
    paths: Sequence[Path], docs: str | None, questions: Sequence[Any], jobs: int | None, json_file: Path | None
) -> None:
    from qa.evaluation.configurations import Configuration, run_configurations

    configurations = [Configuration.load(path) for path in paths]
    if len({configuration.name for configuration in configurations}) < len(configurations):
        raise QuestionSetError("two configurations have one name; give each its own")
    with progress_bar() as tell:
        result = run_configurations(configurations, Path(docs or "seeds"), questions, jobs=jobs, progress=tell)
    if json_file:
        _write(json_file, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    show_configurations(result)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"{shown(str(path))} cannot be written ({error.strerror}); give another file") from error
