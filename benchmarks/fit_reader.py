"""Fits the reader's two networks and writes them into `qa/reader.json`.

    python -m benchmarks.fit_reader [--data DIR] [--check]

Ranking: a score a sentence, softmax over the sentences of a question, likelihood of those that hold the answer.
Confidence: the probability that the best sentence answers, over questions as they are, with their paragraph taken out,
and about something else (near misses), and over indexes of one and three paragraphs. One half of the development questions checks what was fitted on the other.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.data import DEFAULT, load
from benchmarks.examples import AS_IT_IS, REMOVED, REPLACED, SWAPPED, Example, examples_of, small_examples
from benchmarks.names import fit_names
from benchmarks.reading_sets import DEVELOPMENT, guides, public, put_into_other_words, thai
from embeddings.static import load_builtin
from qa.evaluation import confidence as trust
from qa.features import FEATURES
from qa.reader import evidence_of, run_of
from qa.weights import FILE, load_weights

HIDDEN = {"ranking": 24, "confidence": 12}
# So many questions of each kind: enough for networks this small, and a fit takes a minute.
LIMITS = {"development": 1500, "thai": 800, "other words": 650, "guide": 180}
# A removed paragraph is rarer in life than a question about the wrong thing.
WEIGHTS = {AS_IT_IS: 1.0, REMOVED: 0.6, SWAPPED: 1.0, REPLACED: 1.0}
# Indexes of so few paragraphs are a new user's first ones: of each development set so many paragraphs, whole and cut short.
SMALL_SIZES, SMALL_DRAWS = (1, 3), {"whole": 70, "short": 150}
SEEDS = (20, 21, 22)  # of the networks of an ensemble
Numbers = NDArray[np.float64]


def main() -> None:
    """Fit, check, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_reader", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--check", action="store_true", help="only fit on halves and check; write nothing")
    parser.add_argument("--worth", action="store_true", help="also say what each feature is worth")
    options = parser.parse_args()
    torch.set_num_threads(1)
    naming, told = _naming(options.data)
    print(f"names: {told}", flush=True)
    _write({"naming": naming})  # what the examples are made with
    development, others = read_examples(options.data)
    for number, half in enumerate((0, 1)):
        fitted = fit([*_half(development, half), *others])
        print(f"fitted on half {number}, on the other: {check(fitted, _half(development, 1 - half))}", flush=True)
        if options.worth:
            print_worth(fitted, _half(development, 1 - half))
    if not options.check:
        ranking, confidence = fit([*development, *others])
        _write({"ranking": ranking.layers(), "confidence": confidence.layers(), "naming": naming})
        print(f"written to {FILE.name}; on all that it was fitted on: {check((ranking, confidence), development)}")


def read_examples(data: Path) -> tuple[list[Example], list[Example]]:
    """Those of the development sets, and those made of the training side."""
    encoder = load_builtin()
    development = [e for name in DEVELOPMENT for e in examples_of(public(data, name), LIMITS["development"])]
    others = examples_of(thai(data), LIMITS["thai"])
    for name in DEVELOPMENT:
        translated = put_into_other_words(public(data, name), encoder)
        others += [
            example
            for example in examples_of(public(data, name), LIMITS["other words"], questions=translated)
            if example.kind != SWAPPED
        ]
        for short, draws in ((False, SMALL_DRAWS["whole"]), (True, SMALL_DRAWS["short"])):
            others += small_examples(load(name, data), draws, SMALL_SIZES, short=short)
    for language, made in guides(data, encoder):
        found = examples_of(made, LIMITS["guide"])
        print(f"{language}: {len(found)} examples", flush=True)
        others += found
    return development, others


def _naming(data: Path) -> tuple[list[dict[str, Any]], str]:
    """The probe for names as a network of one layer."""
    weights, bias, told = fit_names(load_builtin(), data)
    return [{"weights": np.round(weights[:, None], 4).tolist(), "bias": [round(bias, 4)]}], told


def _write(parts: dict[str, list[dict[str, Any]]]) -> None:
    """Put these networks into the file in place of the ones of that name."""
    kept = json.loads(FILE.read_text("utf-8")) if FILE.is_file() else {}
    FILE.write_text(json.dumps(kept | parts) + "\n", "utf-8")
    load_weights.cache_clear()


class Net(torch.nn.Module):
    """One hidden layer over standardised inputs."""

    def __init__(self, inputs: Numbers, hidden: int) -> None:
        super().__init__()
        self.mean = torch.tensor(inputs.mean(axis=0), dtype=torch.float32)
        self.scale = torch.tensor(inputs.std(axis=0) + 1e-3, dtype=torch.float32)
        self.first = torch.nn.Linear(inputs.shape[1], hidden)
        self.second = torch.nn.Linear(hidden, 1)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """(..., inputs) to (...)."""
        hidden = torch.relu(self.first((inputs - self.mean) / self.scale))
        result: torch.Tensor = self.second(hidden)[..., 0]
        return result

    def numbers(self, inputs: Numbers) -> Numbers:
        """The outputs as numpy has them, (n,)."""
        with torch.no_grad():
            return self(torch.tensor(inputs, dtype=torch.float32)).numpy().astype(np.float64)  # type: ignore[no-any-return]


class Ensemble:
    """The mean of networks that began from different numbers: itself a network, as wide as all of them."""

    def __init__(self, members: Sequence[Net]) -> None:
        self._members = members

    def numbers(self, inputs: Numbers) -> Numbers:
        """The mean of the members' outputs, (n,)."""
        mean: Numbers = np.mean([net.numbers(inputs) for net in self._members], axis=0)
        return mean

    def layers(self) -> list[dict[str, Any]]:
        """The layers as `qa.weights` reads them, with the standardisation worked into the first."""
        first, biases = [], []
        for net in self._members:
            weights = net.first.weight.detach().numpy() / net.scale.numpy()
            first.append(weights.T)
            biases.append(net.first.bias.detach().numpy() - weights @ net.mean.numpy())
        share = 1 / len(self._members)
        second = np.concatenate([net.second.weight.detach().numpy().T * share for net in self._members])
        bias = np.mean([net.second.bias.detach().numpy() for net in self._members], axis=0)
        layers = [(np.concatenate(first, axis=1), np.concatenate(biases)), (second, bias)]
        return [{"weights": np.round(w, 4).tolist(), "bias": np.round(b, 4).tolist()} for w, b in layers]


Fitted = tuple[Ensemble, Ensemble]


def fit(examples: Sequence[Example]) -> Fitted:
    """The ranking and the confidence network."""
    answerable = [example for example in examples if example.right.any()]
    ranking = Ensemble([_fit_ranking(answerable, seed) for seed in SEEDS])
    evidence, right = _judged(ranking, examples)
    weights = np.array([WEIGHTS[example.kind] for example in examples])
    return ranking, Ensemble([_fit_confidence(evidence, right, weights, seed) for seed in SEEDS])


def check(fitted: Fitted, examples: Sequence[Example]) -> str:
    """How good a fit is on other questions."""
    ranking, confidence = fitted
    evidence, right = _judged(ranking, examples)
    sure = 1 / (1 + np.exp(-confidence.numbers(evidence)))
    kinds = np.array([example.kind for example in examples])
    whole = kinds == AS_IT_IS
    figures = [f"quote@1 {right[whole].mean():.3f}"]
    for kind in (REMOVED, SWAPPED):
        both = whole | (kinds == kind)
        figures.append(f"AUROC against {kind} {trust.separation(sure[both], whole[both])}")
    error = trust.calibration_error(trust.calibration(sure, right))
    curve = trust.thresholds(trust.risk_coverage(sure, right))
    return ", ".join([*figures, f"calibration error {error}", f"thresholds {curve}"])


def print_worth(fitted: Fitted, examples: Sequence[Example]) -> None:
    """What is lost when the values of a feature are dealt out anew among all sentences (permutation importance; Breiman, 2001).

    A line a feature: first quotes that are no longer right, and AUROC that is lost against near misses, in points.
    """
    draw = np.random.default_rng(SEEDS[0])
    before = _quality(fitted, examples)
    for column, name in enumerate(FEATURES):
        values = draw.permutation(np.concatenate([example.features[:, column] for example in examples]))
        dealt, at = [], 0
        for example in examples:
            features = example.features.copy()
            features[:, column] = values[at : at + len(features)]
            at += len(features)
            dealt.append(replace(example, features=features))
        first, apart = (100 * (a - b) for a, b in zip(before, _quality(fitted, dealt), strict=True))
        print(f"| {name} | {first:.1f} | {apart:.1f} |", flush=True)


def _quality(fitted: Fitted, examples: Sequence[Example]) -> tuple[float, float]:
    evidence, right = _judged(fitted[0], examples)
    kinds = np.array([example.kind for example in examples])
    whole = kinds == AS_IT_IS
    both = whole | (kinds == SWAPPED)
    return float(right[whole].mean()), float(trust.separation(fitted[1].numbers(evidence)[both], whole[both]) or 0.0)


def _fit_ranking(examples: Sequence[Example], seed: int) -> Net:
    torch.manual_seed(seed)
    features, right, there = _padded(examples)
    net = Net(np.concatenate([example.features for example in examples]), HIDDEN["ranking"])

    def loss(rows: torch.Tensor) -> torch.Tensor:
        scores = net(features[rows]).masked_fill(~there[rows], -1e9)
        good = scores.masked_fill(~right[rows], -1e9)
        return (torch.logsumexp(scores, 1) - torch.logsumexp(good, 1)).mean()

    _minimise(net, loss, len(examples), epochs=12, batch=64, decay=1e-3)
    return net


def _fit_confidence(evidence: Numbers, right: NDArray[np.bool_], weights: Numbers, seed: int) -> Net:
    torch.manual_seed(seed)
    inputs, targets, weight = (torch.tensor(v, dtype=torch.float32) for v in (evidence, right, weights))
    net = Net(evidence, HIDDEN["confidence"])

    def loss(rows: torch.Tensor) -> torch.Tensor:
        odds = net(inputs[rows])
        each = torch.nn.functional.binary_cross_entropy_with_logits(odds, targets[rows], reduction="none")
        return (each * weight[rows]).mean()

    _minimise(net, loss, len(evidence), epochs=30, batch=128, decay=1e-2)
    return net


def _minimise(
    net: Net, loss: Callable[[torch.Tensor], torch.Tensor], size: int, *, epochs: int, batch: int, decay: float
) -> None:
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=decay)
    steps = epochs * -(-size // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, total_steps=steps)
    for _ in range(epochs):
        for rows in torch.randperm(size).split(batch):  # type: ignore[no-untyped-call]
            value = loss(rows)
            optimizer.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()


def _padded(examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Features (n, most, features), which candidates answer and which are there (n, most)."""
    most = max(len(example.right) for example in examples)
    features = torch.zeros(len(examples), most, len(FEATURES))
    right, there = (torch.zeros(len(examples), most, dtype=torch.bool) for _ in range(2))
    for row, example in enumerate(examples):
        size = len(example.right)
        features[row, :size] = torch.tensor(example.features)
        right[row, :size] = torch.tensor(example.right)
        there[row, :size] = True
    return features, right, there


def _judged(ranking: Ensemble, examples: Sequence[Example]) -> tuple[Numbers, NDArray[np.bool_]]:
    """The evidence for what is quoted first for each question, and whether it is right."""
    evidence, right = [], []
    for example in examples:
        scores = ranking.numbers(example.features)
        rows = example.passages.tolist()
        evidence.append(evidence_of(example.features, scores, rows))
        right.append(bool(example.right[list(run_of(scores, rows))].any()))
    return np.stack(evidence), np.array(right)


def _half(examples: Sequence[Example], half: int) -> list[Example]:
    """Every other question, with all its variants."""
    return list(_questions(examples, half))


def _questions(examples: Sequence[Example], half: int) -> Iterator[Example]:
    number = -1
    for example in examples:
        number += example.kind == AS_IT_IS
        if number % 2 == half:
            yield example


if __name__ == "__main__":
    main()
