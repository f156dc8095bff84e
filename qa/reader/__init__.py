"""From hits to quotes: which sentences answer, which words of them, how sure, or not found."""

from qa.reader.readers import Reader, load_reader
from qa.reader.reading import Reading, read

__all__ = ["Reader", "Reading", "load_reader", "read"]
