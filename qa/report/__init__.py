"""Reports: one self-contained HTML file, in English and Chinese, that opens without a network.

    from qa.report import write_report, write_difference

Everything from a document or a question is escaped by the template engine; the page may run its own script and load
nothing (its Content-Security-Policy says so).
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from qa.errors import QuestionSetError
from qa.evaluation.anchors import places_of
from qa.evaluation.comparing import verdict
from qa.report.plots import calibration_plot, latency_plot, recall_plot, risk_plot
from qa.report.report_words import WORDS, words

MOST_MISSES = 3000  # shown; a page with more takes a browser seconds to open


def write_report(path: Path, name: str, result: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the report of a run.

    Args:
        path: The HTML file.
        name: What the run is called, such as the question set's file name.
        result: The result object; its `rows` are not looked at.
        rows: The rows, read once.

    Raises:
        QuestionSetError: The file cannot be written.
    """
    missed = (row for row in rows if row.get("lost"))
    misses = list(islice(missed, MOST_MISSES))
    curves = result["curves"]
    plots = [
        ("recall_by_rank", recall_plot(curves["recall"])),
        ("risk_coverage", risk_plot(curves["risk_coverage"])),
        ("calibration", calibration_plot(curves["calibration"])),
        ("latency", latency_plot(curves["latency_ms"])),
    ]
    left_out = sum(1 for _ in missed)
    _write(path, "report.html", name=name, result=result, misses=misses, left_out=left_out, plots=plots)


def write_difference(path: Path, name: str, comparison: Mapping[str, Any]) -> None:
    """Write the comparison of two runs: metrics, questions won and lost, quotes gained, lost and moved.

    Args:
        path: The HTML file.
        name: What the page is called.
        comparison: What `compare` gives.

    Raises:
        QuestionSetError: The file cannot be written.
    """
    _write(path, "difference.html", name=name, comparison=comparison)


def _write(path: Path, template: str, **values: object) -> None:
    environment = Environment(
        loader=PackageLoader("qa.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"t": words, "words": WORDS, "verdict": verdict}
    environment.filters |= {"figure": _figure, "marked": _marked}
    try:
        path.write_text(environment.get_template(template).render(**values), encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"{path} cannot be written ({error.strerror}); give another file with --html") from error


def _figure(value: float | None) -> str:
    """A number for a table: three digits behind the point, fewer for large ones, a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"


def _marked(text: str, wanted: Iterable[str]) -> Markup:
    """A text with every place of the wanted words marked, white space aside."""
    places = sorted({place for words in wanted for place in places_of(words, text)})
    shown, at = Markup(), 0
    for start, end in places:
        if start >= at:
            shown += Markup("{}<mark>{}</mark>").format(text[at:start], text[start:end])
            at = end
    return shown + text[at:]
