"""Commands that measure quality and speed on public sets; run them from the project's folder."""
