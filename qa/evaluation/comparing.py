"""Two runs of one set: what each metric gained, whether that is more than chance, and which questions changed."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from qa.evaluation.difference import changed_quotes
from qa.evaluation.scoring import is_correct
from qa.evaluation.statistics import difference, holm
from qa.evaluation.summary import tally

Row = Mapping[str, Any]
_SIGNIFICANT = 0.05


def compare(old: Iterable[Row], new: Iterable[Row]) -> dict[str, Any]:
    """The comparison of two runs, questions paired by id; only those that both have count.

    Args:
        old: Rows of a run.
        new: Rows of the run to compare with it.

    Returns:
        `paired`, `only_old`, `only_new`: how many questions, and the ids that only one run has. `metrics`: for each
        the values, their difference with its interval, the p-value of a paired randomisation test, that value
        corrected for the number of metrics (Holm), and the smallest difference that these runs could have shown.
        `won` and `lost`: ids of questions served rightly by the new run alone, and by the old one alone. `scores`: for
        each metric of single questions the ids whose score rose or fell. `quotes`: the quotes that changed.
    """
    before, after = {str(row["id"]): row for row in old}, {str(row["id"]): row for row in new}
    both = [name for name in after if name in before]
    pairs = [(before[name], after[name]) for name in both]
    return {
        "paired": len(both),
        "only_old": [name for name in before if name not in after],
        "only_new": [name for name in after if name not in before],
        "metrics": _metrics(pairs),
        "won": [str(b["id"]) for a, b in pairs if is_correct(b) and not is_correct(a)],
        "lost": [str(b["id"]) for a, b in pairs if is_correct(a) and not is_correct(b)],
        "scores": _moved_scores(pairs),
        "quotes": [change for a, b in pairs if (change := changed_quotes(a, b))],
    }


def is_worse(metric: Mapping[str, Any]) -> bool:
    """Whether a metric of a comparison fell by more than chance, after correction."""
    return bool(metric["difference"] < 0 and metric["p_holm"] < _SIGNIFICANT)


def verdict(metric: Mapping[str, Any]) -> str:
    """`better`, `worse`, or `no difference shown`, for a metric of which more is better."""
    if metric["p_holm"] >= _SIGNIFICANT:
        return "no difference shown"
    return "better" if metric["difference"] > 0 else "worse"


def _metrics(pairs: list[tuple[Row, Row]]) -> dict[str, dict[str, Any]]:
    old, new = tally(a for a, _ in pairs), tally(b for _, b in pairs)
    found = {}
    for name in new.metrics:
        compared = difference(old.values(name), new.values(name)) if pairs else None
        if compared:
            found[name] = compared
    corrected = holm([compared.p for compared in found.values()])
    return {
        name: {
            "old": round(compared.old, 4),
            "new": round(compared.new, 4),
            "difference": round(compared.new - compared.old, 4),
            "interval": [round(compared.low, 4), round(compared.high, 4)],
            "p": round(compared.p, 4),
            "p_holm": round(p_holm, 4),
            "smallest_difference": None if compared.smallest is None else round(compared.smallest, 4),
        }
        for (name, compared), p_holm in zip(found.items(), corrected, strict=True)
    }


def _moved_scores(pairs: list[tuple[Row, Row]]) -> dict[str, dict[str, list[str]]]:
    names = dict.fromkeys(name for _, new in pairs for name in new["scores"] if name != "quote_chars")
    moved = {}
    for name in names:
        changes = np.array([b["scores"].get(name, 0.0) - a["scores"].get(name, 0.0) for a, b in pairs])
        moved[name] = {
            "won": [str(pairs[at][1]["id"]) for at in np.flatnonzero(changes > 0)],
            "lost": [str(pairs[at][1]["id"]) for at in np.flatnonzero(changes < 0)],
        }
    return moved
