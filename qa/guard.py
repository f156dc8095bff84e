"""What every request passes before anything else: host names, closed doors, a limit on bodies, safe headers."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LARGEST_BODY = 200_000  # bytes; a question is at most a few thousand
# Doors that Gradio opens and this page does not use: uploads, proxies, files by URL, monitoring.
_CLOSED = (
    "/gradio_api/upload",
    "/gradio_api/proxy=",
    "/gradio_api/file=",
    "/gradio_api/stream/",
    "/monitoring",
    "/openapi.json",
    "/docs",
    "/redoc",
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    # Gradio's page needs inline scripts and eval, so this keeps data in rather than scripts out; scripts are kept
    # out by escaping every text.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
    ),
}


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: App, hosts: frozenset[str]) -> None:
        """Let requests for `hosts` pass.

        Args:
            app: The application.
            hosts: Host names that the page is opened under; others may be a rebound DNS name of a hostile page.
        """
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value for name, value in scope["headers"]}
        if _host(headers) not in self._hosts:
            await _refuse(send, 400, "this server is not known by that name; open it under the address it printed")
        elif any(scope["path"].startswith(door) for door in _CLOSED):
            await _refuse(send, 404, "there is nothing here")
        elif int(headers.get(b"content-length", b"0") or 0) > LARGEST_BODY:
            await _refuse(send, 413, f"the request is larger than {LARGEST_BODY} bytes; send less")
        else:
            body = _Body(receive)
            await self._app(scope, body.receive, _with_headers(body.answered(send)))


class BodyTooLarge(Exception):
    """More came in than a request may hold."""


class _Body:
    """Counts what comes in, whatever the request said of its length; one that is too large is answered with 413."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._total = 0
        self._answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._total += len(message.get("body", b""))
        if self._total > LARGEST_BODY:
            raise BodyTooLarge
        return message

    def answered(self, send: Send) -> Send:
        """Sends what the application answers, unless the body was too large."""

        async def sending(message: Message) -> None:
            if self._total <= LARGEST_BODY:
                await send(message)
            elif not self._answered:
                self._answered = True
                await _refuse(send, 413, f"the request is larger than {LARGEST_BODY} bytes; send less")

        return sending


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            message["headers"] = [*message.get("headers", []), *ours]
        await send(message)

    return sending


def _host(headers: dict[bytes, bytes]) -> str:
    host = headers.get(b"host", b"").decode("latin-1").lower()
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host


async def _refuse(send: Send, status: int, detail: str) -> None:
    body = json.dumps({"title": "refused", "status": status, "detail": detail}).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
