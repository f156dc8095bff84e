"""Writes layers, of the encoder or the reader, as an ONNX graph of few, fused operators with int8 weights, which onnxruntime runs as it stands.

The graph takes one text at a time, (1, pieces, width): without padding it needs no mask, attention runs in one operator, and
the scale of what is quantised at run time depends on that text alone, so that a text has the same vector in any company.

A few pieces have values hundreds of times as large as the others', above all before the outer matrix. What is rounded together there
is each piece's values divided by its largest one: scores are six times as near to those of 32 bits, for a twentieth of the time more.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

_OPSET, _FUSED = 17, "com.microsoft"
# Weights of 7 bits: products of two int8 pairs overflow 16 bits on processors without VNNI, and it costs nothing measurable.
_MOST = 63
_LEAST = np.array(1e-6, np.float32)  # so that nothing is divided by nothing
Weights = dict[str, NDArray[np.float32]]
Head = tuple[NDArray[np.float32], NDArray[np.float32]]


def export_layers(
    path: Path,
    layers: Sequence[Weights],
    heads: int,
    epsilon: float,
    *,
    head: Head | None = None,
    quantised: bool = True,
) -> None:
    """Write the graph: `vectors`, what `WordPieces.vectors` gives for one text, (1, pieces, width), to what comes out.

    Args:
        path: Of the file.
        layers: The weights of each layer by their names in `Start`.
        heads: Of the attention.
        epsilon: Of the norms.
        head: A matrix (n, width) and a bias (n,): then `scores`, (1, pieces, n), come out, and without it the states.
        quantised: Write the matrices of the layers in 8 bits.
    """
    builder = _Graph(heads, epsilon, quantised)
    states = "vectors"
    for number, weights in enumerate(layers):
        states = builder.layer(f"{number}", states, weights)
    width = outputs = len(layers[0]["oln.w"])
    if head:
        states, outputs = builder.product("scores", states, *head, quantised=False), len(head[1])
    graph = helper.make_graph(
        builder.nodes,
        "layers",
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, "pieces", width])],
        [helper.make_tensor_value_info(states, TensorProto.FLOAT, [1, "pieces", outputs])],
        builder.tensors,
    )
    imports = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(helper.make_model(graph, opset_imports=imports, ir_version=9, producer_name="yinju"), path)


class _Graph:
    """Collects the nodes and weights of a graph; each method adds some and gives the name of what comes out."""

    def __init__(self, heads: int, epsilon: float, quantised: bool) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self._heads, self._epsilon, self._quantised = heads, epsilon, quantised

    def layer(self, name: str, states: str, weights: dict[str, NDArray[np.float32]]) -> str:
        """Attention, then two matrices, each added to what came in and normalised."""
        heads = [
            self._layer_product(f"{name}.{part}", states, weights[f"{part}.w"], weights[f"{part}.b"]) for part in "qkv"
        ]
        attended = self._node("MultiHeadAttention", f"{name}.heads", heads, num_heads=self._heads)
        attended = self._layer_product(f"{name}.ao", attended, weights["ao.w"], weights["ao.b"])
        states = self._norm(f"{name}.aln", attended, states, weights["aln.w"], weights["aln.b"])
        inner = self._evened(f"{name}.fi", states, weights["fi.w"], weights["fi.b"])
        inner = self._node("Gelu", f"{name}.gelu", [inner])
        inner = self._evened(f"{name}.fo", inner, weights["fo.w"], weights["fo.b"])
        return self._norm(f"{name}.oln", inner, states, weights["oln.w"], weights["oln.b"])

    def _layer_product(self, name: str, states: str, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        return self.product(name, states, matrix, bias, quantised=self._quantised)

    def _evened(self, name: str, states: str, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        """The same of states whose largest values are alike in all pieces, brought back to their size behind it."""
        if not self._quantised:
            return self._layer_product(name, states, matrix, bias)
        sizes = self._node("Abs", f"{name}.sizes", [states], domain="")
        largest = self._node("ReduceMax", f"{name}.largest", [sizes], domain="", axes=[-1], keepdims=1)
        largest = self._node("Add", f"{name}.above", [largest, self._tensor(f"{name}.least", _LEAST)], domain="")
        evened = self._node("Div", f"{name}.evened", [states, largest], domain="")
        product = self._quantised_product(f"{name}.product", evened, name, matrix)
        product = self._node("Mul", f"{name}.back", [product, largest], domain="")
        return self._node("Add", name, [product, self._tensor(f"{name}.b", bias)], domain="")

    def product(
        self, name: str, states: str, matrix: NDArray[np.float32], bias: NDArray[np.float32], *, quantised: bool
    ) -> str:
        """States times a matrix (out, in), and a bias added."""
        added = self._tensor(f"{name}.b", bias)
        if quantised:
            return self._quantised_product(name, states, name, matrix, added)
        product = self._node("MatMul", f"{name}.product", [states, self._tensor(f"{name}.w", matrix.T)], domain="")
        return self._node("Add", name, [product, added], domain="")

    def _quantised_product(self, name: str, states: str, of: str, matrix: NDArray[np.float32], *added: str) -> str:
        """States times a matrix in 8 bits, whose tensors begin with `of`."""
        scales = (np.abs(matrix).max(axis=1) / _MOST).astype(np.float32)
        values = np.round(matrix / scales[:, None]).astype(np.int8)
        parts = [
            self._tensor(f"{of}.w", np.ascontiguousarray(values.T)),
            self._tensor(f"{of}.scales", scales),
            self._tensor(f"{of}.zeros", np.zeros(len(scales), dtype=np.int8)),
        ]
        return self._node("DynamicQuantizeMatMul", name, [states, *parts, *added])

    def _norm(self, name: str, states: str, before: str, gain: NDArray[np.float32], shift: NDArray[np.float32]) -> str:
        scale = [self._tensor(f"{name}.w", gain), self._tensor(f"{name}.b", shift)]
        return self._node("SkipLayerNormalization", name, [states, before, *scale], epsilon=self._epsilon)

    def _tensor(self, name: str, values: NDArray[np.float32] | NDArray[np.int8]) -> str:
        self.tensors.append(numpy_helper.from_array(values, name))
        return name

    def _node(self, kind: str, name: str, inputs: list[str], *, domain: str = _FUSED, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name
