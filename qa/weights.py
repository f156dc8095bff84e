"""The reader's small networks, as `python -m benchmarks.fit_reader` wrote them into `reader.json`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.closeness import Closeness

FILE = Path(__file__).parent / "reader.json"
Numbers = NDArray[np.float64]
Layers = Mapping[str, list[dict[str, list[float]]]]


@dataclass(frozen=True, slots=True)
class Network:
    """Layers of weights and biases with `max(0, x)` between them: (..., inputs) to (..., outputs)."""

    layers: tuple[tuple[Numbers, Numbers], ...]

    def __call__(self, inputs: Numbers) -> Numbers:
        """The outputs for each row of `inputs`."""
        values = inputs
        for number, (weights, bias) in enumerate(self.layers):
            values = values @ weights + bias
            if number < len(self.layers) - 1:
                values = np.maximum(values, 0)
        return values


@dataclass(frozen=True, slots=True)
class Member:
    """A network over the features of a sentence and over what another one says of each token of the question.

    `tokens` gives some values for each token; their mean, weighted, and the largest of each (0 at least) are pooled, and
    `sentence` looks at them behind the features.
    """

    tokens: Network
    sentence: Network

    def __call__(self, features: Numbers, close: Closeness) -> Numbers:
        """The output for each of n sentences, (n,), by their features, (n, features), and the question's tokens."""
        values = self.tokens(_joined(close))
        pooled = [close.shares @ values, np.maximum(values, 0).max(axis=1, initial=0.0)]
        return self.sentence(np.concatenate([features, *pooled], axis=1))[:, 0]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The mean of networks that began from different numbers."""

    members: tuple[Member, ...]

    def __call__(self, features: Numbers, close: Closeness) -> Numbers:
        """As a member's."""
        mean: Numbers = np.mean([member(features, close) for member in self.members], axis=0)
        return mean


@dataclass(frozen=True, slots=True)
class Weights:
    """The reader's networks.

    Attributes:
        choosing: Scores sentences by their features alone: which passages are worth reading.
        ranking: Scores sentences by features and by what the span network says.
        confidence: Gives the log-odds that the best one answers.
    """

    choosing: Ensemble
    ranking: Ensemble
    confidence: Ensemble


@cache
def load_weights() -> Weights:
    """The reader's weights that come with the code."""
    return weights_of(_content())


def weights_of(content: Mapping[str, Any]) -> Weights:
    """The weights of a content like that of `reader.json`: each network as its members."""
    return Weights(*(ensemble_of(content[name]) for name in ("choosing", "ranking", "confidence")))


def ensemble_of(members: Sequence[Layers]) -> Ensemble:
    """An ensemble from the layers of the `tokens` and the `sentence` of each member."""
    return Ensemble(tuple(Member(network_of(layers["tokens"]), network_of(layers["sentence"])) for layers in members))


@cache
def load_naming() -> Network:
    """Gives the log-odds that a token, by the direction of its vector in the built-in model, is part of a name."""
    return network_of(_content()["naming"])


def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return content


def _joined(close: Closeness) -> Numbers:
    """What is found for each token in each sentence, with what is known of it: (n, t, FOUND + TOLD)."""
    told = np.broadcast_to(close.told, (*close.found.shape[:2], close.told.shape[1]))
    return np.concatenate([close.found, told], axis=2, dtype=np.float64)


def network_of(layers: Sequence[Mapping[str, list[float]]]) -> Network:
    """A network from its layers, first to last: `weights`, (inputs, outputs), and `bias`, (outputs,), of each."""
    return Network(tuple((np.array(layer["weights"]), np.array(layer["bias"])) for layer in layers))
