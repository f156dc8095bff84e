"""Any sentence-transformers model, by name or folder; imported only when one is asked for.

`NAME@256` keeps the first 256 values of each vector, for models that were trained to be cut (Matryoshka; Kusupati et al.,
NeurIPS 2022). The device is the best one that torch finds, or the one that the environment names in `YINJU_DEVICE`.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from embeddings.errors import EncoderUnavailable
from embeddings.fingerprint import fingerprint
from embeddings.hub import model_folder, refuse_unsafe

_AT_ONCE = 256  # texts; sentence-transformers sorts them by length, so that a batch holds little padding
_BATCH_TOKENS = 16_384  # of a batch, with its padding, for models that read long texts
_LARGEST_BATCH = 32
_CUT = re.compile(r"(?P<name>.+)@(?P<dim>\d+)")
# Families whose model cards ask for prefixes that their files don't declare: (question, passage).
_FAMILIES = {
    "e5": ("query: ", "passage: "),
    "bge-small-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
    "bge-base-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
    "bge-large-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
    "bge-small-en": ("Represent this sentence for searching relevant passages: ", ""),
    "bge-base-en": ("Represent this sentence for searching relevant passages: ", ""),
    "bge-large-en": ("Represent this sentence for searching relevant passages: ", ""),
    "mxbai-embed": ("Represent this sentence for searching relevant passages: ", ""),
}


class TransformerEncoder:
    """Texts to unit vectors by a sentence-transformers model, with the prompts that it was trained with."""

    def __init__(self, name: str, folder: Path, model: SentenceTransformer) -> None:
        self.name = name
        self.at_once = _AT_ONCE
        self.fingerprint = fingerprint(folder) + (f"@{model.truncate_dim}" if model.truncate_dim else "")
        self._model = model
        self._batch = max(1, min(_LARGEST_BATCH, _BATCH_TOKENS // (model.max_seq_length or 512)))
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
            list(texts),
            prompt=prompt or None,
            batch_size=self._batch,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.nan_to_num(np.asarray(vectors, dtype=np.float32))


def load_transformer(name: str) -> TransformerEncoder:
    """Load a model from a folder, or by name from the local cache or the hub.

    Only safetensors weights, and no code from the model's folder.

    Args:
        name: A folder, or a name on the hub.

    Returns:
        The encoder, with the prompts of its model.

    Raises:
        EncoderUnavailable: It is not there, is not safe to load, or is broken.
    """
    cut = None if Path(name).is_dir() else _CUT.fullmatch(name)
    folder = model_folder(cut["name"] if cut else name)
    refuse_unsafe(name, folder)
    try:
        model = SentenceTransformer(
            str(folder),
            device=os.environ.get("YINJU_DEVICE"),
            truncate_dim=int(cut["dim"]) if cut else None,
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )
        encoder = TransformerEncoder(name, folder, model)
        if cut and encoder.dim != int(cut["dim"]):
            reason = f"its vectors have {encoder.dim} values, which cannot be cut to {cut['dim']}"
            raise EncoderUnavailable(f"the model {name} cannot be loaded ({reason})")
        return encoder
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
