"""Programs that talk to Yinju: assistant programs over MCP, pipelines, and whoever was given a quote."""

import os
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from qa import Assistant, build_index
from qa.integrations.langchain import YinjuRetriever
from qa.server.mcp import mcp_server
from tests.conftest import LetterEncoder

ROOT = Path(__file__).parent.parent


@pytest.fixture
def assistant(docs: Path, index_path: Path, encoder: LetterEncoder) -> Assistant:
    build_index(docs, index_path)
    return Assistant.open(index_path)


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


def test_errors_are_lines(assistant: Assistant) -> None:
    """A program reads what to mend; nothing else of the server is told."""
    result = called(mcp_server(assistant), "show", source="../../etc/passwd")
    assert result.is_error
    assert "holds no document" in result.content[0].text
    assert called(mcp_server(assistant), "ask", question=" ").is_error
    assert called(mcp_server(assistant), "ask", question="x", top=0).is_error


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


def test_pipelines_get_passages(assistant: Assistant) -> None:
    """LangChain's documents, with where they stand."""
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
