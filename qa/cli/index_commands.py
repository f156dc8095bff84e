"""Commands for who keeps the index: index, status, verify, doctor, rollback."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.cli.common import INDEX, SEEDS, IndexOption, JsonFlag, app, print_json, progress_bar
from qa.cli.show import show_report, shown
from qa.errors import YinjuError
from qa.types import BuildReport, contract


@app.command()
def index(
    docs: Annotated[Path, typer.Argument(metavar="[DOCS]", help="Folder of documents.")] = SEEDS,
    index: IndexOption = INDEX,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="static (fast), contextual (better across languages), or any sentence-transformers model by name or "
            "folder; by default contextual for up to 2,000 passages, else static.",
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Do everything again, not only what changed.")] = False,
    encoding: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN=NAME", help="Encoding of files, such as '*.big5.txt=big5'; '' forgets them."),
    ] = None,
    ocr: Annotated[
        bool | None,
        typer.Option(
            "--ocr/--no-ocr", help="Read scanned pages of PDFs; needs pip install 'yinju[ocr]'. The index keeps it."
        ),
    ] = None,
    gate: Annotated[
        Path | None,
        typer.Option(metavar="QUESTIONS", help="Publish only if no headline figure of this question set gets worse."),
    ] = None,
    workers: Annotated[
        str,
        typer.Option(
            metavar="N|ray://HOST:PORT",
            help="Who reads and encodes: so many processes of this machine, or a Ray cluster (pip install 'yinju[ray]').",
        ),
    ] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and build again whenever the folder changes.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Build or update the index of a folder (.txt .md .html .pdf .docx and others, nested folders and .zip too)."""
    from qa.indexing.build import build_index

    encodings = None if encoding is None else dict(_encoding(text) for text in encoding if text)
    options: dict[str, Any] = {"model": model, "full": full, "encodings": encodings, "ocr": ocr, "workers": workers}
    if gate and not _passes(gate, docs, index, as_json, options):
        raise typer.Exit(1)
    if not gate:
        with progress_bar(quiet=as_json) as tell:
            report = build_index(docs, index, progress=tell, **options)
        _tell(report, index, as_json)
    if watch:
        _watch(docs, index, as_json, workers)


@app.command()
def status(index: IndexOption = INDEX, as_json: JsonFlag = False) -> None:
    """Say what is in the index."""
    from qa.retrieval.index import Index

    opened = Index.open(index)
    made = opened.generation.manifest
    verdicts = list(opened.catalogue.verdicts())
    if as_json:
        more = {"created": made.created, "docs": opened.docs, "files": contract.as_json(verdicts)}
        print_json({**opened.info.to_json(), **more})
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
    from qa.retrieval.engines import engine_of
    from qa.retrieval.index import Index

    problems = engine_of(index).verify()
    if problems:
        for problem in problems:
            print(f"yinju: {shown(problem)}", file=sys.stderr)
        raise typer.Exit(2)
    info = Index.open(index).info
    print(f"{index}: every byte is as it was written ({info.generation}, {info.passages} passages)")


@app.command()
def doctor(index: IndexOption = INDEX, as_json: JsonFlag = False) -> None:
    """Examine the index: checksums, counts, model, vectors, leftovers, documents that changed; say what mends it."""
    from qa.indexing.doctor import examine

    findings = examine(index)
    if as_json:
        print_json({"findings": contract.as_json(findings)})
    for finding in findings if not as_json else ():
        print(f"{shown(finding.problem)}{f'; mend: {finding.mend}' if finding.mend else ''}")
    if not findings and not as_json:
        print(f"{index}: all is well")
    if any(finding.mend for finding in findings):
        raise typer.Exit(1)


@app.command()
def rollback(index: IndexOption = INDEX) -> None:
    """Let the generation before answer again, at once."""
    from qa.retrieval.engines import engine_of

    generation = engine_of(index).rollback()
    print(f"{index}: {generation.name}, made {generation.manifest.created}, answers again")


def _tell(report: BuildReport, index: Path, as_json: bool) -> None:
    if as_json:
        print_json(report.to_json())
    else:
        show_report(report, index)


def _passes(gate: Path, docs: Path, index: Path, as_json: bool, options: dict[str, Any]) -> bool:
    """Build behind a gate, with options as `build_index` takes them, and say what came of it."""
    from qa.cli.show_figures import show_comparison
    from qa.evaluation.gated import build_behind_gate

    with progress_bar(quiet=as_json) as tell:
        gated = build_behind_gate(docs, index, gate, progress=tell, **options)
    if as_json:
        comparison = gated.comparison and {"metrics": gated.comparison["metrics"]}
        print_json({**gated.report.to_json(), "published": gated.published, "comparison": comparison})
        return gated.published
    if gated.comparison:
        show_comparison(gated.comparison)
    if gated.published:
        show_report(gated.report, index)
    else:
        print(f"{index}: not published, the old index answers on; worse: {', '.join(gated.worse)}")
    return gated.published


def _watch(docs: Path, index: Path, as_json: bool, workers: str) -> None:
    """Build again whenever the folder changes, until stopped; what fails is said, and the old index answers on."""
    from watchfiles import watch

    from qa.indexing.build import build_index

    moments = watch(docs, debounce=1000, rust_timeout=500, yield_on_timeout=True, raise_interrupt=False)
    for number, changes in enumerate(moments):
        if number == 0:  # from here on the folder is watched
            print(f"watching {docs}  (Ctrl-C stops it)", file=sys.stderr)
        elif not changes:
            continue
        try:
            report = build_index(docs, index, workers=workers)
            if number or report.changed:  # what changed between the first build and the watch
                _tell(report, index, as_json)
        except YinjuError as error:
            print(f"yinju: {shown(str(error))}", file=sys.stderr)
        sys.stdout.flush()


def _encoding(text: str) -> tuple[str, str]:
    pattern, _, name = text.rpartition("=")
    if not pattern or not name:
        raise YinjuError(f"--encoding {text}: give PATTERN=NAME, such as '*.big5.txt=big5'")
    return pattern, name
