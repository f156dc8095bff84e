"""The reader's two small networks, as `python -m benchmarks.fit_reader` wrote them into `reader.json`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "reader.json"
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Network:
    """Layers of weights and biases with `max(0, x)` between them: (n, inputs) to (n,)."""

    layers: tuple[tuple[Numbers, Numbers], ...]

    def __call__(self, inputs: Numbers) -> Numbers:
        """The output for each row of `inputs`."""
        values = inputs
        for number, (weights, bias) in enumerate(self.layers):
            values = values @ weights + bias
            if number < len(self.layers) - 1:
                values = np.maximum(values, 0)
        return values[:, 0]


@dataclass(frozen=True, slots=True)
class Weights:
    """`ranking` scores the sentences; `confidence` gives the log-odds that the best one answers.

    `naming` gives the log-odds that a token, by the direction of its vector in the built-in model, is part of a name.
    """

    ranking: Network
    confidence: Network
    naming: Network

    def names(self, directions: NDArray[np.float32]) -> Numbers:
        """How likely each token is part of a name: (n, dim) to (n,)."""
        odds: Numbers = 1 / (1 + np.exp(-self.naming(directions.astype(np.float64))))
        return odds


@cache
def load_weights() -> Weights:
    """The weights that come with the code."""
    content = json.loads(FILE.read_text("utf-8"))
    return Weights(*(_network(content[name]) for name in ("ranking", "confidence", "naming")))


def _network(layers: list[dict[str, list[float]]]) -> Network:
    return Network(tuple((np.array(layer["weights"]), np.array(layer["bias"])) for layer in layers))
