"""Vectors: text encoders and the index of their rows. Knows nothing of documents or questions."""
