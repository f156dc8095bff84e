"""Plots of a report, as SVG that takes its colours from the page's style sheet."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from qa.report.report_words import WORDS

Points = Sequence[tuple[float, float]]
_WIDTH, _HEIGHT = 420, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 12, 28
_TICKS = 4


def recall_plot(recall: Mapping[str, Sequence[float]]) -> Markup:
    """Recall at k, for each way of searching."""
    series = {name: list(enumerate(values, start=1)) for name, values in recall.items()}
    return _plot(series, (1, max(map(len, recall.values()), default=2) or 2), (0, 1), legend=True)


def risk_plot(curve: Sequence[Mapping[str, float]]) -> Markup:
    """The share of wrong answers against the share of questions answered."""
    points = [(point["coverage"], point["risk"]) for point in curve]
    return _plot({"fused": points}, (0, 1), (0, max([0.1, *(risk for _, risk in points)])))


def calibration_plot(bins: Sequence[Mapping[str, float]]) -> Markup:
    """The reliability diagram: what was claimed against what was so; the diagonal is honest."""
    points = [(each["confidence"], each["right"]) for each in bins]
    return _plot({"diagonal": [(0, 0), (1, 1)], "fused": points}, (0, 1), (0, 1), dots=True)


def latency_plot(percentiles: Sequence[float]) -> Markup:
    """Milliseconds by percentile."""
    points = [(100 * at / max(1, len(percentiles) - 1), value) for at, value in enumerate(percentiles)]
    return _plot({"fused": points}, (0, 100), (0, max([1.0, *percentiles])))


def _plot(
    series: Mapping[str, Points],
    across: tuple[float, float],
    up: tuple[float, float],
    *,
    legend: bool = False,
    dots: bool = False,
) -> Markup:
    def x(value: float) -> float:
        return _LEFT + (value - across[0]) / (across[1] - across[0]) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (value - up[0]) / (up[1] - up[0]) * (_HEIGHT - _TOP - _BOTTOM)

    parts = [*_axis(x, across, vertical=False), *_axis(y, up, vertical=True)]
    for number, (name, points) in enumerate(series.items()):
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in points)
        parts.append(f'<polyline class="line {name}" points="{path}"/>')
        if dots and name != "diagonal":
            parts += [f'<circle class="dot" cx="{x(a):.1f}" cy="{y(b):.1f}" r="3.5"/>' for a, b in points]
        if legend:
            at = _HEIGHT - _BOTTOM - 14 - 16 * number
            parts.append(
                f'<line class="line {name}" x1="{_WIDTH - 110}" x2="{_WIDTH - 90}" y1="{at - 4}" y2="{at - 4}"/>'
            )
            parts.append(f'<text class="legend" x="{_WIDTH - 84}" y="{at}">{_label(name)}</text>')
    return Markup(f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">{"".join(parts)}</svg>')  # noqa: S704 (numbers and our own words)


def _axis(place: Any, ends: tuple[float, float], *, vertical: bool) -> list[str]:
    parts = []
    for tick in range(_TICKS + 1):
        value = ends[0] + (ends[1] - ends[0]) * tick / _TICKS
        at = place(value)
        text = f"{value:.2f}".rstrip("0").rstrip(".") if ends[1] - ends[0] <= _TICKS else f"{value:.0f}"
        if vertical:
            parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
            parts.append(f'<text class="tick" text-anchor="end" x="{_LEFT - 6}" y="{at + 4:.1f}">{text}</text>')
        else:
            parts.append(f'<text class="tick" text-anchor="middle" x="{at:.1f}" y="{_HEIGHT - 8}">{text}</text>')
    return parts


def _label(name: str) -> str:
    english, chinese = WORDS[name]
    return f'<tspan class="en">{english}</tspan><tspan class="zh">{chinese}</tspan>'
