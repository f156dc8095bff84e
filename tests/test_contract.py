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
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client
from pydantic import TypeAdapter, ValidationError

from qa import Assistant, build_index
from qa.evaluation.questions import read_question
from qa.evaluation.results import evaluate
from qa.evaluation.set_checks import checked
from qa.server import create_app
from qa.server.mcp import mcp_server
from qa.server.models import AnswerModel, CheckModel, VerificationModel
from qa.settings import Settings
from qa.storage import Manifest
from qa.types import Answer, Made, Span
from qa.types.contract import NotOfTheContract, as_json, from_json
from qa.verification.receipts import Receipt, check, receipt
from qa.verification.verify import verify_quote
from tests.conftest import LetterEncoder

MADE = Made(
    index_format=4,
    model="static",
    fingerprint="ab",
    dim=256,
    passage_characters=300,
    encodings={"*.txt": "gb18030"},
    readers="cd",
    rows=3,
    passages=3,
    documents=1,
)
RECEIPT = Receipt(quote="129万人", source="宁夏.md", spans=(Span(3, 8), Span(9, 10)), page=2, headings=("组织",))
FILES = {"format": 1, "created": "2026-01-26", "files": {"vectors.faiss": {"bytes": 3, "sha256": "ef"}}, "extra": {}}
KEPT_IN_FILES = [(Receipt, as_json(RECEIPT)), (Made, as_json(MADE)), (Manifest, {**FILES, "extra": as_json(MADE)})]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=2),
    max_leaves=4,
)
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
    for model, known in (
        (VerificationModel, verify_quote(assistant, "宁夏有工会会员192万人。").to_json()),
        (
            CheckModel,
            check(receipt(answer.quotes[0], assistant.document("宁夏.md"), answer.index), assistant).to_json(),
        ),
    ):
        assert model.model_validate(known, extra="forbid").model_dump(mode="json") == known
    posted = TestClient(create_app(assistant)).post("/api/ask", json={"question": ASKED}).json()
    assert posted | {"seconds": 0} == told | {"seconds": 0}


def places(value: Any) -> list[tuple[Any, ...]]:
    """The way to each value inside a JSON value, and to the whole."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((key, *rest) for key, each in inner for rest in places(each))]


def changed(value: Any, place: tuple[Any, ...], other: Any) -> Any:
    """A JSON value with another one in a place."""
    if not place:
        return other
    copied = value.copy()
    copied[place[0]] = changed(value[place[0]], place[1:], other)
    return copied


@given(st.data())
def test_files_are_read_as_pydantic_reads_them(data: st.DataObject) -> None:
    """Receipts and manifests come from the dataclasses: what one takes the other takes, and gives the same."""
    kind, whole = data.draw(st.sampled_from(KEPT_IN_FILES))
    value = changed(whole, data.draw(st.sampled_from(places(whole))), data.draw(JSON))
    try:
        expected = TypeAdapter(kind).validate_json(json.dumps(value), strict=True)
    except ValidationError:
        with pytest.raises(NotOfTheContract):
            from_json(kind, value)
        return
    assert from_json(kind, value) == expected


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("rows", None, "rows must be a whole number"),
        ("rows", True, "rows must be a whole number"),
        ("docs", 3, "docs must be a text or null"),
        ("encodings", {"a": 1}, "encodings.a must be a text"),
    ],
)
def test_what_is_not_of_the_contract_is_named(name: str, value: object, said: str) -> None:
    """By its place, with what should stand there."""
    with pytest.raises(NotOfTheContract, match=f"^{said}$"):
        from_json(Made, as_json(MADE) | {name: value})
