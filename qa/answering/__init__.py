"""From a question to its answer: readings searched and read, copies, versions, ties and choices."""
