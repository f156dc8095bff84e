"""Writes the trained reader as one ONNX graph behind the table of word pieces."""

from pathlib import Path

from embeddings.training.e5.onnx_layers import export_layers
from embeddings.training.reader.torch_layers import EPSILON, HEADS, Reader, weights_of


def export(reader: Reader, path: Path, *, whole: bool = False) -> None:
    """Write the graph: `vectors` of one window, (1, pieces, width), to `scores`, (1, pieces, 3).

    Args:
        reader: The trained network.
        path: Of the ONNX file.
        whole: Leave the matrices in 32 bits.
    """
    head = tuple(each.detach().float().cpu().numpy() for each in (reader.head.weight, reader.head.bias))
    export_layers(path, weights_of(reader.layers), HEADS, EPSILON, head=(head[0], head[1]), quantised=not whole)
