"""Charts and diagrams (SmartArt) of office files: their values as a table, their words as lines."""

from collections.abc import Iterator
from typing import Any

from qa.documents.grids import GridCell
from qa.documents.package import local_name

_MOST_POINTS = 10_000


def chart_rows(root: Any) -> list[list[GridCell]]:
    """The values of a chart: a header row with the names of its series, then a row for each category."""
    series = [e for e in root.iter() if local_name(e) == "ser"]
    names = ["".join(_values(e, "tx").values()) for e in series]
    categories: dict[int, str] = {}
    for each in series:
        categories |= {at: word for at, word in (_values(each, "cat") or _values(each, "xVal")).items() if word}
    values = [_values(each, "val") or _values(each, "yVal") for each in series]
    places = sorted(set(categories).union(*values)) if values else []
    rows = [
        _row([categories.get(at, str(at + 1)), *(each.get(at, "") for each in values)]) for at in places[:_MOST_POINTS]
    ]
    titles = [e for e in root.iter() if local_name(e) == "title"]
    title = "".join(e.text or "" for e in titles[0].iter() if local_name(e) == "t") if titles else ""
    return [_row([title, *names]), *rows] if rows else []


def _row(texts: list[str]) -> list[GridCell]:
    return [GridCell(text, column) for column, text in enumerate(texts)]


def _values(series: Any, name: str) -> dict[int, str]:
    """What a part of a series says at each place, as it was saved with the chart."""
    part = next((e for e in series if local_name(e) == name), None)
    if part is None:
        return {}
    points = [e for e in part.iter() if local_name(e) == "pt"]
    if not points:
        return {0: "".join(e.text or "" for e in part.iter() if local_name(e) in ("v", "t"))}
    percent = any("%" in (e.text or "") for e in part.iter() if local_name(e) == "formatCode")
    found = {}
    for point in points[:_MOST_POINTS]:
        text = "".join(e.text or "" for e in point if local_name(e) == "v").strip()
        found[int(point.get("idx", "0"))] = _as_shown(text, percent)
    return found


def _as_shown(text: str, percent: bool) -> str:
    try:
        number = float(text)
    except ValueError:
        return text
    if percent:
        return f"{round(number * 100, 6):g}%"
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.10g}"


def diagram_texts(root: Any) -> Iterator[str]:
    """The words of a diagram, a point a line."""
    for point in (e for e in root.iter() if local_name(e) == "pt" and e.get("type", "node") in ("node", "asst")):
        paragraphs = [e for e in point.iter() if local_name(e) == "p"]
        lines = ("".join(e.text or "" for e in p.iter() if local_name(e) == "t") for p in paragraphs)
        yield from filter(None, map(str.strip, lines))
