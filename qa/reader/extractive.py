"""Any extractive question-answering model as a reader: BERT and its kin with a head for begin and end (SQuAD, SQuAD 2).

A folder with `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json` is run by onnxruntime, without torch; any other by
transformers. The odds against "no answer" are taken as SQuAD 2 has them: against begin and end at the first piece of all.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

from embeddings import EncoderUnavailable
from embeddings.graphs import open_graph
from embeddings.hub import model_folder, refuse_unsafe
from qa.reader.network import NOTHING, Found, Numbers, by_sentence
from qa.reader.windows import Text, sentence_of

LONGEST_PIECES, MOST_ASKED, OVERLAP = (
    384,
    64,
    128,
)  # pieces of a window, of a question, and that two windows of a text share
MOST_WINDOWS = 8  # of a text
_OUTSIDE = 2  # positions that some families number beyond their longest text
_GRAPHS = ("model.onnx", "onnx/model.onnx")
Logits = Callable[[Encoding], Numbers]


class ExtractiveModel:
    """Finds answers in passages. Threads may share it."""

    def __init__(self, tokenizer: Tokenizer, logits: Logits, longest: int = LONGEST_PIECES) -> None:
        """Wrap a model.

        Args:
            tokenizer: Cuts texts into pieces.
            logits: How well an answer begins and ends at each of the n pieces of a pair of texts, (n, 2).
            longest: Pieces that it reads at once.
        """
        self._tokenizer, self._logits = tokenizer, logits
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._longest = longest - tokenizer.num_special_tokens_to_add(is_pair=True)

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Found]]:
        """For each text, what is found in each of its sentences."""
        return [self._read(question, text) for text in texts]

    def _read(self, question: str, text: Text) -> list[Found]:
        found = [NOTHING] * len(text.sentences)
        begins = len(text.above) + 1
        for window in self._windows(question, f"{text.above}\n{text.text}"):
            logits = self._logits(window)
            offsets = np.array(window.offsets, dtype=np.int64)
            read = np.array([number == 1 for number in window.sequence_ids]) & (offsets[:, 1] > begins)
            if not read.any() or not found:
                continue
            offsets = np.maximum(offsets[read] - begins, 0)
            for number, best, mass, start, end in by_sentence(
                logits[read], float(logits[0].sum()), offsets, sentence_of(offsets, text.sentences)
            ):
                found[number] = max(found[number], Found(best, mass, mass, start, end))
        return found

    def _windows(self, question: str, text: str) -> list[Encoding]:
        """Question and text side by side, in as many windows as the text needs, up to eight."""
        asked, read = self._tokenizer.encode_batch([question, text], add_special_tokens=False)
        asked.truncate(min(MOST_ASKED, self._longest // 3))
        room = self._longest - len(asked)
        read.truncate(room, stride=min(OVERLAP, room // 3))
        return [self._tokenizer.post_process(asked, part) for part in (read, *read.overflowing)[:MOST_WINDOWS]]


def load_extractive(name: str) -> ExtractiveModel:
    """Load a model from a folder, or by name from the local cache or the hub.

    No pickle, and no code from the model's folder.

    Args:
        name: A folder, or a name on the hub.

    Returns:
        The model, run by onnxruntime where it has a graph, else by torch.

    Raises:
        EncoderUnavailable: It is not there, is not safe to load, or is no extractive model.
    """
    folder = model_folder(name)
    graph = next((folder / each for each in _GRAPHS if (folder / each).is_file()), None)
    try:
        if graph:
            tokenizer, logits = Tokenizer.from_file(str(folder / "tokenizer.json")), _of_graph(graph)
        else:
            refuse_unsafe(name, folder)
            tokenizer, logits = _of_transformers(folder)
        model = ExtractiveModel(tokenizer, logits, _longest(folder))
        model.read("?", [Text("", "a", [])])
        return model
    except EncoderUnavailable:
        raise
    except Exception as error:  # of onnxruntime, tokenizers and transformers, which share no class
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise EncoderUnavailable(
            f"the reader {name} cannot be loaded ({reason}); give an extractive question-answering model"
        ) from error


def _longest(folder: Path) -> int:
    """Pieces that a model reads at once, by its configuration."""
    path = folder / "config.json"
    positions = json.loads(path.read_text("utf-8")).get("max_position_embeddings") if path.is_file() else None
    return (
        min(LONGEST_PIECES, positions - _OUTSIDE)
        if isinstance(positions, int) and positions > _OUTSIDE
        else LONGEST_PIECES
    )


def _of_graph(path: Path) -> Logits:
    try:
        graph = open_graph(path)
    except EncoderUnavailable as error:  # its mend is that of our own graphs
        raise ValueError(f"{path.name} cannot be read") from error
    wanted = {each.name for each in graph.get_inputs()}
    given = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
    outputs = [each.name for each in graph.get_outputs()]
    if unknown := wanted - given.keys():
        raise ValueError(f"it wants {', '.join(sorted(unknown))}")
    if not {"start_logits", "end_logits"} <= set(outputs):
        raise ValueError(f"it gives {', '.join(outputs)} instead of start_logits and end_logits")

    def logits(window: Encoding) -> Numbers:
        inputs = {name: np.array([getattr(window, given[name])], dtype=np.int64) for name in wanted}
        start, end = graph.run(["start_logits", "end_logits"], inputs)
        return np.stack([start[0], end[0]], axis=1).astype(np.float32)

    return logits


def _of_transformers(folder: Path) -> tuple[Tokenizer, Logits]:
    import os

    import torch
    from transformers import AutoConfig, AutoModelForQuestionAnswering, AutoTokenizer

    own = {"trust_remote_code": False, "local_files_only": True}
    heads = AutoConfig.from_pretrained(folder, **own).architectures or []
    if heads and not any(head.endswith("ForQuestionAnswering") for head in heads):
        raise ValueError(f"it is a {heads[0]}")  # its head would be random
    tokenizer = AutoTokenizer.from_pretrained(folder, use_fast=True, **own)
    device = torch.device(os.environ.get("YINJU_DEVICE") or ("cuda" if torch.cuda.is_available() else "cpu"))
    model = AutoModelForQuestionAnswering.from_pretrained(folder, use_safetensors=True, **own).to(device).train(False)
    with_types = "token_type_ids" in tokenizer.model_input_names

    def logits(window: Encoding) -> Numbers:
        inputs = {"input_ids": window.ids, "attention_mask": window.attention_mask}
        inputs |= {"token_type_ids": window.type_ids} if with_types else {}
        with torch.inference_mode():
            told = model(**{name: torch.tensor([ids], device=device) for name, ids in inputs.items()})
        scores = torch.stack([told.start_logits[0], told.end_logits[0]], dim=1)
        found: Numbers = np.nan_to_num(scores.float().cpu().numpy())
        return found

    return tokenizer.backend_tokenizer, logits
