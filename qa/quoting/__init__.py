"""From a span to a quote: whole sentences with what they depend on, how far an answer reaches, and why it was chosen."""
