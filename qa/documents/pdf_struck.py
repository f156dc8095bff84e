"""Words on a page of a PDF that a reader has struck out: they are left out, as struck-out words are in every format."""

from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

_MOST_NOTES = 2_000  # notes of a page


def struck_boxes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """The boxes on a page that are struck out.

    Args:
        page: As pdfium opens it.

    Yields:
        Left, bottom, right and top of each, in points from the lower left corner.
    """
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        if note and pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_STRIKEOUT:
            for number in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(note), _MOST_NOTES)):
                corners = pdfium.FS_QUADPOINTSF()
                if pdfium.FPDFAnnot_GetAttachmentPoints(note, number, corners):
                    across = (corners.x1, corners.x2, corners.x3, corners.x4)
                    upwards = (corners.y1, corners.y2, corners.y3, corners.y4)
                    yield min(across), min(upwards), max(across), max(upwards)
        pdfium.FPDFPage_CloseAnnot(note)
