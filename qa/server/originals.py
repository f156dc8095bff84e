"""What a quote was cut from: the original file, its page as a picture, and receipts of any span."""

import hashlib
from pathlib import Path, PurePosixPath
from unicodedata import normalize
from urllib.parse import quote as quoted

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from qa.assistant import Assistant
from qa.documents.page_image import page_picture
from qa.errors import DocumentChanged, DocumentError, QuestionError
from qa.server.models import Problem
from qa.types import Document, Span
from qa.verification.located import is_version
from qa.verification.receipts import receipt_of

_LARGEST_BYTES = 200_000_000  # of an original that is sent
_MOST_SPANS = 50
_VERSION = Query(default="", max_length=64, description="Of the text that the spans count in, 16 digits or more.")


def originals(assistant: Assistant, docs: Path) -> APIRouter:
    """The routes.

    Args:
        assistant: Says which documents there are.
        docs: The folder (or file) that the index was made of.

    Returns:
        A router with all of them.
    """
    router = APIRouter(responses={status: {"model": Problem} for status in (404, 409, 422)})

    @router.get("/api/originals/{source:path}", response_class=Response)
    def original(source: str) -> Response:
        """The file itself, as long as it is the one that was indexed."""
        assistant.refresh()
        content = original_bytes(docs, assistant.document(source))
        name = f"attachment; filename*=UTF-8''{quoted(Path(source).name, safe='')}"
        return Response(content, media_type="application/octet-stream", headers={"content-disposition": name})

    @router.get("/api/pages/{source:path}", response_class=Response)
    def page(
        source: str,
        number: int = Query(ge=1, le=100_000),
        spans: str = Query(default="", max_length=2000),
        sha256: str = _VERSION,
    ) -> Response:
        """A page of a PDF as a PNG picture, with the words of the spans marked."""
        document = _of_version(assistant, source, sha256)
        if document.format != "pdf" or number > len(document.pages):
            raise DocumentError(f"{source} has no page {number} that could be shown")
        texts = [document.text[start:end] for start, end in _spans(spans, len(document.text))]
        picture = page_picture(original_bytes(docs, document), number, texts)
        return Response(picture, media_type="image/png", headers={"cache-control": "private, max-age=600"})

    @router.get("/api/receipts/{source:path}", response_class=JSONResponse)
    def span_receipt(source: str, spans: str = Query(max_length=2000), sha256: str = _VERSION) -> JSONResponse:
        """A receipt of the words between some offsets: `120-171`, or several, `120-130,140-171`."""
        document = _of_version(assistant, source, sha256)
        places = _spans(spans, len(document.text))
        if not places:
            raise QuestionError("spans: give at least one, such as 120-171")
        name = f"attachment; filename*=UTF-8''{quoted(f'{Path(source).stem}-{places[0].start}.receipt.json', safe='')}"
        return JSONResponse(receipt_of(document, places, assistant.info), headers={"content-disposition": name})

    return router


def _of_version(assistant: Assistant, source: str, version: str) -> Document:
    """A document, if its text is the one that a version names; no version names any."""
    assistant.refresh()
    document = assistant.document(source)
    if version and not is_version(document, version):
        raise DocumentChanged(
            f"{source} has changed since these offsets were counted: other words stand there; ask again"
        )
    return document


def original_bytes(docs: Path, document: Document) -> bytes:
    """The bytes of the file that a document was read from.

    Args:
        docs: The folder of documents.
        document: As the index has it.

    Returns:
        The whole file.

    Raises:
        DocumentError: It is gone, changed, reached through a link, or in an archive.
    """
    root = docs.resolve()
    path = root if root.is_file() else _as_named(root, document.source)
    try:
        # A link anywhere on the way leads to another path than the one that was written down.
        if path.resolve() == path and path.is_file() and path.stat().st_size <= _LARGEST_BYTES:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == document.sha256:
                return content
    except OSError:
        pass
    raise DocumentError(
        f"the original of {document.source} is gone or has changed since it was indexed; index it again"
    )


def _as_named(root: Path, source: str) -> Path:
    """The file of a source: sources have composed accents, names on some disks decomposed ones."""
    path = root / source
    if path.exists():
        return path
    path = root
    for part in PurePosixPath(source).parts:
        names = [entry.name for entry in path.iterdir()] if path.is_dir() else []
        path /= next((name for name in sorted(names) if normalize("NFC", name) == part), part)
    return path


def _spans(text: str, length: int) -> list[Span]:
    try:
        pairs = [part.split("-") for part in text.split(",") if part]
        spans = [Span(int(start), int(end)) for start, end in pairs]
    except ValueError as error:
        raise QuestionError("spans: give offsets such as 120-171,180-190") from error
    if len(spans) > _MOST_SPANS or any(not 0 <= span.start < span.end <= length for span in spans):
        raise QuestionError(f"spans: give at most {_MOST_SPANS}, inside the document")
    return spans
