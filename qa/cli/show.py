"""What the command prints for people: answers, build reports, figures."""

from collections.abc import Sequence
from pathlib import Path

from qa.text.lines import width
from qa.text.spans import join
from qa.text.table_rows import heads
from qa.types import Answer, Block, BuildReport, Facets, Quote, QuotedRow
from qa.types.answers import UNSURE
from qa.types.contract import as_json


def shown(text: str) -> str:
    """Text that may come from a document or a file name, safe to print: control and direction characters escaped."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def show_answer(answer: Answer, *, with_question: bool = False) -> None:
    """Print an answer: each quote with its marks in 【】-free plain text, its source under it."""
    if with_question:
        print(f"? {shown(answer.question)}")
    if answer.understood not in ("", answer.question):
        counted = f", counted from {answer.today}" if answer.today else ""
        print(f"Taken as: {shown(answer.understood)}{counted}  (--as-typed asks it as it stands)\n")
    if answer.parts:
        _show_parts(answer)
        return
    if answer.choices:
        _show_choices(answer)
    if answer.found:
        _show_values(answer)
        for quote in answer.quotes:
            _show_quote(quote)
        return
    unsure = answer.outcome == UNSURE
    chance = f"The chance that the first one does: about {answer.chance_percent}%."
    print(f"Not sure: the nearest passages may answer. {chance}" if unsure else "Not found: the documents do not say.")
    if answer.unsupported:
        print(f"They do not mention: {shown(', '.join(answer.unsupported))}")
    if answer.nearest:
        print() if unsure else print("Nearest passages:\n")
        for quote in answer.nearest:
            _show_quote(quote)


def _show_choices(answer: Answer) -> None:
    print("Which one do you mean? The documents answer for several:\n")
    for choice in answer.choices:
        print(f"  {shown(choice.label)}: ask {shown(choice.question)}")
        _show_quote(choice.quote)


def _show_values(answer: Answer) -> None:
    """Which documents give a figure, where several do, and which give another one."""
    for value in answer.values:
        sources = dict.fromkeys(answer.quotes[at].passage.source for at in value.quotes)
        print(f"  {shown(value.text)}: {shown(', '.join(sources))}")
    if len(answer.values) > 1:
        print("  !! The documents give different figures.")
    if answer.values:
        print()


def _show_parts(answer: Answer) -> None:
    for part in answer.parts:
        print(f"{shown(part.question)}\n")
        if part.quote:
            _show_quote(part.quote)
        else:
            print("  Not found: the documents do not say.\n")


def _show_quote(quote: Quote) -> None:
    passage = quote.passage
    place = [passage.title, *passage.headings]
    if passage.page:
        place.append(f"page {passage.page}")
    if quote.ocr:
        place.append("read by OCR from a scanned page, check it against the picture")
    if quote.table:
        _show_row(quote.table)
    else:
        print(f"  {shown(' '.join(quote.text.split()))}")
    print(f"    -- {shown(passage.source)}: {shown(' > '.join(dict.fromkeys(filter(None, place))))}")
    others = dict.fromkeys(copy.source for copy in quote.copies)
    if others:
        print(f"       also in {shown(', '.join(others))}")
    about = ", ".join([*passage.facets.names, *map(str, passage.facets.periods)])
    if about:
        print(f"       of {shown(about)}")
    if quote.misfits:
        print(f"    !! of another {' and '.join(quote.misfits)} than asked for")
    print()


def _show_row(table: QuotedRow) -> None:
    """The header and the row below each other, column by column; the cell that is asked for in brackets."""
    row = [f"[{words}]" if column == table.cell else words for column, words in enumerate(map(shown, table.row))]
    lines = [list(map(shown, table.header)), row] if table.header else [row]
    widths = [max(width(line[column]) for line in lines) for column in range(len(row))]
    for line in lines:
        cells = (words + " " * (most - width(words)) for words, most in zip(line, widths, strict=True))
        print(f"  {'  '.join(cells).rstrip()}")


def show_blocks(text: str, blocks: Sequence[Block]) -> None:
    """Print a line for each block: its kind, where it stands, its words; of a row each cell with its header."""
    for block in blocks:
        places = ",".join(f"{start}-{end}" for start, end in block.spans)
        kind = f"{block.kind} {block.level or block.mark}".strip()
        if block.layout:
            above = heads(text, blocks, block)
            cells = (f"{head}: {text[s:e]}" if head else text[s:e] for head, (s, e) in above)
            words = " | ".join(cells)
        else:
            words = join(text, block.spans)
        print(f"{kind:12} {places:>15}  {shown(' '.join(words.split()))}")


def show_facets(facets: Facets) -> None:
    """Print what a document is about, a line for each facet that it has."""
    for name, values in as_json(facets.shown).items():
        if values:
            print(f"{name}: {shown(', '.join(values))}")


def show_report(report: BuildReport, index: Path) -> None:
    """Print what a build did, with a line for each file that is not in the index or is uncertain."""
    for verdict in report.verdicts:
        if verdict.status != "indexed":
            print(f"{verdict.status}: {shown(verdict.source)} ({shown(verdict.reason)})")
        elif verdict.note:
            print(f"note: {shown(verdict.source)} ({shown(verdict.note)})")
    what = f"{report.documents} documents, {report.passages} passages"
    if not report.changed:
        print(f"{index}: nothing changed since {report.generation} ({what})")
        return
    print(f"{index}: {report.generation} is ready: {what}, {report.encoded} of them encoded, {report.seconds:.1f} s")
