"""Programs that talk to Yinju: assistant programs over MCP, pipelines, and whoever was given a quote."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from typer.testing import CliRunner

from embeddings import EncoderUnavailable
from qa import Assistant, build_index
from qa.cli import app as command
from qa.errors import IndexDamaged, IndexNotWritten
from qa.server import create_app, guarded
from qa.server.mcp import MOST_SHOWN_CHARACTERS, mcp_server
from qa.types import Turn
from qa.web.conversation import Chat, Scope
from qa.web.turns import ShownTurn
from tests.conftest import LetterEncoder

ROOT = Path(__file__).parents[2]


def called(server: Any, tool: str, **arguments: Any) -> Any:
    """What a tool gives to the official client."""

    async def call() -> Any:
        async with Client(server) as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(call)


def test_an_assistant_program_asks_and_quotes(assistant: Assistant) -> None:
    """The JSON of the contract; the quote can be shown where it stands, and verified."""
    server = mcp_server(assistant)
    answer = called(server, "ask", question="宁夏有多少工会会员?").structured_content
    [quote] = answer["quotes"][:1]
    assert quote["text"] == "宁夏有工会会员129万人。"
    [[start, end]] = quote["spans"]
    shown = called(server, "show", source=quote["source"], start=start, end=end).structured_content
    assert shown["text"] == quote["text"]
    found = called(server, "verify_quote", text=quote["text"]).structured_content
    assert found["places"][0]["span"] == [start, end]
    passages = called(server, "search", question="library", limit=1).structured_content["passages"]
    assert passages[0]["source"] == "english.html"


@pytest.mark.slow
def test_a_conversation_is_the_same_through_every_door(
    assistant: Assistant, index_path: Path, docs: Path, encoder: LetterEncoder
) -> None:
    """Page, command, route and tool understand a follow-up alike; a turn that found nothing is a turn like another."""
    from ui import build_page

    questions = ["宁夏有多少工会会员?", "Who founded Ostby?", "内蒙古呢?"]
    turns: list[Turn] = []
    for question in questions[:2]:
        turns.append(assistant.ask(question, history=turns).turn)
    last = assistant.ask(questions[2], history=turns).to_json()
    assert turns[1].quote == ""
    history = [{"question": turn.question, "quote": turn.quote} for turn in turns]
    page: list[ShownTurn] = []
    for question in questions:
        page.append(Chat(assistant, lambda _: None).ask(question, page, Scope()))
    shown = page[2].answer
    client = TestClient(create_app(assistant, build_page(assistant, docs, read_only=True), docs=docs))
    after = [word for question in questions[:2] for word in ("--after", question)]
    printed = CliRunner().invoke(command, ["ask", questions[2], "--index", str(index_path), "--json", *after]).stdout
    doors = [
        shown.to_json() if shown else {},
        client.post("/api/ask", json={"question": questions[2], "history": history}).json(),
        json.loads(printed),
        called(mcp_server(assistant), "ask", question=questions[2], history=history).structured_content,
    ]
    for told in doors:
        assert (told["understood"], told["outcome"]) == (last["understood"], last["outcome"])
        assert [quote["text"] for quote in told["quotes"]] == [quote["text"] for quote in last["quotes"]]


def test_what_tools_give_is_described(assistant: Assistant) -> None:
    """Each has a schema of named fields, which the official client checks every result against."""

    async def schemas() -> dict[str, Any]:
        async with Client(mcp_server(assistant)) as client:
            return {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}

    described = anyio.run(schemas)
    fields = {name: set(schema["properties"]) for name, schema in described.items()}
    assert fields["ask"] >= {"found", "quotes", "nearest"}
    assert fields["search"] == {"passages"}
    assert fields["show"] == {"source", "title", "start", "end", "text", "length"}
    assert fields["verify_quote"] == {"found", "quote", "places", "nearest"}
    assert described["verify_quote"]["$defs"]["DifferenceModel"]["properties"].keys() == {"claimed", "there"}


def test_a_misquote_is_told_what_differs(assistant: Assistant) -> None:
    """As structured content over MCP as by the route: a program can put the quote right."""
    claimed = "内蒙古有工会会员317.3万人。"
    told = called(mcp_server(assistant), "verify_quote", text=claimed).structured_content
    assert (told["found"], told["places"]) == (False, [])
    near = told["nearest"][0]
    assert near["difference"] == [{"claimed": "317.3万", "there": "371.3万"}]
    assert assistant.document(near["source"]).text[slice(*near["span"])] == claimed.replace("317", "371")
    posted = TestClient(create_app(assistant)).post("/api/verify", json={"text": claimed})
    assert posted.json() == told


def test_a_document_is_shown_in_stretches(assistant: Assistant, docs: Path, index_path: Path) -> None:
    """Each says where the next begins; what lies outside is refused in a line that says what to give."""
    (docs / "long.txt").write_text("会员代表大会。\n" * 1500, "utf-8")
    build_index(docs, index_path)
    server, text, start = mcp_server(assistant), "", 0
    while start < 12_000:
        shown = called(server, "show", source="long.txt", start=start).structured_content
        assert (shown["start"], shown["end"]) == (start, start + len(shown["text"]))
        assert 0 < len(shown["text"]) <= MOST_SHOWN_CHARACTERS
        text, start = text + shown["text"], shown["end"]
        if start == shown["length"]:
            break
    assert text == assistant.document("long.txt").text
    assert called(server, "show", source="long.txt", start=len(text)).structured_content["text"] == ""
    stretch = called(server, "show", source="long.txt", start=2, end=10**9).structured_content
    assert len(stretch["text"]) == MOST_SHOWN_CHARACTERS
    for arguments, mend in (
        ({"start": len(text) + 1}, "give a smaller one"),
        ({"start": 5, "end": 3}, "give an end behind it"),
        ({"start": -1}, "greater than or equal to 0"),
        ({"end": -1}, "greater than or equal to 0"),
    ):
        refused = called(server, "show", source="long.txt", **arguments)
        assert refused.is_error
        assert mend in refused.content[0].text


def test_errors_are_lines(assistant: Assistant) -> None:
    """A program reads what to mend; nothing else of the server is told."""
    result = called(mcp_server(assistant), "show", source="../../etc/passwd")
    assert result.is_error
    assert "holds no document" in result.content[0].text
    for tool, arguments, line in (
        ("ask", {"question": " "}, "the question is blank"),
        ("ask", {"question": "x", "top": 0}, "top: Input should be"),
        ("ask", {}, "question: is missing"),
        ("ask", {"question": "x", "topp": 3}, "topp: there is no such field; there are question, top"),
        ("verify_quote", {"text": " "}, ""),
        ("verify_quote", {"text": "x", "source": "none"}, "the index holds no document"),
        ("answer", {}, "there is no tool 'answer'; there are ask, search"),
    ):
        refused = called(mcp_server(assistant), tool, **arguments)
        assert refused.is_error
        assert refused.content[0].text.startswith(line)
        assert "\n" not in refused.content[0].text


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        (IndexDamaged("/srv/secret/index/CURRENT cannot be read"), "yinju index --full"),
        (IndexNotWritten("/srv/secret/index cannot be written"), "yinju doctor"),
        (EncoderUnavailable("/srv/secret/model is no model"), "yinju doctor"),
        (OSError("/srv/secret"), ""),
    ],
)
def test_nobody_outside_learns_where_things_are_kept(
    assistant: Assistant, error: Exception, mend: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither over MCP nor over HTTP; the mend is told, and the server's own log tells all."""

    def fail() -> bool:
        raise error

    monkeypatch.setattr(assistant, "refresh", fail)
    told = called(mcp_server(assistant), "ask", question="宁夏有多少工会会员?")
    assert told.is_error
    client = TestClient(create_app(assistant), raise_server_exceptions=False)
    answer = client.post("/api/ask", json={"question": "宁夏有多少工会会员?"})
    assert answer.status_code in (500, 503)
    for text in (told.content[0].text, answer.text):
        assert "secret" not in text
        assert mend in text
        assert "\n" not in text
    assert "/srv/secret" in caplog.text


@pytest.mark.parametrize("with_page", [pytest.param(True, marks=pytest.mark.slow), False])
@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_it_is_served_beside_the_page(assistant: Assistant, docs: Path, with_page: bool, path: str) -> None:
    """With and without the slash, never by a redirect, which may lose what was sent."""
    tools = mcp_server(assistant).streamable_http_app(
        streamable_http_path="/", stateless_http=True, json_response=True, host="127.0.0.1"
    )
    page = import_module("ui").build_page(assistant, docs, read_only=True) if with_page else None
    app = create_app(assistant, page, mcp=tools)
    guard: Any = guarded(app, "127.0.0.1")
    address = "http://127.0.0.1:7860"
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"accept": "application/json, text/event-stream"}
    with TestClient(guard, base_url=address, follow_redirects=False) as client:
        listed = client.post(path, json=call, headers=headers)
        assert listed.status_code == 200
        assert "verify_quote" in listed.text
        assert client.get("/healthz").status_code == 200
        assert client.post(f"{path.rstrip('/')}x", json=call).status_code in (404, 405)


def test_the_official_client_reaches_it_by_its_plain_name(assistant: Assistant) -> None:
    """Over streamable HTTP at `/mcp`."""
    tools = mcp_server(assistant).streamable_http_app(
        streamable_http_path="/", stateless_http=True, json_response=True, host="127.0.0.1"
    )
    app: Any = create_app(assistant, mcp=tools)

    async def call() -> Any:
        transport = httpx2.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, follow_redirects=False) as http,
            Client(streamable_http_client("http://127.0.0.1:7860/mcp", http_client=http)) as client,
        ):
            return await client.call_tool("verify_quote", {"text": "工会会员129万人"})

    assert anyio.run(call).structured_content["places"][0]["source"] == "宁夏.md"


@pytest.mark.slow
def test_a_program_starts_it_by_the_command(tmp_path: Path) -> None:
    """`yinju mcp` speaks the protocol over standard input and output, and nothing else."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("# Library\n\nMembers may borrow twelve books.\n", "utf-8")
    build_index(tmp_path / "docs", tmp_path / "index")
    arguments = ["-m", "qa", "mcp", "--index", str(tmp_path / "index")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = StdioServerParameters(command=sys.executable, args=arguments, env=environment, cwd=str(ROOT))
    answer = called(server, "ask", question="How many books may members borrow?").structured_content
    assert answer["quotes"][0]["text"] == "Members may borrow twelve books."


@pytest.mark.slow
def test_pipelines_get_passages(assistant: Assistant) -> None:
    """LangChain's documents, with where they stand."""
    from qa.integrations.langchain import YinjuRetriever

    first = YinjuRetriever(assistant=assistant, k=2).invoke("宁夏有多少工会会员?")[0]
    assert "129万人" in first.page_content
    assert first.metadata["source"] == "宁夏.md"
    text = assistant.document("宁夏.md").text
    assert "".join(text[start:end] for start, end in first.metadata["spans"]) == first.page_content


def test_llamaindex_gets_them_too(assistant: Assistant) -> None:
    """Where it is installed."""
    llamaindex = pytest.importorskip("qa.integrations.llamaindex", exc_type=ImportError)
    [first, *_] = llamaindex.YinjuRetriever(assistant, k=2).retrieve("宁夏有多少工会会员?")
    assert first.node.metadata["source"] == "宁夏.md"
