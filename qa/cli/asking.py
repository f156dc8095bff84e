"""The `yinju` command: parse, call, print.

Exit codes: 0 done; 1 the answer was "not found", or a gate failed; 2 wrong use or bad input, with one line that
names the thing and the mend. Rooms that take long to import are imported by the command that needs them.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from qa.errors import YinjuError
from qa.show import show_answer, show_evaluation, show_report, shown

app = typer.Typer(
    name="yinju",
    help="Answers from a folder of documents by quoting them exactly, with sources, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

INDEX = Path("index")
SEEDS = Path("seeds")
IndexOption = Annotated[Path, typer.Option("--index", metavar="PATH", help="Folder of the index.")]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


def main() -> None:
    """Run the command; errors that a user can mend become one line and exit code 2."""
    from embeddings.errors import EncoderUnavailable

    try:
        app()
    except (YinjuError, EncoderUnavailable) as error:
        print(f"yinju: {shown(str(error))}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("yinju: stopped; nothing was changed", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # `yinju ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


@app.command()
def index(
    docs: Annotated[Path, typer.Argument(metavar="[DOCS]", help="Folder of documents.")] = SEEDS,
    index: IndexOption = INDEX,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="builtin, or any sentence-transformers model by name or folder."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Do everything again, not only what changed.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Build or update the index of a folder (.txt .md .html .pdf .docx, nested folders too)."""
    from qa.build import build_index

    with _progress(quiet=as_json) as tell:
        report = build_index(docs, index, model=model, full=full, progress=tell)
    if as_json:
        _print_json(report.to_json())
    else:
        show_report(report, index)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in any language; - reads one a line from input.")],
    index: IndexOption = INDEX,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many quotes.")] = 5,
    as_json: JsonFlag = False,
) -> None:
    """Print exact quotes that answer a question, with their sources."""
    from qa.assistant import Assistant

    assistant = Assistant.open(index)
    questions = (line.strip() for line in sys.stdin) if question == "-" else [question]
    found_all = True
    for text in questions:
        if question == "-" and not text:
            continue
        answer = assistant.ask(text, top=top)
        found_all = found_all and answer.found
        if as_json:
            print(json.dumps(answer.to_json(), ensure_ascii=False), flush=True)
        else:
            show_answer(answer, with_question=question == "-")
    if not found_all:
        raise typer.Exit(1)


@app.command()
def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="Question set, .jsonl or .csv.")],
    index: IndexOption = INDEX,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write figures and every row here.")
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC=X", help="Exit 1 when a metric is below X; may be repeated."),
    ] = None,
) -> None:
    """Run a question set and print the figures."""
    from qa.assistant import Assistant
    from qa.evaluation import evaluate as run
    from qa.questions import load_questions
    from qa.types import Progress

    gates = [_gate(text) for text in fail_under or ()]
    asked = load_questions(questions)
    assistant = Assistant.open(index)
    with _progress() as tell:
        result = run(assistant, asked, lambda done: tell(Progress("asking", done, len(asked))))
    if json_file:
        _write(json_file, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    show_evaluation(result)
    metrics = result["metrics"]
    assert isinstance(metrics, dict)
    failed = []
    for name, least in gates:
        value = metrics.get(name)
        if not isinstance(value, int | float):
            known = " ".join(key for key, value in metrics.items() if isinstance(value, int | float))
            raise YinjuError(f"--fail-under {name}: this set gives no such metric; known are {known}")
        if value < least:
            failed.append(f"{name} is {value}, below {least}")
    if failed:
        print("failed: " + "; ".join(failed))
        raise typer.Exit(1)


@app.command()
def serve(
    index: IndexOption = INDEX,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    docs: Annotated[
        Path | None,
        typer.Option(metavar="DOCS", help="Folder that the page rebuilds from; by default the indexed one."),
    ] = None,
) -> None:
    """Open the chat page and the API on this machine."""
    from qa.assistant import Assistant
    from qa.server import create_app, run
    from ui import build_page

    assistant = Assistant.open(index)
    folder = docs or Path(assistant.docs or SEEDS)
    run(create_app(assistant, build_page(assistant, folder)), host, port)


@app.command()
def status(index: IndexOption = INDEX, as_json: JsonFlag = False) -> None:
    """Say what is in the index."""
    from qa.index import Index

    opened = Index.open(index)
    made = opened.generation.manifest
    verdicts = list(opened.catalogue.verdicts())
    if as_json:
        files = [{"source": v.source, "status": v.status, "reason": v.reason, "note": v.note} for v in verdicts]
        _print_json({**opened.info.to_json(), "created": made.created, "docs": opened.docs, "files": files})
        return
    info = opened.info
    print(f"{index}: {info.generation}, made {made.created} from {shown(opened.docs or '?')}")
    print(f"{len(opened.catalogue.sources)} documents, {info.passages} passages, model {shown(info.model)}")
    for verdict in verdicts:
        remark = verdict.reason or verdict.note
        print(f"  {verdict.status:8} {shown(verdict.source)}{f'  ({shown(remark)})' if remark else ''}")


@app.command()
def verify(index: IndexOption = INDEX) -> None:
    """Read every byte of the index and compare it with its checksums."""
    from qa.index import Index
    from qa.storage import verify as problems_of

    problems = problems_of(index)
    if problems:
        for problem in problems:
            print(f"yinju: {shown(problem)}", file=sys.stderr)
        raise typer.Exit(2)
    info = Index.open(index).info
    print(f"{index}: every byte is as it was written ({info.generation}, {info.passages} passages)")


@app.command()
def show(
    source: Annotated[str, typer.Argument(help="A document, named as in the quotes.")], index: IndexOption = INDEX
) -> None:
    """Print the text of a document exactly as it is quoted from."""
    from qa.assistant import Assistant

    sys.stdout.write(Assistant.open(index).document(source).text)
    sys.stdout.write("\n")


@contextmanager
def _progress(*, quiet: bool = False) -> Iterator:  # type: ignore[type-arg]
    """A bar on a terminal, nothing elsewhere; gives the function that moves it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:>9}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    tasks: dict[str, int] = {}
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:

        def tell(progress: object) -> None:
            step, done, total = progress.step, progress.done, progress.total  # type: ignore[attr-defined]
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]

        yield tell


def _gate(text: str) -> tuple[str, float]:
    name, _, least = text.partition("=")
    try:
        return name, float(least)
    except ValueError as error:
        raise YinjuError(f"--fail-under {text}: give METRIC=X, such as quote@1=0.85") from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise YinjuError(f"{path} cannot be written ({error.strerror}); give another file with --json") from error


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
