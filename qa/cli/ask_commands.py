"""Commands for who asks: ask, check, show."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from qa.cli.common import (
    INDEX,
    READER,
    IndexOption,
    JsonFlag,
    ReaderOption,
    RerankerOption,
    ThresholdOption,
    app,
    print_json,
)
from qa.cli.show import show_answer, show_facets, shown


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in any language; - reads one a line from input.")],
    index: IndexOption = INDEX,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many quotes.")] = 5,
    after: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION", help="A question asked before, that this one follows up on; may be repeated."),
    ] = None,
    as_typed: Annotated[
        bool, typer.Option("--as-typed", help="Mend no slips, and take nothing over from the questions before.")
    ] = False,
    within: Annotated[
        str, typer.Option("--in", metavar="FILTER", help="Only documents with these facets: 'year:2016 place:宁夏'.")
    ] = "",
    today: Annotated[
        str, typer.Option(metavar="DATE", help="The day that 'last year' counts from; by default this one.")
    ] = "",
    threshold: ThresholdOption = None,
    reranker: RerankerOption = None,
    reader: ReaderOption = READER,
    as_json: JsonFlag = False,
) -> None:
    """Print exact quotes that answer a question, with their sources."""
    from qa.assistant import Assistant
    from qa.settings import Settings
    from qa.types import Turn

    assistant = Assistant.open(
        index, threshold=threshold, settings=Settings(today=today, reranker=reranker, reader=reader)
    )
    history: list[Turn] = []
    for before in after or ():
        history.append(assistant.ask(before, history=history).turn)
    questions = (line.strip() for line in sys.stdin) if question == "-" else [question]
    found_all = True
    for text in questions:
        if question == "-" and not text:
            continue
        answer = assistant.ask(text, top=top, history=history, within=within, as_typed=as_typed)
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
    from qa.verification.receipts import MOVED, THERE, read_receipt
    from qa.verification.receipts import check as check_receipt

    found = check_receipt(read_receipt(receipt), Assistant.open(index))
    if as_json:
        print_json(found.to_json())
    else:
        note = f" ({shown(found.note)})" if found.note else ""
        print(f"{found.status}: {shown(found.source)}{note}")
    if found.status not in (THERE, MOVED):
        raise typer.Exit(1)


@app.command()
def show(
    source: Annotated[str, typer.Argument(help="A document, named as in the quotes.")],
    index: IndexOption = INDEX,
    blocks: Annotated[bool, typer.Option("--blocks", help="Print each block with its kind and place instead.")] = False,
    facets: Annotated[bool, typer.Option("--facets", help="What it is about: dates, names, kind, numbers.")] = False,
) -> None:
    """Print the text of a document exactly as it is quoted from, or its facets."""
    from qa.assistant import Assistant
    from qa.cli.show import show_blocks

    assistant = Assistant.open(index)
    document = assistant.document(source)
    if facets:
        show_facets(document.facets)
        return
    if blocks:
        show_blocks(document.text, assistant.blocks(source))
        return
    sys.stdout.write(document.text)
    sys.stdout.write("\n")
