"""Writes the trained reader as one ONNX graph behind the table of word pieces, its matrices in 8 bits."""

import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from embeddings.training.reader.torch_layers import WIDTH, Reader


def export(reader: Reader, path: Path, *, whole: bool = False) -> None:
    """Write the graph: `vectors` and `mask` to `scores`, as `Reader.forward` takes and gives them.

    Args:
        reader: The trained network.
        path: Of the ONNX file.
        whole: Leave the matrices in 32 bits.
    """
    inputs = (torch.randn(2, 37, WIDTH), torch.ones(2, 37))
    axes = {
        "vectors": {0: "texts", 1: "pieces"},
        "mask": {0: "texts", 1: "pieces"},
        "scores": {0: "texts", 1: "pieces"},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # This one is deprecated; the one that replaces it needs another package.
        warnings.simplefilter("ignore", DeprecationWarning)
        plain = str(path if whole else Path(folder) / "plain.onnx")
        torch.onnx.export(
            reader.cpu().train(False), inputs, plain, input_names=["vectors", "mask"], output_names=["scores"], dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
        if not whole:
            # One bit less: on processors without VNNI sums of full 8 x 8 bits overflow.
            quantize_dynamic(
                plain, str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
                op_types_to_quantize=["MatMul"],
            )  # fmt: skip
    onnx.checker.check_model(str(path))
