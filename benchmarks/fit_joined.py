"""Fits what joins the span network with the rest of the evidence, and writes `qa/reader/weights/joint_model.json`: ranking and confidence.

    python -m benchmarks.fit_joined [--data DIR] [--check] [--scale S] [--processes N]

Ranking: softmax over the sentences of the passages that were read, likelihood of those that hold the answer. Confidence:
the probability that what is quoted first answers, over questions as they are, with their passage taken away, about something
else, and without an answer. `--check` fits without each set and judges on it: what may be expected of a set never seen.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.data import DEFAULT
from benchmarks.joined_material import AS_IT_IS, Judged, material
from benchmarks.networks import Batch, Item, Net, minimise, write_networks
from qa.evaluation import confidence as trust
from qa.reader.joined import EVIDENCE, SCALE
from qa.reader.joint_model import Ensemble, ensemble_of
from qa.reader.lacking import ABSENT
from qa.reader.reading import evidence_of, run_of, scores_of
from qa.settings import THRESHOLD

HIDDEN = {"ranking": 8, "confidence": 5}
TWICE = ("written", "reports")  # these sets count so: papers of an office and archives are what is asked most
SEEDS = tuple(range(20, 28))  # of the networks of an ensemble
_MASS = EVIDENCE.index("spans")
Numbers = NDArray[np.float64]


def main() -> None:
    """Make the material, check or fit, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_joined", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--check", action="store_true", help="fit without each set and judge on it")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the questions, for a trial")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="sets that are asked at a time")
    options = parser.parse_args()
    torch.set_num_threads(1)
    examples = material(options.data, options.scale, options.processes)
    if options.check:
        for name in sorted({example.source for example in examples}):
            fitted = fit([example for example in examples if example.source != name])
            print(f"{name}: {check(fitted, [each for each in examples if each.source == name])}", flush=True)
    content = fit(examples)
    print(f"all, fitted on them: {check(content, examples)}")
    write_networks(content, sorted({example.source for example in examples}))


def fit(examples: Sequence[Judged]) -> dict[str, Any]:
    """The two ensembles as `joint_model.json` holds them."""
    examples = [*examples, *(example for example in examples if example.source in TWICE)]
    ranking = [_fit_ranking(examples, seed).to_json() for seed in SEEDS]
    items = [Item(said[None], np.array([right])) for said, right in _quoted(ensemble_of(ranking), examples)]
    return {"ranking": ranking, "confidence": [_fit_confidence(items, seed).to_json() for seed in SEEDS]}


def check(content: dict[str, Any], examples: Sequence[Judged]) -> str:
    """How good a fit is: first quotes, refusals, and how well confidence tells and is calibrated."""
    ranking, confidence = ensemble_of(content["ranking"]), ensemble_of(content["confidence"])
    quoted = _quoted(ranking, examples)
    sure = 1 / (1 + np.exp(-confidence(np.stack([said for said, _ in quoted]))))
    right = np.array([is_right for _, is_right in quoted])
    asked = np.array([example.kind == AS_IT_IS for example in examples])
    shown = sure >= THRESHOLD
    masses = np.array([example.evidence[:, _MASS].max() for example in examples])
    parts = [
        f"{asked.sum()} + {(~asked).sum()} questions",
        f"first {right[asked].mean():.3f}",
        f"refused {1 - shown[asked].mean():.3f}",
        f"shown ones right {right[shown].mean() if shown.any() else 0:.3f}",
        f"called absent {(masses[asked] < ABSENT * SCALE).mean():.3f}",
        f"calibration error {trust.calibration_error(trust.calibration(sure, right)):.3f}",
    ]
    if (~asked).any():
        parts += [
            f"unanswerable refused {1 - shown[~asked].mean():.3f}",
            f"AUROC {trust.separation(sure, asked) or 0:.3f}",
        ]
    return ", ".join(parts)


def _quoted(ranking: Ensemble, examples: Sequence[Judged]) -> list[tuple[Numbers, bool]]:
    """Of each question the evidence for what is quoted first, and whether it is right."""
    quoted = []
    for example in examples:
        scores, rows = scores_of(ranking, example.evidence), example.rows.tolist()
        right = bool(example.right[list(run_of(example.evidence, scores, rows))].any())
        quoted.append((evidence_of(example.evidence, scores, rows), right))
    return quoted


def _fit_ranking(examples: Sequence[Judged], seed: int) -> Net:
    items = [Item(each.evidence, each.right) for each in examples if each.right.any()]
    torch.manual_seed(seed)
    net = Net(np.concatenate([item.inputs for item in items]), HIDDEN["ranking"])

    def loss(batch: Batch) -> torch.Tensor:
        scores = net(batch).masked_fill(~batch.listed, -1e9)
        good = scores.masked_fill(~batch.right, -1e9)
        return (torch.logsumexp(scores, 1) - torch.logsumexp(good, 1)).mean()

    minimise(net, loss, items, epochs=10, size=64, decay=3e-3, seed=seed)
    return net


def _fit_confidence(items: Sequence[Item], seed: int) -> Net:
    torch.manual_seed(seed)
    net = Net(np.concatenate([item.inputs for item in items]), HIDDEN["confidence"])

    def loss(batch: Batch) -> torch.Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(net(batch)[:, 0], batch.right[:, 0].float())

    minimise(net, loss, items, epochs=16, size=128, decay=1e-2, seed=seed)
    return net


if __name__ == "__main__":
    main()
