"""The layers behind the table, in torch, written out so that they export to few and plain operators."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from embeddings.training.e5.dequantise import Start

_HIDDEN = -1e4  # what a score of padding has added


class Layer(nn.Module):
    """One layer of BERT: attention, then two matrices, each added to what came in and normalised."""

    def __init__(self, width: int, inner: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.attended = nn.Linear(width, width)
        self.first_norm = nn.LayerNorm(width, epsilon)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.second_norm = nn.LayerNorm(width, epsilon)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """States to states, (texts, pieces, width); `bias` is added to the scores, (texts, 1, 1, pieces)."""
        texts, pieces, width = states.shape
        size = width // self.heads

        def head(values: Tensor) -> Tensor:
            return values.view(texts, pieces, self.heads, size).transpose(1, 2)

        query, key, value = map(head, self.qkv(states).split(width, 2))
        weights = torch.softmax(query @ key.transpose(2, 3) * size**-0.5 + bias, -1)
        attended = (weights @ value).transpose(1, 2).reshape(texts, pieces, width)
        states = self.first_norm(states + self.attended(attended))
        normed: Tensor = self.second_norm(states + self.outer(functional.gelu(self.inner(states))))
        return normed


class Layers(nn.Module):
    """All layers: the vectors of pieces to their states."""

    def __init__(self, start: Start) -> None:
        """With the weights of the model to start from."""
        super().__init__()
        self.layers = nn.ModuleList(_layer(weights, start) for weights in start.layers)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """(texts, pieces, width) and (texts, pieces), 1 for a piece and 0 for padding, to (texts, pieces, width)."""
        bias = ((1.0 - mask) * _HIDDEN)[:, None, None, :]
        for layer in self.layers:
            vectors = layer(vectors, bias)
        return vectors


def _layer(weights: dict[str, NDArray[np.float32]], start: Start) -> Layer:
    tensors = {name: torch.from_numpy(values) for name, values in weights.items()}
    inner, width = tensors["fi.w"].shape
    layer = Layer(width, inner, start.heads, start.epsilon)
    modules = {"ao": "attended", "aln": "first_norm", "fi": "inner", "fo": "outer", "oln": "second_norm"}
    state = {}
    for short, long in (("w", "weight"), ("b", "bias")):
        state[f"qkv.{long}"] = torch.cat([tensors[f"{name}.{short}"] for name in "qkv"])
        state |= {f"{module}.{long}": tensors[f"{name}.{short}"] for name, module in modules.items()}
    layer.load_state_dict(state)
    return layer
