"""From files to a generation: what changed, passages, vectors, and an examination of the result."""
