"""What the command prints of evaluations: figures with intervals, comparisons, configurations."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from qa.cli.show import shown

_MOST_FINDINGS = 20
_MOST_IDS = 12
_BY = ("recall@5", "quote@1", "quote@3", "answered", "quote_precision")


def show_findings(findings: Sequence[str]) -> None:
    """Warn of what is odd in a question set, a line each."""
    for finding in findings[:_MOST_FINDINGS]:
        print(f"warning: {shown(finding)}", file=sys.stderr)
    if len(findings) > _MOST_FINDINGS:
        print(f"warning: and {len(findings) - _MOST_FINDINGS} more like these", file=sys.stderr)


def show_evaluation(result: Mapping[str, Any]) -> None:
    """Print the figures of a question set, overall and by column."""
    metrics = result["metrics"]
    print(f"{metrics['questions']} questions, {metrics['answerable']} of them answerable")
    print(f"{'':>18}  value  95% interval    smallest difference this set shows")
    for name, value in metrics.items():
        if isinstance(value, float):
            _show_metric(name, value, metrics)
    latency = "  ".join(f"{name} {value}" for name, value in metrics["latency_ms"].items())
    print(f"{'latency_ms':>18}  {latency}")
    for wanted, found in result["curves"]["thresholds"].items():
        if found:
            print(f"precision {wanted:>8}  from --threshold {found['threshold']:.3f}, {found['coverage']:.3f} answered")
    for column, groups in result["by"].items():
        if len(groups) > 1:
            _show_groups(column, groups)
    if "comparison" in result:
        print()
        show_comparison(result["comparison"])


def show_comparison(comparison: Mapping[str, Any]) -> None:
    """Print what changed between two runs, and what of it is more than chance."""
    print(f"{comparison['paired']} questions in both runs")
    print(f"{'':>18}    old    new  change  95% interval      p(Holm)  smallest shown")
    for name, metric in comparison["metrics"].items():
        low, high = metric["interval"]
        told = f"{metric['old']:.3f}  {metric['new']:.3f}  {metric['difference']:+.3f}  [{low:+.3f}, {high:+.3f}]"
        smallest = metric["smallest_difference"]
        print(f"{name:>18}  {told}  {metric['p_holm']:.4f}   {'-' if smallest is None else format(smallest, '.3f')}")
    for kind in ("won", "lost"):
        ids = comparison[kind]
        more = f" and {len(ids) - _MOST_IDS} more" if len(ids) > _MOST_IDS else ""
        print(f"{kind:>18}  {len(ids)}: {shown(' '.join(ids[:_MOST_IDS]))}{more}")
    for key, whose in (("only_old", "the old"), ("only_new", "the new")):
        if comparison[key]:
            print(f"{len(comparison[key])} questions are only in {whose} run and were left out")


def show_configurations(result: Mapping[str, Any]) -> None:
    """Print the ranking of several configurations."""
    print(f"ranked by {result['ranked_by']}; compared with {shown(result['baseline'])}")
    for place, each in enumerate(result["configurations"], start=1):
        metrics = each["metrics"]
        value, between = metrics[result["ranked_by"]], metrics["intervals"][result["ranked_by"]]
        line = f"{place}. {shown(each['name']):24} {value:.3f}  [{between[0]:.3f}, {between[1]:.3f}]"
        if "comparison" in each:
            metric = each["comparison"]["metrics"][result["ranked_by"]]
            line += f"  {metric['difference']:+.3f}  p(Holm) {metric['p_holm']:.4f}"
        print(line)


def _show_metric(name: str, value: float, metrics: Mapping[str, Any]) -> None:
    between, smallest = metrics["intervals"].get(name), metrics["smallest_difference"].get(name)
    told = f"  [{between[0]:.3f}, {between[1]:.3f}]  {smallest:.3f}" if between else ""
    print(f"{name:>18}  {value:.3f}{told}")


def _show_groups(column: str, groups: Mapping[str, Any]) -> None:
    print(f"\n{shown(column):>18}  questions  " + "  ".join(_BY))
    for value, group in groups.items():
        cells = (group[name] for name in _BY)
        told = "  ".join(
            f"{'-' if cell is None else format(cell, '.3f'):>{len(name)}}"
            for name, cell in zip(_BY, cells, strict=True)
        )
        print(f"{shown(value):>18}  {group['questions']:>9}  {told}")
