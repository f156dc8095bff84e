"""An evaluation as HTML: figures with intervals, the comparison with an earlier run, the questions missed."""

from collections.abc import Mapping
from html import escape
from typing import Any

from qa.evaluation.comparing import verdict
from qa.web.words import say

_METRICS = (
    "correct", "quote@1", "quote@3", "quote_precision", "answered", "abstain_precision", "abstain_recall", "abstain_f1",
    "recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10",
)  # fmt: skip
_MOST_MISSES = 50
_LONGEST_QUOTE_CHARACTERS = 160


def figures_html(result: Mapping[str, Any], comparison: Mapping[str, Any] | None, language: str) -> str:
    """The headline figures of a run."""
    metrics = result["metrics"]
    intervals = metrics.get("intervals", metrics.get("interval", {}))
    rows = []
    for name in _METRICS:
        if not isinstance(metrics.get(name), float):
            continue
        low, high = (f"{value:.3f}" for value in intervals[name]) if intervals.get(name) else ("", "")
        cells = [f"{metrics[name]:.3f}", f"{low} – {high}" if low else "–"]
        if comparison:
            compared = comparison["metrics"].get(name)
            cells += [f"{compared['difference']:+.3f}" if compared else "–"]
            cells += [say(verdict(compared), language) if compared else "–"]
        rows.append(
            f"<tr><th scope='row'>{escape(name)}<br><small>{say(f'metric_{name}', language)}</small></th>"
            f"<td class='number'>{cells[0]}</td>{''.join(f'<td>{escape(cell)}</td>' for cell in cells[1:])}</tr>"
        )
    columns = ["metric", "value", "interval", *(("change", "verdict") if comparison else ())]
    head = "".join(f"<th scope='col'>{say(column, language)}</th>" for column in columns)
    table = f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    return table + _misses(result["rows"], language)


def _misses(rows: list[Mapping[str, Any]], language: str) -> str:
    missed = [row for row in rows if row.get("lost")]
    cells = "".join(
        f"<tr><td>{escape(row['question'])}</td><td>{escape(' / '.join(row['answers'] or ()) or '–')}</td>"
        f"<td>{escape(_given(row))}</td></tr>"
        for row in missed[:_MOST_MISSES]
    )
    head = "".join(f"<th scope='col'>{say(word, language)}</th>" for word in ("question", "expected", "given"))
    table = (
        f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table></div>'
    )
    return f"<details><summary>{say('misses', language)} ({len(missed)})</summary>{table}</details>"


def _given(row: Mapping[str, Any]) -> str:
    return row["quotes"][0]["text"][:_LONGEST_QUOTE_CHARACTERS] if row["found"] and row["quotes"] else "–"
