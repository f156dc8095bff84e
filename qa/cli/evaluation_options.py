"""The options of `yinju evaluate`, each with what its help says."""

from pathlib import Path
from typing import Annotated

import typer

QuestionsArgument = Annotated[
    Path, typer.Argument(metavar="QUESTIONS", help="Question set: .jsonl, .csv, SQuAD .json, or a BEIR folder.")
]
MoreArgument = Annotated[list[Path] | None, typer.Argument(metavar="[TOML]...", help="More files for --configs.")]
JsonOption = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write figures and every row here.")]
HtmlOption = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a report to open in a browser.")]
BaselineOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Compare with the --json file of an earlier run.")
]
FailUnderOption = Annotated[
    list[str] | None, typer.Option(metavar="METRIC=X", help="Exit 1 when a metric is below X; may be repeated.")
]
MaxDropOption = Annotated[
    list[str] | None,
    typer.Option(metavar="METRIC=X", help="Exit 1 when a metric is more than X below the baseline."),
]
JunitOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Write gates and questions as JUnit XML.")]
ConfigsOption = Annotated[
    list[Path] | None, typer.Option(metavar="TOML...", help="Build, run and rank several configurations.")
]
ByOption = Annotated[
    list[str] | None,
    typer.Option(metavar="COLUMN", help="Report by this column too, however many values it has."),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="What is odd in the set is an error.")]
JobsOption = Annotated[int | None, typer.Option(metavar="N", min=1, help="Processes; by default as fit.")]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on with a run to --json that was stopped.")]
BriefOption = Annotated[bool, typer.Option("--brief", help="Smaller rows in --json, enough for a baseline.")]
RunOption = Annotated[Path | None, typer.Option("--run", metavar="FILE", help="Write a TREC run.")]
QrelsOption = Annotated[Path | None, typer.Option("--qrels", metavar="FILE", help="Write TREC qrels.")]
TemplateOption = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Write a set of N passages to put questions to instead.")
]
