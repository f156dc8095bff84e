"""The recipe of the span reader: `python -m embeddings.training.reader`."""
