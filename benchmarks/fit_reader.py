"""Fits the reader's two networks and writes them into `qa/reader.json`.

    python -m benchmarks.fit_reader [--data DIR] [--check]

Ranking: a score a sentence, softmax over the sentences of a question, likelihood of those that hold the answer.
Confidence: the probability that the best sentence answers, over questions as they are, with their paragraph taken out,
and about something else (near misses), and over indexes of one and three paragraphs. Each development set checks what was
fitted without it and without what is made of it.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.across_languages import glossed, news
from benchmarks.data import DEFAULT, load
from benchmarks.examples import AS_IT_IS, REMOVED, REPLACED, SWAPPED, Example, examples_of, small_examples
from benchmarks.names import fit_names
from benchmarks.networks import Batch, Item, Net, minimise
from benchmarks.reading_sets import DEVELOPMENT, guides, public, thai
from embeddings.static import load_builtin
from embeddings.training.glossing import Glossary
from qa.closeness import FOUND, Closeness
from qa.evaluation import confidence as trust
from qa.features import FEATURES
from qa.reader import evidence_of, run_of
from qa.weights import FILE, Ensemble, Weights, ensemble_of, load_naming, load_weights, weights_of

HIDDEN = {"ranking": 24, "confidence": 12}
# So many questions of each kind: enough for networks this small, and a fit takes a minute.
LIMITS = {"development": 1500, "thai": 800, "glossed": 1500, "guide": 180}
# A removed paragraph is rarer in life than a question about the wrong thing.
WEIGHTS = {AS_IT_IS: 1.0, REMOVED: 0.6, SWAPPED: 1.0, REPLACED: 1.0}
# Indexes of so few paragraphs are a new user's first ones: of each development set so many paragraphs, whole and cut short.
SMALL_SIZES, SMALL_DRAWS = (1, 3), {"whole": 70, "short": 150}
# Questions that people asked are few beside those that are made of them. Each counts twice: fitted without DRCD dev, first quotes
# on it rise from 0.875 to 0.884 and AUROC against near misses from 0.865 to 0.891.
COUNTED = 2
SEEDS = (20, 21, 22)  # of the networks of an ensemble
Numbers = NDArray[np.float64]


def main() -> None:
    """Fit, check, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_reader", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument(
        "--check", action="store_true", help="only fit without each development set and check; write nothing"
    )
    parser.add_argument("--worth", action="store_true", help="also say what each feature is worth")
    options = parser.parse_args()
    torch.set_num_threads(1)
    naming, told = _naming(options.data)
    print(f"names: {told}", flush=True)
    _write({"naming": naming})  # what the examples are made with
    material = read_examples(options.data)
    for left_out in DEVELOPMENT:
        fitted = weights_of(fit(material.examples(left_out)))
        print(f"fitted without {left_out}, on it: {check(fitted, material.development[left_out])}", flush=True)
        if options.worth:
            print_worth(fitted, material.development[left_out])
    if not options.check:
        content = fit(material.examples())
        _write(content | {"naming": naming})
        for name, examples in material.development.items():
            print(f"written to {FILE.name}; on {name}, fitted on it: {check(weights_of(content), examples)}")


@dataclass(frozen=True, slots=True)
class Material:
    """The development sets, what is made of each, and what is made of the training side."""

    development: dict[str, list[Example]]
    made: dict[str, list[Example]]
    others: list[Example]

    def examples(self, left_out: str = "") -> list[Example]:
        """All of it, without one development set."""
        names = [name for name in self.development if name != left_out]
        return [e for name in names for e in (*self.development[name] * COUNTED, *self.made[name])] + self.others


def read_examples(data: Path) -> Material:
    """Make all examples."""
    encoder, glossary = load_builtin(), Glossary.of(data)
    development = {name: examples_of(public(data, name), LIMITS["development"]) for name in DEVELOPMENT}
    made: dict[str, list[Example]] = {}
    for name in DEVELOPMENT:
        made[name] = examples_of(public(data, name), LIMITS["glossed"], questions=glossed(public(data, name), glossary))
        for short, draws in ((False, SMALL_DRAWS["whole"]), (True, SMALL_DRAWS["short"])):
            made[name] += small_examples(load(name, data), draws, SMALL_SIZES, short=short)
        print(f"{name}: {len(development[name])} examples, and {len(made[name])} made of it", flush=True)
    others = examples_of(thai(data), LIMITS["thai"])
    for language, written, questions in news(data, encoder):
        found = examples_of(written, questions=questions)
        print(f"on {language}: {len(found)} examples", flush=True)
        others += found
    for language, guide in guides(data, encoder):
        found = examples_of(guide, LIMITS["guide"])
        print(f"{language}: {len(found)} examples", flush=True)
        others += found
    return Material(development, made, others)


def _naming(data: Path) -> tuple[list[dict[str, Any]], str]:
    """The probe for names as a network of one layer."""
    weights, bias, told = fit_names(load_builtin(), data)
    return [{"weights": np.round(weights[:, None], 4).tolist(), "bias": [round(bias, 4)]}], told


def _write(parts: dict[str, Any]) -> None:
    """Put these networks into the file in place of the ones of that name."""
    kept = json.loads(FILE.read_text("utf-8")) if FILE.is_file() else {}
    FILE.write_text(json.dumps(kept | parts) + "\n", "utf-8")
    load_weights.cache_clear()
    load_naming.cache_clear()


@dataclass(frozen=True, slots=True)
class Judged:
    """What is quoted first for a question: the evidence for it, (evidence,), how its words fare there, whether it is right."""

    evidence: Numbers
    close: Closeness
    right: bool


def fit(examples: Sequence[Example]) -> dict[str, Any]:
    """The ranking and the confidence network, as `reader.json` holds them."""
    answerable = [Item(e.features, e.close, e.right) for e in examples if e.right.any()]
    ranking = [_fit_ranking(answerable, seed).to_json() for seed in SEEDS]
    items = [
        Item(judged.evidence[None], judged.close, np.array([judged.right]), WEIGHTS[example.kind])
        for judged, example in zip(_judged(ensemble_of(ranking), examples), examples, strict=True)
    ]
    return {"ranking": ranking, "confidence": [_fit_confidence(items, seed).to_json() for seed in SEEDS]}


def check(fitted: Weights, examples: Sequence[Example]) -> str:
    """How good a fit is on other questions."""
    sure, right = _sure(fitted, examples)
    kinds = np.array([example.kind for example in examples])
    whole = kinds == AS_IT_IS
    figures = [f"quote@1 {right[whole].mean():.3f}"]
    for kind in (REMOVED, SWAPPED):
        both = whole | (kinds == kind)
        if (kinds == kind).any():
            figures.append(f"AUROC against {kind} {trust.separation(sure[both], whole[both])}")
    error = trust.calibration_error(trust.calibration(sure, right))
    curve = trust.thresholds(trust.risk_coverage(sure, right))
    return ", ".join([*figures, f"calibration error {error}", f"thresholds {curve}"])


def print_worth(fitted: Weights, examples: Sequence[Example]) -> None:
    """What is lost when the values of a feature are dealt out anew among all sentences (permutation importance; Breiman, 2001).

    A line a feature, and a line for what is found of a token: first quotes that are no longer right, and AUROC that is
    lost against near misses, in points.
    """
    draw = np.random.default_rng(SEEDS[0])
    before = _quality(fitted, examples)
    for name, dealt in [*_features_dealt(examples, draw), *_tokens_dealt(examples, draw)]:
        first, apart = (100 * (a - b) for a, b in zip(before, _quality(fitted, dealt), strict=True))
        print(f"| {name} | {first:.1f} | {apart:.1f} |", flush=True)


def _features_dealt(examples: Sequence[Example], draw: np.random.Generator) -> Iterator[tuple[str, list[Example]]]:
    for column, name in enumerate(FEATURES):
        values = draw.permutation(np.concatenate([example.features[:, column] for example in examples]))
        dealt, at = [], 0
        for example in examples:
            features = example.features.copy()
            features[:, column] = values[at : at + len(features)]
            at += len(features)
            dealt.append(replace(example, features=features))
        yield name, dealt


def _tokens_dealt(examples: Sequence[Example], draw: np.random.Generator) -> Iterator[tuple[str, list[Example]]]:
    for column, name in enumerate(FOUND):
        values = draw.permutation(np.concatenate([example.close.found[:, :, column].ravel() for example in examples]))
        dealt, at = [], 0
        for example in examples:
            found = example.close.found.copy()
            size = found[:, :, column].size
            found[:, :, column] = values[at : at + size].reshape(found.shape[:2])
            at += size
            dealt.append(replace(example, close=replace(example.close, found=found)))
        yield f"token: {name}", dealt


def _quality(fitted: Weights, examples: Sequence[Example]) -> tuple[float, float]:
    sure, right = _sure(fitted, examples)
    kinds = np.array([example.kind for example in examples])
    whole = kinds == AS_IT_IS
    both = whole | (kinds == SWAPPED)
    return float(right[whole].mean()), float(trust.separation(sure[both], whole[both]) or 0.0)


def _fit_ranking(items: Sequence[Item], seed: int) -> Net:
    torch.manual_seed(seed)
    net = Net(np.concatenate([item.features for item in items]), HIDDEN["ranking"])

    def loss(batch: Batch) -> torch.Tensor:
        scores = net(batch).masked_fill(~batch.listed, -1e9)
        good = scores.masked_fill(~batch.right, -1e9)
        return (torch.logsumexp(scores, 1) - torch.logsumexp(good, 1)).mean()

    minimise(net, loss, items, epochs=12, size=64, decay=1e-3, seed=seed)
    return net


def _fit_confidence(items: Sequence[Item], seed: int) -> Net:
    torch.manual_seed(seed)
    net = Net(np.concatenate([item.features for item in items]), HIDDEN["confidence"])

    def loss(batch: Batch) -> torch.Tensor:
        each = torch.nn.functional.binary_cross_entropy_with_logits(
            net(batch)[:, 0], batch.right[:, 0].float(), reduction="none"
        )
        return (each * batch.weights).mean()

    minimise(net, loss, items, epochs=30, size=128, decay=1e-2, seed=seed)
    return net


def _judged(ranking: Ensemble, examples: Sequence[Example]) -> list[Judged]:
    judged = []
    for example in examples:
        scores, rows = ranking(example.features, example.close), example.passages.tolist()
        right = bool(example.right[list(run_of(example.features, scores, rows))].any())
        evidence = evidence_of(example.features, scores, rows)
        judged.append(Judged(evidence, example.close.of(int(np.argmax(scores))), right))
    return judged


def _sure(fitted: Weights, examples: Sequence[Example]) -> tuple[Numbers, NDArray[np.bool_]]:
    """How sure the reader is of what it quotes first for each question, (questions,), and whether it is right."""
    judged = _judged(fitted.ranking, examples)
    odds = np.array([fitted.confidence(each.evidence[None], each.close)[0] for each in judged])
    return 1 / (1 + np.exp(-odds)), np.array([each.right for each in judged])


if __name__ == "__main__":
    main()
