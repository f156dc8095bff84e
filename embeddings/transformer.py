"""Any sentence-transformers model, by name or folder; imported only when one is asked for."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from embeddings.errors import EncoderUnavailable
from embeddings.fingerprint import fingerprint
from embeddings.hub import model_folder, refuse_unsafe

_BATCH = 32
# Families whose model cards ask for prefixes that their files don't declare: (question, passage).
_FAMILIES = {
    "e5": ("query: ", "passage: "),
    "bge-small-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
    "bge-base-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
    "bge-large-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
}


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
    folder = model_folder(name)
    refuse_unsafe(name, folder)
    try:
        model = SentenceTransformer(
            str(folder), trust_remote_code=False, local_files_only=True, model_kwargs={"use_safetensors": True}
        )
        return TransformerEncoder(name, folder, model)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise EncoderUnavailable(f"the model {name} cannot be loaded ({_first_line(error)})") from error


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
