"""One generation opened, and searched: documents first, then passages, by terms and vectors."""
