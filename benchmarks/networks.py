"""The reader's networks as torch fits them; `qa/reader/joint_model.py` runs what `to_json` gives."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from qa.learned import write_learned
from qa.reader.columns import COLUMNS
from qa.reader.joint_model import FILE, KIND, VERSION, load_weights

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Item:
    """What a network learns from: n rows of inputs, (n, inputs), and which of them are right, (n,)."""

    inputs: Numbers
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Batch:
    """Items side by side, padded: inputs (b, n, inputs); `right` and `listed`, (b, n), say which rows are right and which there."""

    inputs: Tensor
    right: Tensor
    listed: Tensor

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Batch":
        """Put items side by side."""
        most = max(len(item.right) for item in items)
        inputs = torch.zeros(len(items), most, items[0].inputs.shape[1])
        right, listed = (torch.zeros(len(items), most, dtype=torch.bool) for _ in range(2))
        for row, item in enumerate(items):
            n = len(item.right)
            inputs[row, :n] = torch.from_numpy(item.inputs)
            right[row, :n] = torch.from_numpy(item.right)
            listed[row, :n] = True
        return cls(inputs, right, listed)


class Net(nn.Module):
    """One member: (b, n) scores of a batch."""

    def __init__(self, inputs: Numbers, hidden: int) -> None:
        super().__init__()
        self.mean = torch.tensor(inputs.mean(axis=0), dtype=torch.float32)
        self.scale = torch.tensor(inputs.std(axis=0) + 1e-3, dtype=torch.float32)
        self.first = nn.Linear(inputs.shape[1], hidden)
        self.second = nn.Linear(hidden, 1)

    def forward(self, batch: Batch) -> Tensor:
        """The score of each row; those of padding mean nothing."""
        inputs = (batch.inputs - self.mean) / self.scale
        scores: Tensor = self.second(torch.relu(self.first(inputs)))[..., 0]
        return scores

    def to_json(self) -> list[dict[str, Any]]:
        """The layers as `qa.reader.joint_model` reads them, with the standardisation worked into the first."""
        weights, bias = _arrays(self.first)
        weights /= self.scale.numpy()[:, None]
        bias -= self.mean.numpy() @ weights
        return [_layer(weights, bias), _layer(*_arrays(self.second))]


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
        alike = sorted(order[start : start + heap], key=lambda at: len(items[at].right))
        batches += [[items[at] for at in alike[first : first + size]] for first in range(0, len(alike), size)]
    draw.shuffle(batches)
    return batches


def write_networks(ensembles: Mapping[str, Any], learnt_from: Sequence[str]) -> None:
    """Write ensembles into `joint_model.json`, each with what it is given.

    Args:
        ensembles: Of each its members, as `Net.to_json` gives them.
        learnt_from: The sets.
    """
    networks = {name: {"columns": list(COLUMNS[name]), "members": members} for name, members in ensembles.items()}
    write_learned(FILE, KIND, VERSION, "python -m benchmarks.fit_joined", learnt_from, {"networks": networks})
    load_weights.cache_clear()


def _arrays(layer: nn.Linear) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return layer.weight.detach().numpy().T.copy(), layer.bias.detach().numpy().copy()


def _layer(weights: NDArray[np.float32], bias: NDArray[np.float32]) -> dict[str, Any]:
    return {"weights": np.round(weights, 4).tolist(), "bias": np.round(bias, 4).tolist()}
