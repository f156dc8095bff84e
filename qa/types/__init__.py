"""Every data type of the two journeys, frozen, on one page.

    index:  file -> Document -> Passage -> vector + terms -> a new generation on disk
    ask:    question -> Hit (passage, score) -> Quote (exact spans, source) -> Answer

All offsets count characters (Unicode code points) of `Document.text`. Text is normalised once, when a file is
read; after that nothing rewrites it, so a quote can be checked by cutting its spans out of the document again.
"""

from qa.types.answers import Answer, Choice, Hit, IndexInfo, Part, Ranked, Turn, Value
from qa.types.builds import BuildReport, Entry, Made, Progress, Verdict
from qa.types.documents import Block, Cell, Document, Heading, Passage, Span, Table, TableRow
from qa.types.facets import FacetCount, FacetFit, Facets, Period
from qa.types.quotes import Copy, Quote, QuotedRow

__all__ = [
    "Answer",
    "Block",
    "BuildReport",
    "Cell",
    "Choice",
    "Copy",
    "Document",
    "Entry",
    "FacetCount",
    "FacetFit",
    "Facets",
    "Heading",
    "Hit",
    "IndexInfo",
    "Made",
    "Part",
    "Passage",
    "Period",
    "Progress",
    "Quote",
    "QuotedRow",
    "Ranked",
    "Span",
    "Table",
    "TableRow",
    "Turn",
    "Value",
    "Verdict",
]
