"""The reader's networks as torch fits them; `qa/weights.py` runs what `to_json` gives.

A member looks at the features of a sentence and at what a smaller network says of each token of the question, pooled.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from qa.closeness import FOUND, TOLD, Closeness
from qa.columns import SENTENCE_COLUMNS, TOKEN_COLUMNS
from qa.learned import read_learned, write_learned
from qa.weights import FILE, KIND, VERSION, load_weights

_TOKEN_HIDDEN, _TOKEN_OUT = 16, 8
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Item:
    """What a network learns from: n sentences of one question, which of them are right, and how much it counts."""

    features: Numbers
    close: Closeness
    right: NDArray[np.bool_]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Items side by side, padded: features (b, n, f), found (b, n, t, k), told (b, t, j), shares and there (b, t).

    `right` and `listed`, (b, n), say which sentences answer and which are there; `weights`, (b,), how much an item counts.
    """

    features: Tensor
    found: Tensor
    told: Tensor
    shares: Tensor
    there: Tensor
    right: Tensor
    listed: Tensor
    weights: Tensor

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Batch":
        """Put items side by side."""
        size = len(items)
        sentences = max(len(item.right) for item in items)
        tokens = max(1, *(len(item.close.shares) for item in items))
        features = torch.zeros(size, sentences, items[0].features.shape[1])
        found = torch.zeros(size, sentences, tokens, len(FOUND))
        told, shares = torch.zeros(size, tokens, len(TOLD)), torch.zeros(size, tokens)
        there = torch.zeros(size, tokens, dtype=torch.bool)
        right, listed = (torch.zeros(size, sentences, dtype=torch.bool) for _ in range(2))
        for row, item in enumerate(items):
            n, t = item.close.found.shape[:2]
            features[row, :n] = torch.from_numpy(item.features)
            found[row, :n, :t] = torch.from_numpy(item.close.found)
            told[row, :t] = torch.from_numpy(item.close.told)
            shares[row, :t] = torch.from_numpy(item.close.shares)
            right[row, :n] = torch.from_numpy(item.right)
            there[row, :t], listed[row, :n] = True, True
        weights = torch.tensor([item.weight for item in items])
        return cls(features, found, told, shares, there, right, listed, weights)


class Net(nn.Module):
    """One member: (b, n) scores of a batch."""

    def __init__(self, inputs: Numbers, hidden: int) -> None:
        super().__init__()
        self.mean = torch.tensor(inputs.mean(axis=0), dtype=torch.float32)
        self.scale = torch.tensor(inputs.std(axis=0) + 1e-3, dtype=torch.float32)
        self.token = nn.Linear(len(FOUND) + len(TOLD), _TOKEN_HIDDEN)
        self.said = nn.Linear(_TOKEN_HIDDEN, _TOKEN_OUT)
        self.first = nn.Linear(inputs.shape[1] + 2 * _TOKEN_OUT, hidden)
        self.second = nn.Linear(hidden, 1)

    def forward(self, batch: Batch) -> Tensor:
        """The score of each sentence; those of padding mean nothing."""
        inputs = torch.cat([(batch.features - self.mean) / self.scale, self._pooled(batch)], -1)
        scores: Tensor = self.second(torch.relu(self.first(inputs)))[..., 0]
        return scores

    def _pooled(self, batch: Batch) -> Tensor:
        # What is known of a token is the same in each sentence, so its part of the sum is made once.
        found, told = self.token.weight[:, : len(FOUND)], self.token.weight[:, len(FOUND) :]
        known = batch.told @ told.T + self.token.bias
        values = self.said(torch.relu(batch.found @ found.T + known[:, None]))
        mean = (values * batch.shares[:, None, :, None]).sum(2)
        largest = torch.relu(values).masked_fill(~batch.there[:, None, :, None], 0).amax(2)
        return torch.cat([mean, largest], -1)

    def to_json(self) -> dict[str, Any]:
        """The layers as `qa.weights` reads them, with the standardisation worked into the first."""
        weights, bias = _arrays(self.first)
        weights[: len(self.scale)] /= self.scale.numpy()[:, None]
        bias -= self.mean.numpy() @ weights[: len(self.scale)]
        sentence = [_layer(weights, bias), _layer(*_arrays(self.second))]
        return {"tokens": [_layer(*_arrays(self.token)), _layer(*_arrays(self.said))], "sentence": sentence}


def minimise(
    net: Net, loss: Callable[[Batch], Tensor], items: Sequence[Item], *, epochs: int, size: int, decay: float, seed: int
) -> None:
    """Fit a network to items, in batches of items of like length."""
    draw = random.Random(seed)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, total_steps=epochs * -(-len(items) // size))
    for _ in range(epochs):
        for batch in _batches(items, size, draw):
            value = loss(Batch.of(batch))
            optimizer.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()


def _batches(items: Sequence[Item], size: int, draw: random.Random) -> list[list[Item]]:
    """All items once: drawn in heaps, each heap sorted so that a batch needs little padding."""
    order = draw.sample(range(len(items)), len(items))
    heap = 16 * size
    batches = []
    for start in range(0, len(order), heap):
        alike = sorted(order[start : start + heap], key=lambda at: items[at].close.found.size)
        batches += [[items[at] for at in alike[first : first + size]] for first in range(0, len(alike), size)]
    draw.shuffle(batches)
    return batches


def write_networks(ensembles: Mapping[str, Any], learnt_from: Sequence[str]) -> None:
    """Put ensembles into `reader.json` in place of those of their names, each with what it was fitted on.

    Args:
        ensembles: Of each its members, as `Net.to_json` gives them.
        learnt_from: The sets.
    """
    kept = read_learned(FILE, KIND, VERSION)["networks"] if FILE.is_file() else {}
    for name, members in ensembles.items():
        label = {"learnt_from": list(learnt_from), "sentence_columns": list(SENTENCE_COLUMNS[name])}
        kept[name] = label | {"token_columns": list(TOKEN_COLUMNS), "members": members}
    recipe = "python -m benchmarks.fit_reader; python -m benchmarks.fit_joined"
    everything = sorted({each for network in kept.values() for each in network["learnt_from"]})
    write_learned(FILE, KIND, VERSION, recipe, everything, {"networks": kept})
    load_weights.cache_clear()


def _arrays(layer: nn.Linear) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return layer.weight.detach().numpy().T.copy(), layer.bias.detach().numpy().copy()


def _layer(weights: NDArray[np.float32], bias: NDArray[np.float32]) -> dict[str, Any]:
    return {"weights": np.round(weights, 4).tolist(), "bias": np.round(bias, 4).tolist()}
