"""Writes the trained vectors as a folder that model2vec and sentence-transformers both read."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer


def export(folder: Path, tokenizer: Tokenizer, vectors: NDArray[np.float32]) -> None:
    """Write int8 vectors with one float32 scale a token.

    The scale of a token is the largest value of its vector over 127, so that rare and common tokens, whose vectors
    differ in length by design (that is their weight in the mean), lose equally little.

    Args:
        folder: Where `load_builtin` shall find them.
        tokenizer: The tokenizer, whose numbers are the rows.
        vectors: (vocabulary, dim) float32.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scales = np.maximum(np.abs(vectors).max(axis=1) / 127, 1e-12).astype(np.float32)
    quantised = np.round(vectors / scales[:, None]).astype(np.int8)
    save_file({"embeddings": quantised, "weights": scales}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write(folder / "config.json", {"model_type": "model2vec", "normalize": True, "hidden_dim": vectors.shape[1]})
    _write(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
            {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
    )


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
