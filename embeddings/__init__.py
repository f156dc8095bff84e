"""Vectors: text encoders and the index of their rows. Knows nothing of documents or questions."""

from embeddings.encoder import Encoder, load_encoder
from embeddings.errors import EncoderUnavailable

__all__ = ["Encoder", "EncoderUnavailable", "load_encoder"]
