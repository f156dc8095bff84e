"""From hits to quotes: which sentences answer, which words of them, how sure, or not found."""

from qa.reader.readers import FAST, STANDARD, Reader, load_reader
from qa.reader.reading import THRESHOLD, Reading, read

__all__ = ["FAST", "STANDARD", "THRESHOLD", "Reader", "Reading", "load_reader", "read"]
