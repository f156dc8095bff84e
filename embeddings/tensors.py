"""Reads tensors by the names that the code expects, so that a file of another version is refused in one line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.numpy import load_file

from embeddings.errors import EncoderUnavailable


def load_tensors(path: Path, names: Sequence[str]) -> dict[str, Any]:
    """The tensors of a safetensors file.

    Args:
        path: The file.
        names: Those that must be there.

    Returns:
        Arrays by name.

    Raises:
        EncoderUnavailable: The file is broken, or lacks one.
    """
    try:
        tensors: dict[str, Any] = load_file(path)
    except (OSError, SafetensorError) as error:
        raise EncoderUnavailable(f"{path}: cannot be read ({error}); get a whole copy of the project") from error
    for name in names:
        if name not in tensors:
            found = ", ".join(sorted(tensors)) or "none"
            raise EncoderUnavailable(
                f"{path}: has no tensor {name!r} but {found}; it is of another version of the code"
            )
    return tensors
