"""The JSON that others rely on keeps its shape: compared with what is committed in `tests/data/contract/`.

A change that is meant: YINJU_SNAPSHOTS=write .venv/bin/python -m pytest tests/test_contract.py, then look at the difference, and say
it in the changelog. Keys may come; none may go, and none may change its kind.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp import Client

from qa import Assistant, build_index
from qa.evaluation.questions import read_question
from qa.evaluation.results import evaluate
from qa.evaluation.set_checks import checked
from qa.server import create_app
from qa.server.mcp import mcp_server
from qa.server.models import AnswerModel, CheckModel, VerificationModel
from qa.settings import Settings
from qa.types import Answer
from qa.verification.receipts import check, receipt
from qa.verification.verify import verify_quote
from tests.conftest import LetterEncoder

FOLDER = Path(__file__).parent / "data/contract"
ASKED, ABSENT = "宁夏有多少工会会员?", "月球上有几座港口?"
LINE = {"id": "1", "question": ASKED, "answers": ["129万人"], "source": "宁夏.md", "lang": "zh", "kind": "number"}


def same(name: str, found: Any) -> None:
    """What is found is what is committed."""
    path = FOLDER / name
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("YINJU_SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8"), f"{path.name} has changed; a change that is meant: see {__file__}"


def shape(value: Any) -> Any:
    """The keys of a JSON value; of a list those of its first object. Kinds of values stand in the OpenAPI file."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [shape(value[0])] if value and isinstance(value[0], dict) else "list"
    return "value"


@pytest.fixture
def assistant(docs: Path, index_path: Path, encoder: LetterEncoder) -> Assistant:
    build_index(docs, index_path)
    return Assistant.open(index_path)


@pytest.fixture
def answer(assistant: Assistant) -> Answer:
    return assistant.ask(ASKED)


def test_openapi(assistant: Assistant, docs: Path) -> None:
    """Every route, what it takes and what it gives."""
    same("openapi.json", create_app(assistant, docs=docs).openapi())


def test_mcp(assistant: Assistant) -> None:
    """Every tool, what it takes and what it gives."""

    async def tools() -> dict[str, Any]:
        async with Client(mcp_server(assistant)) as client:
            listed = (await client.list_tools()).tools
        return {tool.name: {"input": tool.input_schema, "output": tool.output_schema} for tool in listed}

    same("mcp.json", anyio.run(tools))


def test_command(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """`yinju index|ask|evaluate|check --json`, receipts, the manifest, settings, and lines of question sets."""
    report = build_index(docs, index_path).to_json()
    assistant = Assistant.open(index_path)
    answer = assistant.ask(ASKED, top=1)
    receipts = [receipt(quote, assistant.document(quote.passage.source), answer.index) for quote in answer.quotes]
    question = read_question("set:1", dict(LINE))
    asked, _ = checked(assistant, [question])
    result = evaluate(assistant, asked)
    [manifest] = index_path.glob("gen-*/manifest.json")
    assert question.to_json() == LINE
    same(
        "shapes.json",
        {
            "index": shape(report),
            "ask, answer": shape(answer.to_json()),
            "ask, absent": shape(assistant.ask(ABSENT, top=1).to_json()),
            "evaluate": {key: shape(value) for key, value in result.items() if key not in ("curves", "rows")},
            "evaluate, row": shape({k: v for k, v in result["rows"][0].items() if not k.startswith("_")}),
            "receipt": shape(receipts[0]),
            "check": shape(check(receipts[0], assistant).to_json()),
            "verify, found": shape(verify_quote(assistant, "129万人").to_json()),
            "verify, nearest": shape(verify_quote(assistant, "宁夏有工会会员192万人。").to_json()),
            "manifest": sorted(json.loads(manifest.read_text("utf-8"))),
            "settings": shape(asdict(Settings())),
            "question": shape(question.to_json()),
        },
    )


def test_what_is_described_is_what_is_given(assistant: Assistant, answer: Answer) -> None:
    """The models of the API and MCP know every key that the dataclasses write: the contract is one."""
    told = answer.to_json()
    assert AnswerModel.model_validate(told, extra="forbid").model_dump(mode="json", exclude_unset=True) == told
    for model, given in (
        (VerificationModel, verify_quote(assistant, "宁夏有工会会员192万人。").to_json()),
        (
            CheckModel,
            check(receipt(answer.quotes[0], assistant.document("宁夏.md"), answer.index), assistant).to_json(),
        ),
    ):
        assert model.model_validate(given, extra="forbid").model_dump(mode="json") == given
    posted = TestClient(create_app(assistant)).post("/api/ask", json={"question": ASKED}).json()
    assert posted | {"seconds": 0} == told | {"seconds": 0}
