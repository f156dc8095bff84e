"""A page of a PDF as a picture with words marked; drawn in a child process with limits, since PDFs are not trusted."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from qa.errors import DocumentError

_SECONDS = 20


def page_picture(pdf: bytes, number: int, texts: Sequence[str]) -> bytes:
    """Draw a page.

    Args:
        pdf: The file.
        number: Page number, from 1.
        texts: Stretches of text to mark, where they stand on the page; white space aside.

    Returns:
        A PNG.

    Raises:
        DocumentError: The page cannot be drawn.
    """
    request = json.dumps({"number": number, "texts": list(texts)}).encode() + b"\n"
    try:
        drawn = subprocess.run(
            [sys.executable, "-m", "qa.documents.page_drawing"],
            input=request + pdf,
            capture_output=True,
            timeout=_SECONDS,
            cwd=Path(__file__).resolve().parents[2],
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"page {number} takes too long to draw; open the original") from error
    if drawn.returncode or not drawn.stdout.startswith(b"\x89PNG"):
        raise DocumentError(f"page {number} cannot be drawn; open the original")
    return drawn.stdout
