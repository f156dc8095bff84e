"""The JSON routes: ask, evaluate, documents, receipts, health, metrics."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Response
from pydantic import JsonValue

from qa.assistant import Assistant
from qa.server.models import (
    AnswerModel,
    CheckModel,
    DocumentModel,
    DocumentsModel,
    EvaluationModel,
    HealthModel,
    Problem,
    VerificationModel,
)
from qa.server.observing import Observer
from qa.server.problems import without_paths
from qa.server.requests import AskRequest, EvaluateRequest, VerifyRequest
from qa.types import Turn
from qa.verification.quotes import verify_quote
from qa.verification.receipts import check, receipt

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in (
        (400, "the request is no JSON, or its host is unknown"),
        (413, "the request is too large"),
        (422, "a field is not as it should be"),
        (503, "the index cannot be used"),
    )
}
_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "no such document"}}


def routes(assistant: Assistant, observer: Observer) -> APIRouter:
    """The routes over an assistant; every answer is told to the observer."""
    router = APIRouter(responses=_PROBLEMS)

    @router.post("/api/ask", response_model=AnswerModel, response_model_exclude_unset=True)
    def ask(request: AskRequest) -> dict[str, object]:
        """Answer a question in exact quotes, or say that the documents do not."""
        assistant.refresh()
        history = [Turn(turn.question, turn.quote) for turn in request.history]
        answer = assistant.ask(
            request.question,
            top=request.top,
            history=history,
            within=request.within,
            sources=request.sources,
            as_typed=request.as_typed,
            today=request.today,
        )
        observer.tell(answer, "api")
        return answer.to_json()

    @router.post("/api/evaluate", response_model=EvaluationModel)
    def evaluate_set(request: EvaluateRequest) -> dict[str, Any]:
        """Run a question set and give its figures, as `yinju evaluate --json` does."""
        # Matplotlib-free, but more than a question needs: imported by who evaluates.
        from qa.evaluation.checking import checked
        from qa.evaluation.questions import QuestionSet, read_question
        from qa.evaluation.results import evaluate

        placed = (
            (f"question {at}", read_question(f"question {at}", row)) for at, row in enumerate(request.questions, 1)
        )
        questions = QuestionSet.of(Path("the request"), placed)
        assistant.refresh()
        ready, findings = checked(assistant, questions.questions)
        return {**evaluate(assistant, ready), "findings": [*questions.findings, *findings]}

    @router.get("/api/documents", response_model=DocumentsModel)
    def documents() -> dict[str, object]:
        """The sources of all documents."""
        assistant.refresh()
        return {"index": assistant.info.to_json(), "documents": list(assistant.sources)}

    @router.get("/api/documents/{source:path}", response_model=DocumentModel, responses=_NOT_FOUND)
    def document(source: str) -> dict[str, object]:
        """The text of a document exactly as quoted from; sources are looked up, never opened as paths."""
        found = assistant.document(source)
        headings = [{"level": h.level, "text": h.text, "start": h.start, "end": h.end} for h in found.headings]
        return {
            "source": found.source,
            "title": found.title,
            "format": found.format,
            "sha256": found.sha256,
            "text_sha256": found.text_sha256,
            "pages": list(found.pages),
            "ocr": list(found.ocr),
            "headings": headings,
            "facets": found.facets.to_json(),
            "text": found.text,
        }

    @router.post("/api/receipt")
    def receipts(request: AskRequest) -> list[dict[str, JsonValue]]:
        """Answer a question and give a receipt for each quote, to be checked later."""
        assistant.refresh()
        history = [Turn(turn.question, turn.quote) for turn in request.history]
        answer = assistant.ask(
            request.question, top=request.top, history=history, within=request.within, sources=request.sources,
            as_typed=request.as_typed,
        )  # fmt: skip
        observer.tell(answer, "api")
        return [receipt(quote, assistant.document(quote.passage.source), answer.index) for quote in answer.quotes]  # type: ignore[misc]

    @router.post("/api/check", response_model=CheckModel)
    def check_receipt(content: dict[str, JsonValue]) -> dict[str, object]:
        """Compare a receipt with the documents: still there, moved, changed or gone."""
        assistant.refresh()
        return check(dict(content), assistant).to_json()

    @router.post("/api/verify", response_model=VerificationModel, responses=_NOT_FOUND)
    def verify(request: VerifyRequest) -> dict[str, object]:
        """Whether some words stand in the documents, where, and if not, what is nearest."""
        assistant.refresh()
        return verify_quote(assistant, request.text, request.source).to_json()

    @router.get("/healthz", response_model=HealthModel)
    def healthz() -> dict[str, object]:
        """Whether the server can answer, and with which index."""
        assistant.refresh()
        problem = assistant.problem
        status = {"status": "old index", "problem": without_paths(problem)} if problem else {"status": "ok"}
        return {**status, "index": assistant.info.to_json()}

    @router.get("/metrics", response_class=Response)
    def metrics() -> Response:
        """Counts and times of answers, in the text format of Prometheus."""
        return Response(observer.exposition(assistant.info), media_type=observer.CONTENT_TYPE)

    return router
