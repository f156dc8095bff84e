"""Opens ONNX graphs for onnxruntime."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from embeddings.errors import EncoderUnavailable
from embeddings.threads import graph_threads


def open_graph(path: Path, inputs: Sequence[str] = ()) -> Any:
    """An `onnxruntime.InferenceSession` on the CPU; several threads may run it at once.

    Args:
        path: The graph.
        inputs: What it must take, by name, where that is known.

    Returns:
        The session.

    Raises:
        EncoderUnavailable: It is broken, or takes something else: it is of another version of the code.
    """
    import onnxruntime  # a tenth of a second, and not needed for the static model

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = graph_threads()
    options.inter_op_num_threads = 1
    # Threads that wait actively take the time of others, above all where a page and a build share two cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors
    try:
        graph = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its own classes all derive from this one
        raise EncoderUnavailable(f"{path}: cannot be read; get a whole copy of the project") from error
    taken = [each.name for each in graph.get_inputs()]
    if inputs and sorted(taken) != sorted(inputs):
        told = f"takes {', '.join(taken)} instead of {', '.join(inputs)}"
        raise EncoderUnavailable(f"{path}: {told}; it is of another version of the code")
    return graph
