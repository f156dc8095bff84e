"""Writes the word pieces: the tokenizer without the dropped pieces, and the kept rows of the table as they came."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from embeddings.training.e5.dequantise import Start
from embeddings.wordpieces import TABLE, TOKENIZER


def write_wordpieces(folder: Path, start: Start, tokenizer: dict[str, Any], kept: NDArray[np.int64]) -> None:
    """Write the folder that `embeddings.wordpieces` reads.

    Args:
        folder: Made if missing.
        start: The model whose table it is.
        tokenizer: Its whole tokenizer, as a `tokenizer.json` holds it.
        kept: Numbers of the pieces that stay, rising.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(without_pieces(tokenizer, kept), ensure_ascii=False, separators=(",", ":"))
    (folder / TOKENIZER).write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    save_file({"blocks": start.blocks[kept], "scales": start.scales[kept], **start.embedding}, folder / TABLE)


def without_pieces(tokenizer: dict[str, Any], kept: NDArray[np.int64]) -> dict[str, Any]:
    """The tokenizer with the kept pieces alone, numbered anew: what was dropped falls apart into pieces that stay."""
    pieces = tokenizer["model"]["vocab"]
    special = [token for token in tokenizer["added_tokens"] if token["content"] != "<mask>"]
    model = {**tokenizer["model"], "vocab": [pieces[number] for number in kept]}
    return {**tokenizer, "model": model, "added_tokens": special, "truncation": None, "padding": None}
