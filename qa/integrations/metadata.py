"""What pipelines are told about a passage."""

from typing import Any

from qa.types import Hit


def metadata(hit: Hit) -> dict[str, Any]:
    """Source, title, heading path, page, whether OCR read any of it, offsets in the document's text, and score."""
    passage = hit.passage
    return {
        "source": passage.source,
        "title": passage.title,
        "headings": list(passage.headings),
        "page": passage.page,
        "ocr": passage.ocr,
        "spans": [list(span) for span in passage.spans],
        "score": hit.score,
    }
