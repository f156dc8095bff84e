"""The JSON door: the contract's object, errors in one line, and a guard around everything."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.assistant import LONGEST_QUESTION, Assistant
from qa.build import build_index
from qa.server import create_app, guarded
from tests.conftest import LetterEncoder
from ui import build_page


@pytest.fixture
def client(docs: Path, index_path: Path, encoder: LetterEncoder) -> TestClient:
    build_index(docs, index_path)
    assistant = Assistant.open(index_path)
    app = create_app(assistant, build_page(assistant, docs))
    return TestClient(guarded(app, "127.0.0.1"), base_url="http://127.0.0.1", raise_server_exceptions=False)


def test_ask_gives_the_contract(client: TestClient) -> None:
    """The same object as `yinju ask --json`."""
    answer = client.post("/api/ask", json={"question": "宁夏有多少工会会员?", "top": 1}).json()
    assert answer["found"] is True
    [quote] = answer["quotes"]
    assert quote["text"] == "宁夏有工会会员129万人。"
    assert (quote["source"], quote["headings"]) == ("宁夏.md", ["组织"])
    text = client.get("/api/documents/宁夏.md").json()["text"]
    assert "".join(text[start:end] for start, end in quote["spans"]) == quote["text"]


def test_documents_are_looked_up_never_opened_as_paths(client: TestClient) -> None:
    """Sources in folders work; nothing else on the disk can be reached."""
    assert client.get("/api/documents").json()["documents"] == ["english.html", "内蒙古/2024.txt", "宁夏.md"]
    assert client.get("/api/documents/内蒙古/2024.txt").status_code == 200
    for source in ("../secret", "%2e%2e%2fsecret", "/etc/passwd", "..%5csecret", "a%00b"):
        assert client.get(f"/api/documents/{source}").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": " "}, "blank"),
        ({"question": "x" * (LONGEST_QUESTION + 1)}, "question"),
        ({"question": "x", "top": 0}, "top"),
        ({"question": "x", "top": 10**9}, "top"),
        ({}, "question"),
        ([], "body"),
    ],
)
def test_bad_requests_name_the_field(client: TestClient, body: object, field: str) -> None:
    """422, one line, no traceback."""
    response = client.post("/api/ask", json=body)
    assert response.status_code == 422
    assert field in response.json()["detail"]


def test_lone_surrogates_are_text_like_any_other(client: TestClient) -> None:
    """What JSON can carry and Unicode cannot."""
    assert client.post("/api/ask", content=b'{"question": "\\ud800?"}').status_code in (200, 422)


def test_the_guard(client: TestClient) -> None:
    """Foreign host names, uploads, proxies and huge bodies stop at the door; answers carry safe headers."""
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400
    for path in ("/gradio_api/upload", "/gradio_api/proxy=http://x", "/gradio_api/file=/etc/passwd", "/monitoring"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    assert client.post("/api/ask", content=b"x" * 300_000).status_code == 413

    def chunks() -> object:
        yield from [b'{"question": "'] + [b"x" * 50_000] * 10

    assert client.post("/api/ask", content=chunks()).status_code == 413  # type: ignore[arg-type]
    headers = client.get("/healthz").headers
    assert headers["x-frame-options"] == "DENY"
    assert "connect-src 'self'" in headers["content-security-policy"]
    for path in ("/openapi.json", "/docs", "/redoc"):
        assert client.get(path).status_code == 404


def test_routes_are_the_ones_we_decided_on(client: TestClient) -> None:
    """Our own routes; a new one must be added here."""
    assert client.get("/").status_code == 200
    assert client.get("/api/ask").status_code in (404, 405)
