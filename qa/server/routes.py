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
    Documents,
    DocumentsModel,
    EvaluationModel,
    Health,
    HealthModel,
    Problem,
    VerificationModel,
)
from qa.server.observing import Observer
from qa.server.problems import without_paths
from qa.server.requests import AskRequest, EvaluateRequest, VerifyRequest
from qa.types import Answer
from qa.types.contract import as_json
from qa.verification.receipts import check, receipt
from qa.verification.verify import verify_quote

Json = dict[str, Any]
_PROBLEMS: dict[int | str, Json] = {
    status: {"model": Problem, "description": words}
    for status, words in (
        (400, "the request is no JSON, or its host is unknown"),
        (413, "the request is too large"),
        (422, "a field is not as it should be"),
        (503, "the index cannot be used"),
    )
}
_NOT_FOUND: dict[int | str, Json] = {404: {"model": Problem, "description": "no such document"}}


def routes(assistant: Assistant, observer: Observer) -> APIRouter:
    """The routes over an assistant; every answer is told to the observer.

    Args:
        assistant: Answers the questions; each request is answered from the newest generation.
        observer: Told about every answer.

    Returns:
        A router with all of them.
    """
    router = APIRouter(responses=_PROBLEMS)
    _add_asking(router, assistant, observer)
    _add_documents(router, assistant)
    _add_receipts(router, assistant, observer)
    _add_operation(router, assistant, observer)
    return router


def _answered(assistant: Assistant, observer: Observer, request: AskRequest) -> Answer:
    """The answer to a request, from the newest generation."""
    assistant.refresh()
    answer = assistant.ask(
        request.question,
        top=request.top,
        history=request.history,
        within=request.within,
        sources=request.sources,
        as_typed=request.as_typed,
        today=request.today,
    )
    observer.tell(answer, "api")
    return answer


def _add_asking(router: APIRouter, assistant: Assistant, observer: Observer) -> None:
    @router.post("/api/ask", response_model=AnswerModel, response_model_exclude_unset=True)
    def ask(request: AskRequest) -> Json:
        """Answer a question in exact quotes, or say that the documents do not."""
        return _answered(assistant, observer, request).to_json()

    @router.post("/api/evaluate", response_model=EvaluationModel)
    def evaluate_set(request: EvaluateRequest) -> Json:
        """Run a question set and give its figures, as `yinju evaluate --json` does."""
        # Matplotlib-free, but more than a question needs: imported by who evaluates.
        from qa.evaluation.questions import QuestionSet, read_question
        from qa.evaluation.results import evaluate
        from qa.evaluation.set_checks import checked

        placed = (
            (f"question {at}", read_question(f"question {at}", row)) for at, row in enumerate(request.questions, 1)
        )
        questions = QuestionSet.of(Path("the request"), placed)
        assistant.refresh()
        ready, findings = checked(assistant, questions.questions)
        return {**evaluate(assistant, ready), "findings": [*questions.findings, *findings]}


def _add_documents(router: APIRouter, assistant: Assistant) -> None:
    @router.get("/api/documents", response_model=DocumentsModel)
    def documents() -> Json:
        """The sources of all documents."""
        assistant.refresh()
        return as_json(Documents(assistant.info, assistant.sources))  # type: ignore[no-any-return]

    @router.get("/api/documents/{source:path}", response_model=DocumentModel, responses=_NOT_FOUND)
    def document(source: str) -> Json:
        """The text of a document exactly as quoted from; sources are looked up, never opened as paths."""
        assistant.refresh()
        return assistant.document(source).to_json()


def _add_receipts(router: APIRouter, assistant: Assistant, observer: Observer) -> None:
    @router.post("/api/receipt")
    def receipts(request: AskRequest) -> list[dict[str, JsonValue]]:
        """Answer a question and give a receipt for each quote, to be checked later."""
        answer = _answered(assistant, observer, request)
        return [receipt(quote, assistant.document(quote.passage.source), answer.index) for quote in answer.quotes]

    @router.post("/api/check", response_model=CheckModel)
    def check_receipt(content: dict[str, JsonValue]) -> Json:
        """Compare a receipt with the documents: still there, moved, changed or gone."""
        assistant.refresh()
        return check(dict(content), assistant).to_json()

    @router.post("/api/verify", response_model=VerificationModel, responses=_NOT_FOUND)
    def verify(request: VerifyRequest) -> Json:
        """Whether some words stand in the documents, where, and if not, what is nearest."""
        assistant.refresh()
        return verify_quote(assistant, request.text, request.source).to_json()


def _add_operation(router: APIRouter, assistant: Assistant, observer: Observer) -> None:
    @router.get("/healthz", response_model=HealthModel)
    def healthz() -> Json:
        """Whether the server can answer, and with which index."""
        assistant.refresh()
        problem = assistant.problem
        status, told = ("old index", without_paths(problem)) if problem else ("ok", "")
        return as_json(Health(status, assistant.info, told))  # type: ignore[no-any-return]

    @router.get("/metrics", response_class=Response)
    def metrics() -> Response:
        """Counts and times of answers, in the text format of Prometheus."""
        return Response(observer.exposition(assistant.info), media_type=observer.CONTENT_TYPE)
