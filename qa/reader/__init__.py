"""From hits to quotes: which sentences answer, which words of them, how sure, or not found."""

from qa.reader.reading import THRESHOLD, Reading, read

__all__ = ["THRESHOLD", "Reading", "read"]
