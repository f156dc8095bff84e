"""A reranker by sentence-transformers' CrossEncoder; imported only when one is asked for."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import CrossEncoder

from embeddings.hub import model_folder, refuse_unsafe

_BATCH = 16


class CrossEncoderReranker:
    """Scores of question and passage read together, brought to [0, 1] by a sigmoid."""

    def __init__(self, name: str) -> None:
        folder = model_folder(name)
        refuse_unsafe(name, folder)
        self.name = name
        self._model = CrossEncoder(
            str(folder), trust_remote_code=False, local_files_only=True, model_kwargs={"use_safetensors": True}
        )
        labels = self._model.config.num_labels
        if labels != 1:
            raise ValueError(f"it sorts into {labels} classes; give a model that gives one score")

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """A score in [0, 1] for each passage, (len(passages),)."""
        pairs = [(question, passage) for passage in passages]
        scores = self._model.predict(
            pairs, batch_size=_BATCH, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False
        )
        return np.nan_to_num(np.asarray(scores, dtype=np.float32))
