"""Opens ONNX graphs for onnxruntime."""

from pathlib import Path
from typing import Any

from embeddings.threads import graph_threads


def open_graph(path: Path) -> Any:
    """An `onnxruntime.InferenceSession` on the CPU; several threads may run it at once."""
    import onnxruntime  # a tenth of a second, and not needed for the static model

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = graph_threads()
    options.inter_op_num_threads = 1
    # Threads that wait actively take the time of others, above all where a page and a build share two cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
