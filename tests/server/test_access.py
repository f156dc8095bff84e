"""Who may come in: passwords and tokens, how often one may try, from which hosts, and on which port it is served."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from qa.assistant import Assistant
from qa.cli import app as command
from qa.errors import AccessError
from qa.indexing.build import build_index
from qa.server import Serving, create_app, guarded
from qa.server.access import Access, Rate, password_line
from qa.server.guard import Guard
from qa.server.listening import run
from tests.conftest import LetterEncoder


@pytest.mark.slow
def test_passwords_and_tokens_open_the_door(
    docs: Path, index_path: Path, encoder: LetterEncoder, tmp_path: Path
) -> None:
    """Everything but the health check asks for one; files hold hashes."""
    build_index(docs, index_path)
    (tmp_path / "users").write_text(password_line("li", "correct horse") + "\n")
    (tmp_path / "token").write_text("0123456789abcdef0123\n")
    assert "correct horse" not in (tmp_path / "users").read_text()
    access = Access.load(tmp_path / "users", tmp_path / "token")
    app = guarded(create_app(Assistant.open(index_path)), "0.0.0.0", access)
    client = TestClient(app, base_url="http://any.example")
    assert client.get("/healthz").status_code == 200
    refused = client.get("/api/documents")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    for _ in range(2):
        assert client.get("/api/documents", auth=("li", "correct horse")).status_code == 200
    for auth in (("li", "wrong"), ("wang", "correct horse"), ("li", "")):
        assert client.get("/api/documents", auth=auth).status_code == 401
    for header, status in (("Bearer 0123456789abcdef0123", 200), ("Bearer x", 401), ("Basic ???", 401), ("", 401)):
        assert client.get("/api/documents", headers={"authorization": header}).status_code == status


def test_guessing_passwords_is_slow_and_costs_the_server_nothing(
    docs: Path, index_path: Path, encoder: LetterEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ten wrong ones no more is looked at for a while; who is in already stays in, others are not held up."""
    build_index(docs, index_path)
    (tmp_path / "users").write_text(password_line("li", "correct horse") + "\n")
    access = Access.load(tmp_path / "users", None)
    app = guarded(create_app(Assistant.open(index_path)), "0.0.0.0", access)
    here, there = (
        TestClient(app, base_url="http://any.example", client=(name, 1)) for name in ("10.0.0.1", "10.0.0.2")
    )
    monkeypatch.setattr("qa.server.access.time", SimpleNamespace(monotonic=lambda: 0.0))
    assert here.get("/api/documents", auth=("li", "correct horse")).status_code == 200
    hashed: list[str] = []
    monkeypatch.setattr("qa.server.access._hash", lambda password, _: hashed.append(password) or b"")
    tried = [here.get("/", auth=("li", f"guess {n}")) for n in range(14)]
    assert [refused.status_code for refused in tried] == [401] * 10 + [429] * 4
    assert tried[-1].headers["retry-after"] == "60"
    assert len(hashed) == 10
    assert here.get("/api/documents", auth=("li", "correct horse")).status_code == 200
    assert there.get("/api/documents", auth=("li", "guess")).status_code == 401


def test_every_kind_of_connection_passes_the_guard() -> None:
    """A WebSocket under a foreign name or without a password is closed, and no other kind gets by."""
    reached: list[str] = []

    async def silence() -> Any:
        raise AssertionError("nothing is read")

    async def inner(scope: Any, _receive: Any, _send: Any) -> None:
        reached.append(scope["type"])

    def sent(kind: str, host: bytes, access: Access | None = None) -> list[Any]:
        told: list[Any] = []

        async def send(message: Any) -> None:
            told.append(message)

        scope: Any = {"type": kind, "path": "/gradio_api/x", "headers": [(b"host", host)], "client": ("10.0.0.1", 1)}
        guard = Guard(inner, frozenset(("localhost",)), access)
        with ThreadPoolExecutor(1) as pool:  # browser tests leave an event loop running in this thread
            pool.submit(lambda: anyio.run(guard, scope, silence, send)).result()
        return told

    for kind in ("websocket", "webtransport"):
        sent(kind, b"evil.example")
        sent(kind, b"localhost:7860", Access({}, "0123456789abcdef0123"))
    assert reached == []
    assert sent("websocket", b"evil.example")[0]["type"] == "websocket.close"
    sent("websocket", b"localhost:7860")
    assert reached == ["websocket"]


@pytest.mark.parametrize(
    ("serving", "mend"),
    [
        (Serving(host="0.0.0.0"), "--auth FILE"),
        (Serving(token_file=Path("nowhere")), "nowhere"),
        (Serving(passwords=Path(__file__)), "yinju password USER"),
        (Serving(certificate=Path(__file__)), "--tls-key"),
        (Serving(certificate=Path("nowhere"), key=Path(__file__)), "nowhere"),
    ],
)
def test_a_server_does_not_start_in_a_way_that_was_not_meant(serving: Serving, mend: str) -> None:
    """Other machines are served with passwords, or when told so in words."""
    with pytest.raises(AccessError, match=mend):
        serving.access()
    assert Serving(host="0.0.0.0", open_to_everyone=True).access() is None


def test_one_address_cannot_ask_all_the_time() -> None:
    """So many a minute; others are not held up, and after a while it may again."""
    rate = Rate(2)
    assert [rate.allows("a", now=0) for _ in range(3)] == [True, True, False]
    assert rate.allows("b", now=0)
    assert rate.allows("a", now=31)
    assert not rate.allows("a", now=31)


def test_addresses_are_bounded_and_an_attacker_is_not_forgotten() -> None:
    """Those make room that have asked least; an IPv6 network is one address, as who has it has all of it."""
    rate = Rate(2, most_addresses=20)
    assert [rate.allows("10.9.9.9", now=0) for _ in range(3)] == [True, True, False]
    for n in range(500):
        rate.allows(f"10.0.{n // 250}.{n % 250}", now=0)
    assert not rate.allows("10.9.9.9", now=0)
    assert len(rate._buckets) <= 20
    assert [rate.allows(f"2001:db8::{n:x}", now=0) for n in range(3)] == [True, True, False]
    assert rate.allows("2001:db8:0:1::1", now=0)
    assert not rate.allows("::ffff:10.9.9.9", now=0)


@pytest.mark.slow
def test_a_port_in_use_is_one_line(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """With the option that mends it; `main` makes it exit code 2."""
    build_index(docs, index_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AccessError, match=f"port {port} of 127.0.0.1 is in use; give another with --port"):
            CliRunner().invoke(
                command, ["serve", "--index", str(index_path), "--port", str(port)], catch_exceptions=False
            )
    with pytest.raises(AccessError, match="give --host and --port"):
        run(create_app(Assistant.open(index_path)), Serving(host="192.0.2.1", open_to_everyone=True))
