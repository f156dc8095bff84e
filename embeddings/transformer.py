"""Any sentence-transformers model, by name or folder; imported only when one is asked for."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from embeddings.errors import EncoderUnavailable
from embeddings.fingerprint import fingerprint

_BATCH = 32
# Families whose model cards ask for prefixes that their files don't declare: (question, passage).
_FAMILIES = {
    "e5": ("query: ", "passage: "),
    "bge-small-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
    "bge-base-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
    "bge-large-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
}
_OUR_MODULES = "sentence_transformers."


class TransformerEncoder:
    """Texts to unit vectors by a sentence-transformers model, with the prompts that it was trained with."""

    def __init__(self, name: str, folder: Path, model: SentenceTransformer) -> None:
        self.name = name
        self.fingerprint = fingerprint(folder)
        self._model = model
        self._question_prompt, self._passage_prompt = _prompts(name, model)
        self.dim = int(self.encode_queries(["dimension"]).shape[1])

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, (len(texts), dim) float32 of length 1."""
        return self._encode(texts, self._question_prompt)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages, (len(texts), dim) float32 of length 1."""
        return self._encode(texts, self._passage_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), prompt=prompt or None, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.nan_to_num(np.asarray(vectors, dtype=np.float32))


def load_transformer(name: str) -> TransformerEncoder:
    """Load a model from a folder, or by name from the local cache or the hub.

    Only safetensors weights, and no code from the model's folder.

    Raises:
        EncoderUnavailable: It is not there, is not safe to load, or is broken.
    """
    folder = _folder(name)
    _refuse_unsafe(name, folder)
    try:
        model = SentenceTransformer(
            str(folder), trust_remote_code=False, local_files_only=True, model_kwargs={"use_safetensors": True}
        )
        return TransformerEncoder(name, folder, model)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise EncoderUnavailable(f"the model {name} cannot be loaded ({_first_line(error)})") from error


def _folder(name: str) -> Path:
    """The folder of a model: its own, or where the hub's copy lies."""
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    try:
        allowed = ["*.json", "*.safetensors", "*.txt", "*.model"]
        return Path(snapshot_download(name, allow_patterns=allowed))
    except Exception as error:  # the hub's client has dozens, from time-outs to wrong names
        raise EncoderUnavailable(
            f"the model {name} is not on this machine and cannot be fetched ({type(error).__name__}); "
            "copy its folder here and give the folder: --model /path/to/model"
        ) from error


def _refuse_unsafe(name: str, folder: Path) -> None:
    """Refuse code in the model's folder, and weights that only pickle can read."""
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


def _prompts(name: str, model: SentenceTransformer) -> tuple[str, str]:
    """What goes before a question and before a passage: as the model says, else as its family does."""
    declared = {key: prompt for key, prompt in model.prompts.items() if prompt}
    if declared:
        question = next((declared[key] for key in ("query", "question") if key in declared), "")
        passage = next((declared[key] for key in ("document", "passage", "corpus") if key in declared), "")
        return question, passage
    base = Path(name).name.lower()
    return next(
        (prompts for family, prompts in _FAMILIES.items() if family in base.split("-") or family in base), ("", "")
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
