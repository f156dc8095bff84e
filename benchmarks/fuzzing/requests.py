"""The HTTP door, fed with changed requests: every one gets an answer or a refusal, none breaks the server."""

import json
import warnings
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

from fastapi.testclient import TestClient

from benchmarks.fuzzing.mutating import mutate, spaced
from benchmarks.fuzzing.questions import DOCS, QUESTIONS, shipped_index
from qa import Assistant
from qa.server import create_app, guarded

_WORDS = spaced(
    '{ } [ ] " : , null true -1 0 1e999 1.5 "\\ud800" "\\u0000" "question" "top" "history" "quote" "text" "source" '
    '"spans" "questions" "answers" [[0,9]] .. %00 %2e%2e / // ? # ;'
)
_SOURCE = "内蒙古工会十二大五年回顾.txt"
_PDF = "呼和浩特市总工会2018年扫描.pdf"
_VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1, 2**31, 2**63, 10**400, 0.5, 1e300, float("inf"), float("nan"), "", " ", "x", "会员" * 2000),
    *("\ud800", "\0", "../x", [], {}, [[]], [[0, 9]], {"x": 1}),
)
_TYPES = (
    "application/json",
    "application/json",
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "",
)
_METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
_AS_BYTES, _ODD_METHOD, _ODD_PATH = 0.3, 0.05, 0.2  # shares of the requests
_RECEIPT: dict[str, Any] = {
    "yinju_receipt": 1,
    "quote": "工会",
    "source": _SOURCE,
    "title": "x",
    "sha256": "0" * 64,
    "spans": [[4, 6]],
    "generation": "gen-000001",
    "model": "x",
    "date": "2024-01-01T00:00:00+00:00",
}
_REQUESTS: tuple[tuple[str, dict[str, Any]], ...] = (
    *(("/api/ask", {"question": question, "top": 3}) for question in QUESTIONS[:20:4]),
    ("/api/ask", {"question": "那宁夏呢?", "history": [{"question": QUESTIONS[0], "quote": "x"}]}),
    ("/api/receipt", {"question": QUESTIONS[0], "top": 1}),
    ("/api/verify", {"text": "工会", "source": _SOURCE}),
    ("/api/verify", {"text": "工会 会员"}),
    ("/api/check", _RECEIPT),
    (
        "/api/evaluate",
        {"questions": [{"id": "1", "question": QUESTIONS[0], "answers": ["371.3万人"], "source": _SOURCE}]},
    ),
    (f"/api/documents/{_SOURCE}", {}),
    (f"/api/originals/{_SOURCE}", {}),
    (f"/api/pages/{_PDF}?number=1&spans=0-9", {}),
    (f"/api/receipts/{_SOURCE}?spans=4-6,9-12", {}),
    ("/metrics", {}),
    ("/healthz", {}),
)


class RequestTarget:
    """The server's application, with its guard and without a page."""

    name = "http"
    seconds = 20.0
    memory = 0  # the models map more than they use
    runs_at_once = 20_000

    def __init__(self, index: Path | None = None) -> None:
        self._index = index or shipped_index()
        self._bodies = [_dumped(body) for _, body in _REQUESTS]

    def prepare(self) -> None:
        """Open the index and put the application on it."""
        warnings.simplefilter("ignore")
        app = guarded(create_app(Assistant.open(self._index), docs=DOCS), "127.0.0.1")
        self._client = TestClient(app, base_url="http://127.0.0.1")

    def make(self, draw: Random) -> bytes:
        """Method, path, type and body."""
        at = draw.randrange(len(_REQUESTS))
        route, values = _REQUESTS[at][0].encode(), _REQUESTS[at][1]
        path = mutate(route, draw, _WORDS, [route])[:3000] if draw.random() < _ODD_PATH or not values else route
        content = _dumped(_other_values(values, draw))
        if draw.random() < _AS_BYTES:
            content = mutate(content, draw, _WORDS, self._bodies)
        request = {
            "method": draw.choice(_METHODS) if draw.random() < _ODD_METHOD else "POST" if values else "GET",
            "path": "/" + quote(path, safe="/%?=&;").lstrip("/"),
            "type": draw.choice(_TYPES),
            "body": content.decode("latin-1"),
        }
        return json.dumps(request).encode()

    def take(self, content: bytes) -> str:
        """Send it; the server may refuse it, not fail at it."""
        try:
            request = json.loads(content)
            method, path, kind, body = (str(request[key]) for key in ("method", "path", "type", "body"))
            assert path.startswith("/") and not path.startswith("//")  # else a client takes it for a host
            sent = body.encode("latin-1")
        except (ValueError, KeyError, TypeError, AssertionError):  # made smaller until it was no request any more
            return "no request"
        answer = self._client.request(method, path, content=sent, headers={"content-type": kind} if kind else {})
        assert answer.status_code < 500, f"status {answer.status_code}: {answer.text[:200]}"
        if "json" in answer.headers.get("content-type", "") and answer.content:
            answer.json()
        return f"status {answer.status_code}"


def _dumped(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _other_values(value: Any, draw: Random) -> Any:
    """The same JSON with some of its values exchanged, left out or doubled, at any depth."""
    if draw.random() < 0.05:
        return draw.choice(_VALUES)
    if isinstance(value, dict):
        return {key: _other_values(inner, draw) for key, inner in value.items() if draw.random() > 0.03}
    if isinstance(value, list):
        return [_other_values(inner, draw) for inner in value for _ in range(draw.choice((1, 1, 1, 1, 0, 2)))]
    return draw.choice(_VALUES) if draw.random() < 0.15 else value
