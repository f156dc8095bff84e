"""An index in Milvus: the other implementation of `qa.retrieval.engine`.

    NAME                       alias of the manifest that answers; switched in one step
    NAME_g000042               a generation: its manifest, as rows of text
    NAME_e000040_passages      what generations from 40 on share: row, text, columns, BM25 weights of our terms, vector
    NAME_e000040_documents     a row for each version of a document, with the terms that it is found by
    NAME_e000040_texts         texts and blocks of documents, in pieces
    NAME_e000040_terms         our terms: number (the dimension in sparse vectors), and in how many passages they stand

A row says from which generation on it is there (`born`) and from which on no longer (`died`), so an update writes what changed, and
the generation before stays whole for those who read it, and to go back to. All is written anew, under new names, when the model is another one or
the average length of passages has moved away from the one that the weights were worked out with.
"""
