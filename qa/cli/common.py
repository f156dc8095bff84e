"""What all commands share: the application, common options, the progress bar."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from qa.types import Progress

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
ThresholdOption = Annotated[
    float | None,
    typer.Option(metavar="X", min=0, max=1, help="Confidence below which the answer is 'not found'."),
]
RerankerOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="A sentence-transformers CrossEncoder that reads the best passages again."),
]
ReaderOption = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        envvar="YINJU_READER",
        help="What reads for an answer: standard, fast (reads less), or an extractive question-answering model.",
    ),
]
READER = "standard"  # as in `qa.reader`, which is imported by the commands that need it
JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


@contextmanager
def progress_bar(*, quiet: bool = False) -> Iterator[Callable[[Progress], None]]:
    """A bar with an estimate on a terminal, nothing elsewhere; gives the function that moves it."""
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description:>9}", markup=False),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    tasks: dict[str, bars.TaskID] = {}
    with bars.Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:

        def tell(progress: Progress) -> None:
            if progress.step not in tasks:
                tasks[progress.step] = bar.add_task(progress.step, total=progress.total)
            bar.update(tasks[progress.step], completed=progress.done, total=progress.total)

        yield tell


def print_json(value: object) -> None:
    """Print an object as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=1))
