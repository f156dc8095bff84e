"""The recipe of the built-in model: `python -m embeddings.training --data DATA --out embeddings/builtin`."""
