"""The web application: plain JSON routes, and the page that it is given, behind one guard."""

from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from qa.assistant import LONGEST_QUESTION, Assistant
from qa.errors import DocumentError, QuestionError, YinjuError
from qa.guard import App, BodyTooLarge, Guard
from qa.types import Turn

LOCAL_HOSTS = frozenset(("127.0.0.1", "localhost", "[::1]"))
MOST_QUOTES = 50
MOST_TURNS = 20
LONGEST_QUOTE = 20_000  # characters


class EarlierTurn(BaseModel):
    """A question that was asked before, as it was understood, and the words that answered it."""

    question: str = Field(max_length=LONGEST_QUESTION)
    quote: str = Field(default="", max_length=LONGEST_QUOTE)


class AskRequest(BaseModel):
    """What `POST /api/ask` takes."""

    question: str = Field(max_length=LONGEST_QUESTION)
    top: int = Field(default=5, ge=1, le=MOST_QUOTES)
    history: list[EarlierTurn] = Field(default=[], max_length=MOST_TURNS)


def create_app(assistant: Assistant, page: Any = None) -> FastAPI:
    """The application: `POST /api/ask`, `GET /api/documents`, `GET /api/documents/{source}`, `GET /healthz`.

    Args:
        assistant: Answers the questions.
        page: A Gradio page to mount at `/`, as `ui.build_page` makes it.
    """
    app = FastAPI(title="Yinju", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/api/ask")
    def ask(request: AskRequest) -> dict[str, object]:
        assistant.refresh()
        history = [Turn(turn.question, turn.quote) for turn in request.history]
        return assistant.ask(request.question, top=request.top, history=history).to_json()

    @app.get("/api/documents")
    def documents() -> dict[str, object]:
        return {"index": assistant.info.to_json(), "documents": list(assistant.sources)}

    @app.get("/api/documents/{source:path}")
    def document(source: str) -> dict[str, object]:
        found = assistant.document(source)
        headings = [{"level": h.level, "text": h.text, "start": h.start, "end": h.end} for h in found.headings]
        return {
            "source": found.source,
            "title": found.title,
            "format": found.format,
            "sha256": found.sha256,
            "pages": list(found.pages),
            "headings": headings,
            "text": found.text,
        }

    @app.get("/healthz")
    def healthz() -> dict[str, object]:
        return {"status": "ok", "index": assistant.info.to_json()}

    app.add_exception_handler(YinjuError, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(BodyTooLarge, _too_large)
    if page is not None:
        _mount(app, page)
    return app


def guarded(app: FastAPI, host: str) -> App:
    """The application behind its guard, for a server that listens on `host`."""
    return Guard(app, LOCAL_HOSTS | {host.lower()})


def run(app: FastAPI, host: str, port: int) -> None:
    """Serve until stopped, and say where."""
    print(f"Yinju answers at http://{host}:{port}  (Ctrl-C stops it)", flush=True)  # noqa: T201
    uvicorn.run(guarded(app, host), host=host, port=port, log_level="warning", server_header=False)


def _mount(app: FastAPI, page: Any) -> None:
    import gradio

    gradio.mount_gradio_app(
        app,
        page,
        path="/",
        allowed_paths=[],
        blocked_paths=[str(Path.cwd())],
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        footer_links=[],
        **page.mounting,
    )


def _problem(_: Request, error: Exception) -> JSONResponse:
    status = 404 if isinstance(error, DocumentError) else 422 if isinstance(error, QuestionError) else 503
    return _answer(status, str(error) if status != 503 else "the index cannot be used; see the server's terminal")


def _invalid(_: Request, error: Exception) -> JSONResponse:
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
    field = ".".join(str(part) for part in first.get("loc", ())[1:]) or "body"
    return _answer(422, f"{field}: {first.get('msg', 'is not as it should be')}")


def _too_large(_: Request, __: Exception) -> JSONResponse:
    return _answer(413, "the request is too large; send less")


def _answer(status: int, detail: str) -> JSONResponse:
    content = {"title": "refused", "status": status, "detail": detail}
    return JSONResponse(content, status, media_type="application/problem+json")
