"""Writes the trained reader as one ONNX graph behind the table of word pieces, and reads such a graph back to go on from it."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from embeddings.training.e5.onnx_layers import export_layers
from embeddings.training.reader.torch_layers import EPSILON, HEADS, Reader, State, state_of_layer, weights_of

_HEAD = "scores"


def export(reader: Reader, path: Path, *, whole: bool = False) -> None:
    """Write the graph: `vectors` of one window, (1, pieces, width), to `scores`, (1, pieces, 3).

    Args:
        reader: The trained network.
        path: Of the ONNX file.
        whole: Leave the matrices in 32 bits.
    """
    head = tuple(each.detach().float().cpu().numpy() for each in (reader.head.weight, reader.head.bias))
    export_layers(path, weights_of(reader.layers), HEADS, EPSILON, head=(head[0], head[1]), quantised=not whole)


def read_back(path: Path) -> State:
    """The weights of a reader that `export` wrote, as near as its 8 bits are.

    Args:
        path: Of the ONNX file.

    Returns:
        Weights by name, as `Reader.load_state_dict` takes them.
    """
    tensors = {each.name: numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer}
    state: State = {
        "head.weight": torch.tensor(tensors[f"{_HEAD}.w"].T),
        "head.bias": torch.tensor(tensors[f"{_HEAD}.b"]),
    }
    number = 0
    while any(name.startswith(f"{number}.") for name in tensors):
        weights = {}
        for name, values in tensors.items():
            layer, _, part = name.partition(".")
            if layer == str(number) and part.endswith((".w", ".b")):
                scales = tensors.get(f"{layer}.{part.removesuffix('.w')}.scales") if part.endswith(".w") else None
                whole = values.astype(np.float32)
                weights[part] = whole if scales is None else np.ascontiguousarray((whole * scales).T)
        state |= {f"layers.{number}.{name}": values for name, values in state_of_layer(weights).items()}
        number += 1
    return state
