"""The reader's small networks, as `benchmarks.fit_joined` wrote them into `joint_model.json`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from qa.learned import check_names, read_learned
from qa.reader.columns import COLUMNS
from qa.reader.layers import Network, network_of
from qa.reader.layers import Numbers as Numbers

FILE = Path(__file__).parent / "weights" / "joint_model.json"
KIND, VERSION = "small networks of the reader", 3
Layers = Sequence[Mapping[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The mean of networks that began from different numbers."""

    members: tuple[Network, ...]

    def __call__(self, inputs: Numbers) -> Numbers:
        """The output for each of n rows, (n,), by their inputs, (n, inputs)."""
        mean: Numbers = np.mean([member(inputs)[:, 0] for member in self.members], axis=0)
        return mean


@dataclass(frozen=True, slots=True)
class Weights:
    """The reader's networks.

    Attributes:
        ranking: Scores sentences by their evidence.
        confidence: Gives the log-odds that the best one answers.
    """

    ranking: Ensemble
    confidence: Ensemble


@cache
def load_weights() -> Weights:
    """The reader's weights that come with the code.

    Returns:
        The weights; one object for all who ask.

    Raises:
        LearnedFileError: The file is missing, broken, of another version or fitted on other columns.
    """
    return weights_of(read_learned(FILE, KIND, VERSION))


def weights_of(content: Mapping[str, Any]) -> Weights:
    """The weights of a content like that of `joint_model.json`.

    Args:
        content: What `read_learned` gives of it.

    Returns:
        The weights, for the columns that the code computes.

    Raises:
        LearnedFileError: It was fitted on other columns than the code computes.
    """
    networks = content["networks"]
    for name, columns in COLUMNS.items():
        mend = "fit it again: python -m benchmarks.fit_joined"
        check_names(f"{FILE}: {name}", networks[name]["columns"], columns, mend)
    return Weights(*(ensemble_of(networks[name]["members"]) for name in COLUMNS))


def ensemble_of(members: Sequence[Layers]) -> Ensemble:
    """An ensemble from the layers of each member."""
    return Ensemble(tuple(map(network_of, members)))
