"""What every request passes before anything else: host names, passwords, rates, closed doors, limits, safe headers."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from qa.server.access import Access, Rate

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_Refusal = tuple[int, str] | tuple[int, str, tuple[bytes, bytes]]
_POLICY = 1008  # how a WebSocket says that it is not allowed

LARGEST_BODY_BYTES = 200_000  # a question is at most a few thousand
LARGEST_CONVERSATION_BYTES = 4_000_000  # the page sends one that the browser kept
LARGEST_UPLOAD_BYTES = 50_000_000  # of the files that the library page takes, and of a question set
_UPLOAD = "/gradio_api/upload"
_UPLOADS = (_UPLOAD, "/api/evaluate")
_CONVERSATIONS = ("/gradio_api/component_server", "/gradio_api/queue/join", "/gradio_api/run/")
_RATED = ("/api/", "/gradio_api/", "/mcp")
_FREE = ("/gradio_api/heartbeat", "/gradio_api/queue/data")
_OPEN = ("/healthz",)  # to programs that watch whether the server is up; it says nothing of the documents
# Doors that Gradio opens and this page does not use: proxies, files by URL, monitoring.
_CLOSED = (
    "/gradio_api/proxy=",
    "/gradio_api/file",
    "/gradio_api/stream/",
    "/gradio_api/deep_link",
    "/gradio_api/run-history",
    "/gradio_api/runs",
    "/gradio_api/openapi.json",
    "/gradio_api/process_recording",
    "/gradio_api/vibe",
    "/monitoring",
    "/openapi.json",
    "/docs",
    "/redoc",
    "/login",
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

    def __init__(
        self,
        app: App,
        hosts: frozenset[str] | None,
        access: Access | None = None,
        rate: Rate | None = None,
        *,
        uploads: bool = False,
    ) -> None:
        """Let requests for `hosts` pass.

        Args:
            app: The application.
            hosts: Host names that the page is opened under; others may be a rebound DNS name of a hostile page. None:
                any, for a server that listens on all addresses of the machine.
            access: Who may come in; None: everyone.
            rate: How often, from one address; None: as often as one likes.
            uploads: Whether the page takes files.
        """
        self._app = app
        self._hosts = hosts
        self._access = access
        self._rate = rate
        self._closed = _CLOSED if uploads else (*_CLOSED, _UPLOAD)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one connection, of whatever kind it is."""
        if scope["type"] == "lifespan":  # comes from the server itself
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value for name, value in scope.get("headers", ())}
        path = scope.get("path", "")
        largest = LARGEST_CONVERSATION_BYTES if path.startswith(_CONVERSATIONS) else LARGEST_BODY_BYTES
        largest = LARGEST_UPLOAD_BYTES if path.startswith(_UPLOADS) else largest
        refusal = await self._refusal(scope, headers, largest)
        if scope["type"] == "http" and refusal:
            await _refuse(send, *refusal)
        elif scope["type"] == "http":
            body = _Body(receive, largest)
            await self._app(scope, body.receive, _with_headers(body.answered(send)))
        elif not refusal:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY, "reason": refusal[1]})

    async def _refusal(self, scope: Message, headers: dict[bytes, bytes], largest: int) -> _Refusal | None:
        """Why a connection is refused, if it is. What costs little is asked first, passwords last."""
        path, address = scope.get("path", ""), str((scope.get("client") or ("?", 0))[0])
        is_rated = path.startswith(_RATED) and not path.startswith(_FREE)
        if self._hosts is not None and _host(headers) not in self._hosts:
            return 400, "this server is not known by that name; open it under the address it printed"
        if self._rate and is_rated and not self._rate.allows(address):
            return 429, "too many requests from this address; wait a minute", (b"retry-after", b"60")
        if self._access and path not in _OPEN and (wrong := await _not_allowed(self._access, headers, address)):
            return wrong
        if path.startswith(self._closed):
            return 404, "there is nothing here"
        if _length(headers) > largest:
            return 413, f"the request is larger than {largest} bytes; send less"
        return None


async def _not_allowed(access: Access, headers: dict[bytes, bytes], address: str) -> _Refusal | None:
    header = headers.get(b"authorization", b"").decode("latin-1")
    if header and access.knows(header):
        return None
    if header:
        # Counted before it is looked at: many at once would each take a tenth of a second and 32 MB.
        if not access.tries.allows(address):
            return 429, "too many wrong passwords from this address; wait a minute", (b"retry-after", b"60")
        if await asyncio.to_thread(access.allows, header):  # off the loop
            access.tries.give_back(address)
            return None
    return 401, "give a user and password, or a token", (b"www-authenticate", b'Basic realm="Yinju"')


class BodyTooLarge(Exception):
    """More came in than a request may hold."""


class _Body:
    """Counts what comes in, whatever the request said of its length; one that is too large is answered with 413."""

    def __init__(self, receive: Receive, largest: int) -> None:
        self._receive = receive
        self._largest = largest
        self._total = 0
        self._answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._total += len(message.get("body", b""))
        if self._total > self._largest:
            raise BodyTooLarge
        return message

    def answered(self, send: Send) -> Send:
        """Sends what the application answers, unless the body was too large."""

        async def sending(message: Message) -> None:
            if self._total <= self._largest:
                await send(message)
            elif not self._answered:
                self._answered = True
                await _refuse(send, 413, f"the request is larger than {self._largest} bytes; send less")

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


def _length(headers: dict[bytes, bytes]) -> int:
    declared = headers.get(b"content-length", b"0").decode("latin-1")
    return int(declared) if declared.isascii() and declared.isdigit() else 0


async def _refuse(send: Send, status: int, detail: str, *more: tuple[bytes, bytes]) -> None:
    body = json.dumps({"title": "refused", "status": status, "detail": detail}).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
