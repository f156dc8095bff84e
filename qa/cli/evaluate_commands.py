"""Commands for who must decide whether it is good enough: evaluate, template, configurations, diff, anchor, trec, import."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.cli.common import INDEX, SEEDS, IndexOption, app, progress_bar
from qa.cli.evaluation_plan import HtmlOption, JobsOption, Plan, QuestionsArgument, StrictOption
from qa.cli.plans import takes
from qa.cli.show_figures import show_comparison, show_evaluation, show_findings
from qa.errors import QuestionSetError

imports = typer.Typer(help="Turn a public set into a folder of documents and a question set.", no_args_is_help=True)
app.add_typer(imports, name="import")
ToOption = Annotated[Path, typer.Option("--to", metavar="DIR", help="A new folder.")]


@app.command()
@takes(Plan)
def evaluate(plan: Plan) -> None:
    """Run a question set: figures with intervals, comparison, gates, report."""
    from qa.cli.evaluation_run import run

    if plan.template:
        template(plan.questions, plan.template, plan.index)
    elif plan.configs:
        files = [*plan.configs, *(plan.more or ())]
        configurations(plan.questions, files, plan.index, plan.json_file, plan.jobs, plan.strict)
    elif plan.more:
        mend = "give configurations with yinju configurations"
        raise QuestionSetError(f"{plan.more[0]}: one question set at a time; {mend}")
    else:
        run(plan)


@app.command()
def template(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="The set to write, .jsonl.")],
    passages: Annotated[int, typer.Option(metavar="N", min=1, help="From how many passages.")] = 30,
    index: IndexOption = INDEX,
) -> None:
    """Write a question set to fill in: passages of the documents, to put questions to."""
    from qa.assistant import Assistant
    from qa.evaluation.skeleton import write_skeleton

    written = write_skeleton(Assistant.open(index), questions, passages)
    print(f"{questions}: {written} passages; fill in question and answers of each, then evaluate it")


@app.command("configurations")
def configurations(
    questions: QuestionsArgument,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="TOML...", help="Any of: model, passage_characters, threshold, dense_weight, reranker, reader."
        ),
    ],
    index: IndexOption = INDEX,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the ranking here.")] = None,
    jobs: JobsOption = None,
    strict: StrictOption = False,
) -> None:
    """Build, run and rank several configurations on the documents of an index."""
    from qa.assistant import Assistant
    from qa.cli.evaluation_run import looked_through, write_text
    from qa.cli.show_figures import show_configurations
    from qa.evaluation.configurations import load_configurations, run_configurations
    from qa.evaluation.set_formats import load_questions

    ready, asked = load_configurations(files), load_questions(questions)
    assistant = Assistant.open(index)
    looked_through(questions, assistant, asked, strict=strict)
    docs = Path(assistant.docs or SEEDS)
    with progress_bar() as tell:
        result = run_configurations(ready, docs, asked.questions, jobs=jobs, progress=tell)
    if json_file:
        write_text(json_file, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    show_configurations(result)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The --json file of a run.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The --json file of another run of the same set.")],
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the comparison here.")] = None,
    html_file: HtmlOption = None,
) -> None:
    """Compare two runs: figures, questions won and lost, quotes gained, lost and moved."""
    from qa.cli.evaluation_run import write_text
    from qa.evaluation.comparing import compare
    from qa.evaluation.results import read_result

    comparison = compare(read_result(old)["rows"], read_result(new)["rows"])
    if json_file:
        write_text(json_file, json.dumps(comparison, ensure_ascii=False, indent=1) + "\n")
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
    from qa.evaluation.questions import write_lines
    from qa.evaluation.set_checks import text_of
    from qa.evaluation.set_formats import load_questions

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
    from qa.evaluation.imported import DOCUMENTS, QUESTIONS

    show_findings(made.findings)
    print(f"{to}: {len(made.questions)} questions. Go on with:")
    print(f"  yinju index {to / DOCUMENTS} --index {to / 'index'}")
    print(f"  yinju evaluate {to / QUESTIONS} --index {to / 'index'}")
