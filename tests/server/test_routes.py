"""The JSON door: the contract's object, errors in one line, and a guard around everything."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from typer.testing import CliRunner

from qa.assistant import LONGEST_QUESTION_CHARACTERS, Assistant
from qa.cli import app as command
from qa.errors import YinjuError
from qa.indexing.build import build_index
from qa.server import Serving, create_app, guarded
from qa.server.observing import Observer
from tests.conftest import LetterEncoder


def client_of(app: FastAPI) -> TestClient:
    return TestClient(guarded(app, "127.0.0.1"), base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture
def client(assistant: Assistant, docs: Path) -> TestClient:
    return client_of(create_app(assistant, docs=docs))


@pytest.fixture
def paged(assistant: Assistant, docs: Path) -> TestClient:
    """The page answers what no route does; it takes seconds to import."""
    from ui import build_page

    return client_of(create_app(assistant, build_page(assistant, docs, read_only=True), docs=docs))


def test_ask_gives_the_contract(client: TestClient) -> None:
    """The same object as `yinju ask --json`."""
    answer = client.post("/api/ask", json={"question": "宁夏有多少工会会员?", "top": 1}).json()
    assert answer["found"] is True
    [quote] = answer["quotes"]
    assert quote["text"] == "宁夏有工会会员129万人。"
    assert (quote["source"], quote["headings"]) == ("宁夏.md", ["组织"])
    text = client.get("/api/documents/宁夏.md").json()["text"]
    assert "".join(text[start:end] for start, end in quote["spans"]) == quote["text"]


@pytest.mark.slow
def test_documents_are_looked_up_never_opened_as_paths(paged: TestClient) -> None:
    """Sources in folders work; nothing else on the disk can be reached."""
    assert paged.get("/api/documents").json()["documents"] == ["english.html", "内蒙古/2024.txt", "宁夏.md"]
    assert paged.get("/api/documents/内蒙古/2024.txt").status_code == 200
    for source in ("../secret", "%2e%2e%2fsecret", "/etc/passwd", "..%5csecret", "a%00b"):
        assert paged.get(f"/api/documents/{source}").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": " "}, "blank"),
        ({"question": "x" * (LONGEST_QUESTION_CHARACTERS + 1)}, "question"),
        ({"question": "x", "top": 0}, "top"),
        ({"question": "x", "top": 10**9}, "top"),
        ({}, "question"),
        ([], "body"),
        ({"question": "x", "topp": 3}, "topp: there is no such field"),
        ({"question": "x", "history": [{"question": "y", "no": 1}]}, "history.0.no: there is no such field"),
        ({"question": "x", "history": [{"question": "y", "quotes": ["z"]}]}, "history.0.quotes"),
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


@pytest.mark.slow
def test_the_guard(paged: TestClient) -> None:
    """Foreign host names, uploads, proxies and huge bodies stop at the door; answers carry safe headers."""
    assert paged.get("/healthz", headers={"host": "evil.example"}).status_code == 400
    for path in ("/gradio_api/upload", "/gradio_api/proxy=http://x", "/gradio_api/file=/etc/passwd", "/monitoring"):
        assert paged.get(path).status_code == 404
        assert paged.post(path).status_code == 404
    assert paged.post("/api/ask", content=b"x" * 300_000).status_code == 413

    def chunks() -> object:
        yield from [b'{"question": "'] + [b"x" * 50_000] * 10

    assert paged.post("/api/ask", content=chunks()).status_code == 413  # type: ignore[arg-type]
    headers = paged.get("/healthz").headers
    assert headers["x-frame-options"] == "DENY"
    assert "connect-src 'self'" in headers["content-security-policy"]
    for path in ("/openapi.json", "/docs", "/redoc", "/login"):
        assert paged.get(path).status_code == 404


@pytest.mark.slow
def test_routes_are_the_ones_we_decided_on(paged: TestClient) -> None:
    """Our own routes; whatever else is asked for is a problem in one line, also below the page."""
    assert paged.get("/").status_code == 200
    for method, path, status in (
        ("GET", "/api/ask", 405),
        ("DELETE", "/api/documents", 405),
        ("GET", "/api/nothing", 404),
        ("POST", "/api/", 404),
        ("GET", "/nothing", 404),
        ("PUT", "/healthz", 405),
    ):
        refused = paged.request(method, path)
        assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json"), path
        assert "\n" not in refused.json()["detail"]
    assert paged.get("/api/ask").headers["allow"] == "POST"


def test_a_follow_up_carries_its_history(client: TestClient) -> None:
    """What was understood is told."""
    earlier = [{"question": "宁夏有多少工会会员?", "quote": "宁夏有工会会员129万人。"}]
    answer = client.post("/api/ask", json={"question": "谁说的?", "history": earlier}).json()
    assert answer["understood"] == "宁夏有多少工会会员? → 谁说的?"


def test_some_documents_alone_are_asked(client: TestClient) -> None:
    """By name, folder or pattern; one that names none is an error, not a silence."""
    for sources, found in ((["宁夏.md"], True), (["*.md"], True), (["内蒙古"], False), (["内蒙古/", "宁夏.md"], True)):
        answer = client.post("/api/ask", json={"question": "宁夏有多少工会会员?", "sources": sources}).json()
        assert ("宁夏.md" in {quote["source"] for quote in answer["quotes"]}) is found
    refused = client.post("/api/ask", json={"question": "宁夏有多少工会会员?", "sources": ["none"]})
    assert refused.status_code == 422
    assert "no document is 'none'" in refused.json()["detail"]


def test_originals_are_given_as_long_as_they_are_what_was_indexed(client: TestClient, docs: Path) -> None:
    """As a download, never shown as a page; a changed file is not passed off as the source of a quote."""
    response = client.get("/api/originals/宁夏.md")
    assert response.content == (docs / "宁夏.md").read_bytes()
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["content-type"] == "application/octet-stream"
    for source in ("../secret", "/etc/passwd", "none.md"):
        assert client.get(f"/api/originals/{source}").status_code == 404
    (docs / "宁夏.md").write_text("other", "utf-8")
    assert client.get("/api/originals/宁夏.md").status_code == 404
    (docs / "宁夏.md").unlink()
    (docs / "宁夏.md").symlink_to("/etc/hostname")
    assert client.get("/api/originals/宁夏.md").status_code == 404


def test_a_receipt_can_be_checked_later(client: TestClient) -> None:
    """By the route as by the command: still there, moved, changed, gone."""
    [receipt] = client.post("/api/receipt", json={"question": "宁夏有多少工会会员?", "top": 1}).json()
    assert client.post("/api/check", json=receipt).json()["status"] == "still there"
    [start, end] = receipt["spans"][0]
    assert client.get(f"/api/receipts/宁夏.md?spans={start}-{end}").json()["quote"] == receipt["quote"]
    assert client.post("/api/check", json={**receipt, "spans": [[0, 3]]}).json()["status"] == "moved"
    assert client.post("/api/check", json={**receipt, "quote": "宁夏有工会会员128万人。"}).json()["status"] == "changed"
    assert client.post("/api/check", json={"quote": "x"}).status_code == 422
    for spans in ("", "x", "5-3", "0-999999"):
        assert client.get("/api/receipts/宁夏.md", params={"spans": spans}).status_code == 422


def test_a_question_set_is_evaluated(client: TestClient) -> None:
    """The figures of `yinju evaluate --json`; a broken line is named."""
    row = {"id": "1", "question": "宁夏有多少工会会员?", "answers": ["129万人"], "source": "宁夏.md"}
    result = client.post("/api/evaluate", json={"questions": [row]}).json()
    assert result["metrics"]["quote@1"] == 1.0
    assert result["rows"][0]["id"] == "1"
    broken = client.post("/api/evaluate", json={"questions": [row, {"question": "?"}]})
    assert broken.status_code == 422
    assert broken.json()["detail"].startswith("question 2:")


def test_operators_see_counts_and_lines_but_no_questions(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Prometheus metrics, and a JSON line for each question."""
    build_index(docs, index_path)
    log = io.StringIO()
    client = TestClient(create_app(Assistant.open(index_path), observer=Observer(log)))
    client.post("/api/ask", json={"question": "宁夏有多少工会会员?"})
    line = json.loads(log.getvalue())
    assert (line["door"], line["found"], line["characters"]) == ("api", True, 10)
    assert "宁夏" not in log.getvalue()
    metrics = client.get("/metrics").text
    assert 'yinju_answers_total{door="api",found="true",generation="gen-000001"} 1.0' in metrics
    assert 'yinju_answer_seconds_count{door="api"} 1.0' in metrics


@pytest.mark.slow
def test_the_routes_keep_to_their_own_description(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Whatever is sent, the answer is one that OpenAPI describes, and never an internal error."""
    build_index(docs, index_path)
    import schemathesis

    app = create_app(Assistant.open(index_path), docs=docs)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)

    for operation in schema.get_all_operations():
        described: Any = operation.ok()  # type: ignore[union-attr]
        try_cases(described.as_strategy())


def try_cases(strategy: Any) -> None:
    from schemathesis import Case
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=strategy)
    def run(case: Case) -> None:
        # JSON Schema cannot say that a question must not be blank.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    run()


@pytest.mark.slow
def test_settings_come_from_flags_then_environment_then_file(
    docs: Path, index_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest one wins; a setting that there is not is named."""
    build_index(docs, index_path)
    started: list[Serving] = []
    monkeypatch.setattr("qa.server.run", lambda _, serving: started.append(serving))
    (tmp_path / "serve.toml").write_text(f'index = "{index_path}"\nport = 7001\nrate = 30\nhost = "localhost"\n')
    monkeypatch.setenv("YINJU_RATE", "40")
    arguments = ["serve", "--config", str(tmp_path / "serve.toml"), "--port", "7003"]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    assert (started[0].port, started[0].rate, started[0].host) == (7003, 40, "localhost")
    (tmp_path / "serve.toml").write_text("colour = 'red'\n")
    with pytest.raises(YinjuError, match="no setting 'colour'"):
        CliRunner().invoke(command, ["serve", "--config", str(tmp_path / "serve.toml")], catch_exceptions=False)
