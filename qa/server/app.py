"""Puts the application together: routes, errors, OpenAPI, the page, MCP."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote as quoted

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route

from qa.assistant import Assistant
from qa.errors import DocumentError
from qa.server.access import Access, Rate
from qa.server.guard import App, BodyTooLarge, Guard, Message, Receive, Send
from qa.server.observing import Observer, silent
from qa.server.originals import originals
from qa.server.problems import MENDABLE, line_of, problem_of
from qa.server.reference import reference_page
from qa.server.routes import routes
from qa.web.shelf import Shelf

LOCAL_HOSTS = frozenset(("127.0.0.1", "localhost", "[::1]"))
LARGEST_UPLOAD = "50mb"
_NOT_FOUND = "Not Found"  # what frameworks say
_NOTHING = "there is nothing here; /api lists the routes"


def create_app(
    assistant: Assistant,
    page: Any = None,
    observer: Observer | None = None,
    mcp: Any = None,
    docs: Path | None = None,
) -> FastAPI:
    """The application.

    Args:
        assistant: Answers the questions.
        page: A Gradio page to mount at `/`, as `ui.build_page` makes it.
        observer: Told about every answer.
        mcp: An ASGI application to mount at `/mcp`.
        docs: The folder of the originals, to show them.

    Returns:
        The application, not yet behind its guard.
    """
    app = FastAPI(
        title="Yinju 引据",
        description="Answers from documents in exact quotes. Offsets count Unicode code points of a document's text.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_lifespan(mcp),
    )
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    app.include_router(routes(assistant, observer or silent()))
    if docs is not None:
        app.include_router(originals(assistant, docs))

    @app.get("/api", response_class=HTMLResponse, include_in_schema=False)
    def reference() -> str:
        return reference_page(app.openapi())

    for mendable in MENDABLE:
        app.add_exception_handler(mendable, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(BodyTooLarge, _too_large)
    app.state.uploads = page is not None and page.uploads
    if page is not None:
        app.include_router(_reports(page.shelf))
    if mcp is not None:
        app.router.routes.append(Route("/mcp", _Slashed(mcp)))
        app.mount("/mcp", mcp)
    if page is not None:
        app.router.routes.append(_Unknown(list(app.router.routes)))
        _mount(app, page)
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description; errors are problem+json, which FastAPI cannot be told route by route."""
    described = FastAPI.openapi(app)
    for methods in described["paths"].values():
        for route in methods.values():
            for status, answer in route["responses"].items():
                if int(status) >= 400 and "application/json" in answer.get("content", {}):
                    answer["content"]["application/problem+json"] = answer["content"].pop("application/json")
    return described


def guarded(app: FastAPI, host: str, access: Access | None = None, rate: Rate | None = None) -> App:
    """The application behind its guard, for a server that listens on `host`.

    Args:
        app: The application.
        host: The address that the server listens on.
        access: Who may come in; None: everybody.
        rate: How often one may ask; None: as often as one likes.

    Returns:
        What the server is to run.
    """
    everywhere = host in ("0.0.0.0", "::")  # noqa: S104 (then any name may be right, and passwords are asked for)
    hosts = None if everywhere else LOCAL_HOSTS | {host.lower()}
    return Guard(app, hosts, access, rate, uploads=app.state.uploads)


def _reports(shelf: Shelf) -> APIRouter:
    """Downloads of what the page made."""
    router = APIRouter(include_in_schema=False)

    @router.get("/api/reports/{key}")
    def report(key: str) -> Response:
        name, content = shelf.get(key) or ("", b"")
        if not name:
            raise DocumentError("this report is no longer kept; run the evaluation again")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quoted(name, safe='')}"}
        return Response(content, media_type="application/octet-stream", headers=headers)

    return router


class _Slashed:
    """A mounted application under its name without the slash: the page below would answer it with 404.

    A redirect would do for browsers, but not every program sends a body again.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request."""
        name = scope["path"]
        await self._app({**scope, "root_path": name, "path": f"{name}/"}, receive, send)


class _Unknown(BaseRoute):
    """What no route answers: the page below would take it, and answer with an error of another form."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes

    def matches(self, scope: Message) -> tuple[Match, Message]:
        """Paths of ours, with a method that they don't have, and paths that look like ours."""
        is_near = self._near(scope) or scope["path"].startswith("/api/")
        return (Match.FULL if scope["type"] == "http" and is_near else Match.NONE), {}

    async def handle(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request: the route that is near says which methods it has."""
        near = self._near(scope)
        if not near:
            raise HTTPException(404)
        await near[0].handle({**scope, **near[1]}, receive, send)

    def _near(self, scope: Message) -> tuple[BaseRoute, Message] | None:
        for route in self._routes:
            match, more = route.matches(scope)
            if match is Match.PARTIAL:
                return route, more
        return None


def _lifespan(mcp: Any) -> Callable[[FastAPI], AbstractAsyncContextManager[None]] | None:
    inner = getattr(getattr(mcp, "router", None), "lifespan_context", None)
    if not inner:
        return None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with inner(mcp):
            yield

    return lifespan


def _mount(app: FastAPI, page: Any) -> None:
    import gradio

    mounted = gradio.mount_gradio_app(
        app,
        page,
        path="/",
        allowed_paths=[],
        blocked_paths=[str(Path.cwd())],
        show_error=False,
        max_file_size=LARGEST_UPLOAD,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        footer_links=[],
        **page.mounting,
    )
    mounted.router.routes[-1].app.add_exception_handler(HTTPException, _http)


def _problem(_: Request, error: Exception) -> JSONResponse:
    return _answer(*problem_of(error))


def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # The first part of a place is "body" or "query", which who asks does not write.
    return _answer(422, line_of([{**each, "loc": each["loc"][1:]} for each in error.errors()]))


def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    detail = _NOTHING if error.status_code == 404 and error.detail == _NOT_FOUND else str(error.detail)
    return _answer(error.status_code, detail, error.headers)


def _too_large(_: Request, __: Exception) -> JSONResponse:
    return _answer(413, "the request is too large; send less")


def _answer(status: int, detail: str, headers: Any = None) -> JSONResponse:
    content = {"title": "refused", "status": status, "detail": detail}
    return JSONResponse(content, status, headers=headers, media_type="application/problem+json")
