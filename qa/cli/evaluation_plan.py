"""What `yinju evaluate` is asked to do: each field of the plan is an option of the command."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from qa.cli.common import INDEX, READER, IndexOption, ReaderOption, RerankerOption, ThresholdOption
from qa.settings import Settings

QuestionsArgument = Annotated[
    Path, typer.Argument(metavar="QUESTIONS", help="Question set: .jsonl, .csv, SQuAD .json, or a BEIR folder.")
]
HtmlOption = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a report to open in a browser.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="What is odd in the set is an error.")]
JobsOption = Annotated[int | None, typer.Option(metavar="N", min=1, help="Processes; by default as fit.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked for; an option each, with what its help says."""

    questions: QuestionsArgument
    more: Annotated[list[Path] | None, typer.Argument(metavar="[TOML]...", hidden=True)] = None
    index: IndexOption = INDEX
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write figures and every row here.")
    ] = None
    html_file: HtmlOption = None
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Compare with the --json file of an earlier run.")
    ] = None
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="METRIC=X", help="Exit 1 when a metric is below X; may be repeated.")
    ] = None
    max_drop: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC=X", help="Exit 1 when a metric is more than X below the baseline."),
    ] = None
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write gates and questions as JUnit XML.")] = None
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Report by this column too, however many values it has."),
    ] = None
    threshold: ThresholdOption = None
    reranker: RerankerOption = None
    reader: ReaderOption = READER
    strict: StrictOption = False
    jobs: JobsOption = None
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run to --json that was stopped.")] = False
    brief: Annotated[bool, typer.Option("--brief", help="Smaller rows in --json, enough for a baseline.")] = False
    run_file: Annotated[Path | None, typer.Option("--run", metavar="FILE", help="Write a TREC run.")] = None
    qrels_file: Annotated[Path | None, typer.Option("--qrels", metavar="FILE", help="Write TREC qrels.")] = None
    configs: Annotated[
        list[Path] | None, typer.Option(metavar="TOML...", help="As `yinju configurations`.", hidden=True)
    ] = None
    template: Annotated[int | None, typer.Option(metavar="N", min=1, help="As `yinju template`.", hidden=True)] = None

    @property
    def settings(self) -> Settings:
        """How questions are answered."""
        return Settings(reranker=self.reranker, reader=self.reader)
