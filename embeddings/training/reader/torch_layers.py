"""The network behind the table of pieces, in torch, written out so that it exports to few and plain operators."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file
from torch import Tensor, nn
from torch.nn import functional

from embeddings.training.e5.dequantise import Start
from embeddings.wordpieces import FOLDER, TABLE, dequantised

WIDTH, INNER, HEADS, EPSILON = 384, 1536, 12, 1e-12
State = dict[str, Tensor]  # weights by name
HIDDEN = -1e4  # what the score of padding has added
_MODULES = {
    "ao": "attended",
    "aln": "first_norm",
    "fi": "inner",
    "fo": "outer",
    "oln": "second_norm",
}  # as `Start` has them


class Layer(nn.Module):
    """One layer of BERT: attention, then two matrices, each added to what came in and normalised."""

    def __init__(self, width: int, inner: int, heads: int, epsilon: float, dropout: float = 0.0) -> None:
        super().__init__()
        self.heads, self.size, self.dropout = heads, width // heads, dropout
        self.qkv = nn.Linear(width, 3 * width)
        self.attended = nn.Linear(width, width)
        self.first_norm = nn.LayerNorm(width, epsilon)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.second_norm = nn.LayerNorm(width, epsilon)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """States to states, (texts, pieces, width); `bias` is added to the scores, (texts, 1, 1, pieces)."""
        texts, pieces, _ = states.shape
        split = self.qkv(states).view(texts, pieces, 3, self.heads, self.size).permute(2, 0, 3, 1, 4)
        dropout = self.dropout if self.training else 0.0
        query, key, value = split.unbind(0)
        attended = functional.scaled_dot_product_attention(query, key, value, bias.to(split.dtype), dropout)
        attended = self.attended(attended.transpose(1, 2).reshape(texts, pieces, -1))
        states = self.first_norm(states + functional.dropout(attended, dropout))
        outer = self.outer(functional.gelu(self.inner(states)))
        normed: Tensor = self.second_norm(states + functional.dropout(outer, dropout))
        return normed


class Reader(nn.Module):
    """Vectors of pieces to three scores of each: an answer begins here, ends here, stands in this sentence."""

    def __init__(self, layers: int, dropout: float = 0.0) -> None:
        """With weights by chance."""
        super().__init__()
        self.layers = nn.ModuleList(Layer(WIDTH, INNER, HEADS, EPSILON, dropout) for _ in range(layers))
        self.head = nn.Linear(WIDTH, 3)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    @classmethod
    def of(cls, state: State) -> "Reader":
        """With weights that were saved."""
        reader = cls(1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers.")))
        reader.load_state_dict(state)
        return reader

    def start_from(self, start: Start) -> None:
        """Take the layers of a model, as many as it has and there are here."""
        for layer, weights in zip(self.layers, start.layers, strict=False):
            layer.load_state_dict(state_of_layer(weights))

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """(texts, pieces, width) and (texts, pieces), 1 for a piece and 0 for padding, to (texts, pieces, 3)."""
        bias = ((1.0 - mask) * HIDDEN)[:, None, None, :]
        for layer in self.layers:
            vectors = layer(vectors, bias)
        scores: Tensor = self.head(vectors)
        return scores


class Table(nn.Module):
    """What the first layer is given, as `WordPieces.vectors` looks it up, on any device; it is not trained."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Of the pieces that come with the code."""
        super().__init__()
        tensors = load_file(folder / TABLE)
        self.register_buffer("rows", torch.from_numpy(dequantised(tensors["blocks"], tensors["scales"])))
        for name in ("positions", "gain", "shift"):
            self.register_buffer(name, torch.from_numpy(tensors[name]))

    def forward(self, ids: Tensor) -> Tensor:
        """(texts, pieces) to (texts, pieces, width)."""
        rows, positions = self.get_buffer("rows"), self.get_buffer("positions")
        gain, shift = self.get_buffer("gain"), self.get_buffer("shift")
        return functional.layer_norm(rows[ids] + positions[: ids.shape[1]], (WIDTH,), gain, shift, EPSILON)


def mean_of(states: Sequence[State]) -> State:
    """The mean of the weights of some networks."""
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


def layers_of(start: Start, dropout: float = 0.0) -> nn.ModuleList:
    """The layers of a model."""
    layers = nn.ModuleList(Layer(WIDTH, INNER, HEADS, EPSILON, dropout) for _ in start.layers)
    for layer, weights in zip(layers, start.layers, strict=True):
        layer.load_state_dict(state_of_layer(weights))
    return layers


def weights_of(layers: nn.ModuleList) -> list[dict[str, NDArray[np.float32]]]:
    """The weights of layers by the names that `Start` has for them."""
    found = []
    for layer in layers:
        state = {name: values.detach().float().cpu().numpy() for name, values in layer.state_dict().items()}
        weights: dict[str, NDArray[np.float32]] = {}
        for short, long in (("w", "weight"), ("b", "bias")):
            parts = np.split(state[f"qkv.{long}"], 3)
            weights |= {f"{name}.{short}": part for name, part in zip("qkv", parts, strict=True)}
            weights |= {f"{name}.{short}": state[f"{module}.{long}"] for name, module in _MODULES.items()}
        found.append(weights)
    return found


def state_of_layer(weights: dict[str, NDArray[np.float32]]) -> State:
    """The weights of a layer by the names that they have here."""
    tensors = {name: torch.from_numpy(values) for name, values in weights.items()}
    state = {}
    for short, long in (("w", "weight"), ("b", "bias")):
        state[f"qkv.{long}"] = torch.cat([tensors[f"{name}.{short}"] for name in "qkv"])
        state |= {f"{module}.{long}": tensors[f"{name}.{short}"] for name, module in _MODULES.items()}
    return state
