"""What the command prints for people: answers, build reports, figures."""

from pathlib import Path

from qa.types import Answer, BuildReport, Quote

_HEADLINES = (
    *("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10", "quote@1", "quote@3", "quote_chars", "answered"),
    *("abstain_precision", "abstain_recall", "abstain_f1"),
)


def shown(text: str) -> str:
    """Text that may come from a document or a file name, safe to print: control and direction characters escaped."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def show_answer(answer: Answer, *, with_question: bool = False) -> None:
    """Print an answer: each quote with its marks in 【】-free plain text, its source under it."""
    if with_question:
        print(f"? {shown(answer.question)}")
    if answer.found:
        for quote in answer.quotes:
            _show_quote(quote)
        return
    print("Not found: the documents do not say.")
    if answer.nearest:
        print("Nearest passages:\n")
        for quote in answer.nearest:
            _show_quote(quote)


def _show_quote(quote: Quote) -> None:
    passage = quote.passage
    place = [passage.title, *passage.headings]
    if passage.page:
        place.append(f"page {passage.page}")
    print(f"  {shown(' '.join(quote.text.split()))}")
    print(f"    -- {shown(passage.source)}: {shown(' > '.join(dict.fromkeys(filter(None, place))))}\n")


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


def show_evaluation(result: dict[str, object]) -> None:
    """Print the figures of a question set, overall and by column."""
    metrics = result["metrics"]
    assert isinstance(metrics, dict)
    print(f"{metrics['questions']} questions, {metrics['answerable']} of them answerable")
    for name in _HEADLINES:
        value, interval = metrics.get(name), metrics["intervals"].get(name)
        between = f"  [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
        print(f"{name:>18}  {'-' if value is None else format(value, '.3f')}{between}")
    latency = "  ".join(f"{name} {value}" for name, value in metrics["latency_ms"].items())
    print(f"{'latency_ms':>18}  {latency}")
    by = result["by"]
    assert isinstance(by, dict)
    for column, groups in by.items():
        if 1 < len(groups) <= 30:
            print(f"\n{column:>18}  questions  recall@5  quote@1  quote@3  answered")
            for value, group in groups.items():
                figures = (group["recall@5"], group["quote@1"], group["quote@3"], group["answered"])
                cells = "  ".join(f"{'-' if figure is None else format(figure, '.3f'):>7}" for figure in figures)
                print(f"{shown(value):>18}  {group['questions']:>9}  {cells}")
