"""Models of the hub on this machine: where their files lie, and which of them are not loaded."""

import json
from pathlib import Path

from embeddings.errors import EncoderUnavailable

_OUR_MODULES = "sentence_transformers."


def model_folder(name: str) -> Path:
    """The folder of a model: its own, or where the hub's copy lies.

    Args:
        name: A folder, or a name on the hub.

    Returns:
        A folder on this machine.

    Raises:
        EncoderUnavailable: It is not here and cannot be fetched.
    """
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    try:
        allowed = ["*.json", "*.safetensors", "*.txt", "*.model"]
        return Path(snapshot_download(name, allow_patterns=allowed))
    except Exception as error:  # the hub's client has dozens, from time-outs to wrong names
        raise EncoderUnavailable(
            f"the model {name} is not on this machine and cannot be fetched ({type(error).__name__}); "
            "copy its folder here and give the folder instead of the name"
        ) from error


def refuse_unsafe(name: str, folder: Path) -> None:
    """Refuse code in the model's folder, and weights that only pickle can read.

    Args:
        name: What the model is called, to say so.
        folder: Its files.

    Raises:
        EncoderUnavailable: The folder asks for either, or is broken.
    """
    for path in (*folder.glob("*.json"), *folder.glob("*/*.json")):
        try:
            content = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise EncoderUnavailable(f"the model {name} is broken: {path.name} is not JSON") from error
        if isinstance(content, dict) and "auto_map" in content:
            raise EncoderUnavailable(f"the model {name} wants to run code of its own ({path.name}); use another model")
        if path.name == "modules.json":
            foreign = [module["type"] for module in content if not module["type"].startswith(_OUR_MODULES)]
            if foreign:
                raise EncoderUnavailable(f"the model {name} wants to run code of its own ({foreign[0]}); use another")
    if not any(folder.rglob("*.safetensors")):
        raise EncoderUnavailable(f"the model {name} has no .safetensors weights; convert it, or use another model")
