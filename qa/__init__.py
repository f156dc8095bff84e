"""Questions answered from a folder of documents, in exact quotes."""
