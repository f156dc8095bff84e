"""What confidence is worth: calibration, risk against coverage, and the threshold that reaches a wanted precision.

Everything here takes `confidence` (n,) in [0, 1] and `right` (n,) bool: whether the first quote, shown or held back,
holds an answer; never for a question without one.
"""

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.statistics import Values

Right = NDArray[np.bool_]
WANTED_PRECISIONS = (0.8, 0.9, 0.95, 0.99)
_BINS = 10
_POINTS = 200  # of a curve that is kept


def calibration(confidence: Values, right: Right) -> list[dict[str, float]]:
    """The reliability diagram: for each tenth of confidence that occurs, its mean confidence and share of right ones."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return [
        {
            "from": number / _BINS,
            "to": (number + 1) / _BINS,
            "questions": int(chosen.sum()),
            "confidence": round(float(confidence[chosen].mean()), 4),
            "right": round(float(right[chosen].mean()), 4),
        }
        for number in range(_BINS)
        if (chosen := bins == number).any()
    ]


def calibration_error(bins: list[dict[str, float]]) -> float | None:
    """Expected calibration error (Naeini, Cooper and Hauskrecht, 2015): mean gap of the diagram, weighted by size."""
    total = sum(each["questions"] for each in bins)
    gaps = sum(each["questions"] * abs(each["confidence"] - each["right"]) for each in bins)
    return round(gaps / total, 4) if total else None


def risk_coverage(confidence: Values, right: Right) -> list[dict[str, float]]:
    """For falling thresholds: the share of questions answered, and of those answers how many are wrong.

    Questions of equal confidence are answered together or not at all (El-Yaniv and Wiener, 2010).

    Args:
        confidence: Of each question, (n,).
        right: Whether its answer is right, (n,).

    Returns:
        Points with `threshold`, `coverage` and `risk`, by falling threshold.
    """
    order = np.argsort(-confidence, kind="stable")
    wrong = np.cumsum(~right[order])
    ends = np.flatnonzero(np.diff(confidence[order], append=-1.0))
    return [
        {
            "threshold": round(float(confidence[order[end]]), 6),
            "coverage": round((end + 1) / len(order), 6),
            "risk": round(float(wrong[end] / (end + 1)), 6),
        }
        for end in map(int, ends)
    ]


def area_under_risk(curve: list[dict[str, float]]) -> float | None:
    """Area under the risk-coverage curve (Geifman, Uziel and El-Yaniv, 2019): the mean risk over all coverages."""
    if not curve:
        return None
    coverage = np.array([0.0, *(point["coverage"] for point in curve)])
    risk = np.array([point["risk"] for point in curve])
    return round(float((np.diff(coverage) * risk).sum()), 4)


def thinned(curve: list[dict[str, float]]) -> list[dict[str, float]]:
    """At most about `_POINTS` points of a curve, its ends among them."""
    step = max(1, len(curve) // _POINTS)
    return curve if step == 1 else [*curve[::step], curve[-1]]


def thresholds(curve: list[dict[str, float]]) -> dict[str, dict[str, float] | None]:
    """For each wanted precision, the lowest threshold that reaches it, with its coverage; None when none does.

    What reached a precision on these questions need not on others: take a set that the threshold will be used for.

    Args:
        curve: What `risk_coverage` gives.

    Returns:
        By the precision as text: `threshold`, `coverage` and `precision`, or None.
    """
    found: dict[str, dict[str, float] | None] = {}
    for wanted in WANTED_PRECISIONS:
        reached = [point for point in curve if 1 - point["risk"] >= wanted]
        best = reached[-1] if reached else None
        found[str(wanted)] = best and {
            "threshold": best["threshold"],
            "coverage": best["coverage"],
            "precision": round(1 - best["risk"], 4),
        }
    return found


def separation(confidence: Values, answerable: Right) -> float | None:
    """AUROC: how often an answerable question has more confidence than an unanswerable one (ties count half)."""
    yes, no = np.sort(confidence[answerable]), confidence[~answerable]
    if not len(yes) or not len(no):
        return None
    above = len(yes) - np.searchsorted(yes, no, "right")
    equal = np.searchsorted(yes, no, "right") - np.searchsorted(yes, no, "left")
    return round(float((above + equal / 2).sum() / (len(yes) * len(no))), 4)
