"""Whether words are quoted rightly: finding them, what differs, receipts, versions of a text."""
