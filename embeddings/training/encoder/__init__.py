"""The recipe of the contextual encoder: its upper layers learn which passage answers a question."""
