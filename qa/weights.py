"""The reader's small networks, as `benchmarks.fit_reader` and `benchmarks.fit_joined` wrote them into `reader.json`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from qa.closeness import Closeness
from qa.columns import SENTENCE_COLUMNS, TOKEN_COLUMNS
from qa.layers import Network, network_of
from qa.layers import Numbers as Numbers
from qa.learned import check_names, read_learned

FILE = Path(__file__).parent / "reader.json"
KIND, VERSION = "small networks of the reader", 2
Layers = Mapping[str, list[dict[str, list[float]]]]


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


class Weights:
    """The reader's networks, each checked and made when it is first asked for."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._networks = content["networks"]

    @cached_property
    def choosing(self) -> Ensemble:
        """Scores sentences by their features alone: which passages are worth reading."""
        return self._checked("choosing", "fit_reader")

    @cached_property
    def ranking(self) -> Ensemble:
        """Scores sentences by features and by what the span network says."""
        return self._checked("ranking", "fit_joined")

    @cached_property
    def confidence(self) -> Ensemble:
        """Gives the log-odds that the best one answers."""
        return self._checked("confidence", "fit_joined")

    def _checked(self, name: str, recipe: str) -> Ensemble:
        labelled, mend = self._networks[name], f"fit it again: python -m benchmarks.{recipe}"
        check_names(f"{FILE}: {name}", labelled["sentence_columns"], SENTENCE_COLUMNS[name], mend)
        check_names(f"{FILE}: {name}, of tokens", labelled["token_columns"], TOKEN_COLUMNS, mend)
        return ensemble_of(labelled["members"])


@cache
def load_weights() -> Weights:
    """The reader's weights that come with the code.

    Raises:
        LearnedFileError: The file is missing, broken or of another version. A network that was fitted on other columns than the
            code computes says so when it is first asked for.
    """
    return Weights(read_learned(FILE, KIND, VERSION))


def ensemble_of(members: Sequence[Layers]) -> Ensemble:
    """An ensemble from the layers of the `tokens` and the `sentence` of each member."""
    return Ensemble(tuple(Member(network_of(layers["tokens"]), network_of(layers["sentence"])) for layers in members))


def _joined(close: Closeness) -> Numbers:
    """What is found for each token in each sentence, with what is known of it: (n, t, FOUND + TOLD)."""
    told = np.broadcast_to(close.told, (*close.found.shape[:2], close.told.shape[1]))
    return np.concatenate([close.found, told], axis=2, dtype=np.float64)
