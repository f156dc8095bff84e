"""Commands for who asks and who keeps the index: index, ask, check, status, verify, show."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from qa.cli.app import (
    INDEX,
    SEEDS,
    IndexOption,
    JsonFlag,
    RerankerOption,
    ThresholdOption,
    app,
    print_json,
    progress_bar,
)
from qa.errors import YinjuError
from qa.show import show_answer, show_report, shown


@app.command()
def index(
    docs: Annotated[Path, typer.Argument(metavar="[DOCS]", help="Folder of documents.")] = SEEDS,
    index: IndexOption = INDEX,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="builtin, or any sentence-transformers model by name or folder."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Do everything again, not only what changed.")] = False,
    encoding: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN=NAME", help="Encoding of files, such as '*.big5.txt=big5'; '' forgets them."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Build or update the index of a folder (.txt .md .html .pdf .docx and others, nested folders and .zip too)."""
    from qa.build import build_index

    encodings = None if encoding is None else dict(_encoding(text) for text in encoding if text)
    with progress_bar(quiet=as_json) as tell:
        report = build_index(docs, index, model=model, full=full, encodings=encodings, progress=tell)
    if as_json:
        print_json(report.to_json())
    else:
        show_report(report, index)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in any language; - reads one a line from input.")],
    index: IndexOption = INDEX,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many quotes.")] = 5,
    after: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION", help="A question asked before, that this one follows up on; may be repeated."),
    ] = None,
    threshold: ThresholdOption = None,
    reranker: RerankerOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Print exact quotes that answer a question, with their sources."""
    from qa.assistant import Assistant
    from qa.settings import Settings
    from qa.types import Turn

    assistant = Assistant.open(index, threshold=threshold, settings=Settings(reranker=reranker))
    history: list[Turn] = []
    for before in after or ():
        history.append(assistant.ask(before, history=history).turn)
    questions = (line.strip() for line in sys.stdin) if question == "-" else [question]
    found_all = True
    for text in questions:
        if question == "-" and not text:
            continue
        answer = assistant.ask(text, top=top, history=history)
        found_all = found_all and answer.found
        if as_json:
            print(json.dumps(answer.to_json(), ensure_ascii=False), flush=True)
        else:
            show_answer(answer, with_question=question == "-")
    if not found_all:
        raise typer.Exit(1)


@app.command()
def check(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT", help="A receipt of a quote (JSON).")],
    index: IndexOption = INDEX,
    as_json: JsonFlag = False,
) -> None:
    """Say whether a quote taken away as a receipt still stands in the documents: still there, moved, changed or gone."""
    from qa.assistant import Assistant
    from qa.receipts import MOVED, THERE, read_receipt
    from qa.receipts import check as check_receipt

    found = check_receipt(read_receipt(receipt), Assistant.open(index))
    if as_json:
        print_json(found.to_json())
    else:
        note = f" ({shown(found.note)})" if found.note else ""
        print(f"{found.status}: {shown(found.source)}{note}")
    if found.status not in (THERE, MOVED):
        raise typer.Exit(1)


@app.command()
def status(index: IndexOption = INDEX, as_json: JsonFlag = False) -> None:
    """Say what is in the index."""
    from qa.index import Index

    opened = Index.open(index)
    made = opened.generation.manifest
    verdicts = list(opened.catalogue.verdicts())
    if as_json:
        files = [{"source": v.source, "status": v.status, "reason": v.reason, "note": v.note} for v in verdicts]
        print_json({**opened.info.to_json(), "created": made.created, "docs": opened.docs, "files": files})
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


def _encoding(text: str) -> tuple[str, str]:
    pattern, _, name = text.rpartition("=")
    if not pattern or not name:
        raise YinjuError(f"--encoding {text}: give PATTERN=NAME, such as '*.big5.txt=big5'")
    return pattern, name
