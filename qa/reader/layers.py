"""Small networks of plain layers, as files of learned numbers hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


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


def network_of(layers: Sequence[Mapping[str, list[float]]]) -> Network:
    """A network from its layers, first to last: `weights`, (inputs, outputs), and `bias`, (outputs,), of each."""
    return Network(tuple((np.array(layer["weights"]), np.array(layer["bias"])) for layer in layers))
