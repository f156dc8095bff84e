"""Vectors: text encoders, rerankers and the index of rows. Knows nothing of documents or questions."""

from embeddings.encoder import CONTEXTUAL, STATIC, Encoder, Matcher, load_encoder
from embeddings.errors import EncoderUnavailable
from embeddings.reranker import Reranker, load_reranker
from embeddings.static import load_builtin

__all__ = [
    "CONTEXTUAL",
    "STATIC",
    "Encoder",
    "EncoderUnavailable",
    "Matcher",
    "Reranker",
    "load_builtin",
    "load_encoder",
    "load_reranker",
]
