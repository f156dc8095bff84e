"""From rows to the figures of a run: metrics with intervals, by column, and the curves of the report.

Rows are read once, one at a time; what is kept of each is a few numbers.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.evaluation import confidence as trust
from qa.evaluation.scoring import measures
from qa.evaluation.statistics import Values, interval, ratio, smallest_difference

HEADLINES = (
    *("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10", "map"),
    *("quote@1", "quote@3", "anchored@1", "anchored@3", "quote_chars", "answered", "quote_precision", "correct"),
    *("abstain_precision", "abstain_recall", "abstain_f1"),
    *("answer_share", "unsure_share", "absent_share", "unsure_right", "absent_precision", "absent_of_answerable"),
)
_ALWAYS = tuple(name for name in HEADLINES if name not in ("map", "anchored@1", "anchored@3"))
_MOST_VALUES = 50  # of a column that is reported by; one with more tells questions apart, not kinds of them
_CURVE = 50  # ranks of the recall curve
_NO_COLUMNS = {
    "outcome",
    *("id", "question", "found", "confidence", "quotes", "nearest", "seconds", "answers", "right", "scores"),
    *("ranks", "lost", "expected", "evidence", "anchors", "_run", "_qrels"),
}


class Tally:
    """A few numbers of each row, in columns, for whichever rows are added."""

    def __init__(self, by: Iterable[str] = ()) -> None:
        self._wanted = frozenset(by)
        self.ids: list[str] = []
        self._sums: dict[str, tuple[array[float], array[float]]] = {}
        self._plain: dict[str, array[float]] = {
            name: array("d") for name in ("confidence", "right", "answerable", "seconds", "fused", "lexical", "dense")
        }
        self.columns: dict[str, dict[str, array[int]]] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row."""
        at = len(self.ids)
        self.ids.append(str(row["id"]))
        for name, (numerator, denominator) in measures(row).items():
            numerators, denominators = self._sums.setdefault(name, (array("d"), array("d")))
            missing = [0.0] * (at - len(numerators))
            numerators.extend([*missing, numerator])
            denominators.extend([*missing, denominator])
        ranks = row.get("ranks", {})
        answerable = row["answers"] is None or bool(row["answers"])
        plain = {"confidence": row.get("confidence", 0.0), "right": row.get("right", False), "answerable": answerable}
        plain |= {"seconds": row.get("seconds", 0.0)}
        plain |= {part: ranks.get(part) or np.inf for part in ("fused", "lexical", "dense")}
        for name, value in plain.items():
            self._plain[name].append(float(value))
        for name, value in row.items():
            if name not in _NO_COLUMNS:
                self._count(name, value, at)

    def values(self, name: str) -> tuple[Values, Values]:
        """Numerators and denominators of a metric for each row, (n,) each; 0 where it does not apply."""
        padded = np.zeros((2, len(self.ids)))
        for at, column in enumerate(self._sums.get(name, ())):
            padded[at, : len(column)] = column
        return padded[0], padded[1]

    def plain(self, name: str) -> Values:
        """One of the plain columns, (n,)."""
        return np.asarray(self._plain[name])

    @property
    def groups(self) -> Mapping[str, Mapping[str, Sequence[int]]]:
        """The rows of each value of the columns that are reported by: those with few values, and those asked for."""
        return {
            column: values
            for column, values in self.columns.items()
            if column in self._wanted or (len(values) <= _MOST_VALUES and not (column == "source" and len(values) == 1))
        }

    @property
    def metrics(self) -> tuple[str, ...]:
        """The headline metrics that some row has, in order; those of the contract always."""
        return tuple(name for name in HEADLINES if name in _ALWAYS or name in self._sums)

    def _count(self, column: str, value: object, at: int) -> None:
        rows = self.columns.setdefault(column, {})
        text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
        if len(rows) <= _MOST_VALUES or column in self._wanted:
            rows.setdefault(text or "-", array("q")).append(at)


def tally(rows: Iterable[Mapping[str, Any]], by: Iterable[str] = ()) -> Tally:
    """Count rows; `by` are columns to report by however many values they have."""
    counted = Tally(by)
    for row in rows:
        counted.add(row)
    return counted


def summary(counted: Tally) -> dict[str, Any]:
    """The `metrics`, `by` and `curves` of the result object."""
    everything = np.arange(len(counted.ids))
    by = {
        column: {value: metrics(counted, np.asarray(rows)) for value, rows in sorted(values.items())}
        for column, values in counted.groups.items()
    }
    return {"metrics": metrics(counted, everything), "by": by, "curves": curves(counted)}


def metrics(counted: Tally, chosen: NDArray[np.int64]) -> dict[str, Any]:
    """The metrics of the contract over the `chosen` rows; None where no question of them can tell."""
    answerable = counted.plain("answerable")[chosen] > 0
    result: dict[str, Any] = {"questions": len(chosen), "answerable": int(answerable.sum())}
    intervals: dict[str, list[float]] = {}
    smallest: dict[str, float] = {}
    for name in counted.metrics:
        numerators, denominators = (column[chosen] for column in counted.values(name))
        if name.startswith("abstain_") and answerable.all():  # nothing to be silent about
            denominators = np.zeros_like(denominators)
        result[name] = _rounded(ratio(numerators, denominators))
        between = interval(numerators, denominators)
        if between:
            intervals[name] = [round(bound, 4) for bound in between]
            least = smallest_difference(numerators, denominators)
            smallest[name] = round(least or 0.0, 4)
    confidence, right = counted.plain("confidence")[chosen], counted.plain("right")[chosen] > 0
    result["latency_ms"] = _percentiles(counted.plain("seconds")[chosen] * 1000)
    result["calibration_error"] = trust.calibration_error(trust.calibration(confidence, right))
    result["risk_coverage_area"] = trust.area_under_risk(trust.risk_coverage(confidence, right))
    result["auroc"] = trust.separation(confidence, answerable)
    return result | {"intervals": intervals, "smallest_difference": smallest}


def curves(counted: Tally) -> dict[str, Any]:
    """What the report draws: recall by rank, calibration, risk against coverage, latency."""
    confidence, right = counted.plain("confidence"), counted.plain("right") > 0
    answerable = counted.plain("answerable") > 0
    risk = trust.risk_coverage(confidence, right)
    return {
        "recall": {part: _recall_curve(counted.plain(part)[answerable]) for part in ("fused", "lexical", "dense")},
        "calibration": trust.calibration(confidence, right),
        "risk_coverage": trust.thinned(risk),
        "thresholds": trust.thresholds(risk),
        "latency_ms": [round(float(v), 3) for v in np.percentile(counted.plain("seconds") * 1000, range(0, 101, 2))],
    }


def _recall_curve(ranks: Values) -> list[float]:
    """The share of questions with a right passage among the first k, for k from 1."""
    return [round(float((ranks <= k).mean()), 4) for k in range(1, _CURVE + 1)] if len(ranks) else []


def _percentiles(values: Values) -> dict[str, float]:
    return {f"p{q}": round(float(np.percentile(values, q)), 2) for q in (50, 95, 99)} if len(values) else {}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
