"""Describes and checks the JSON of the routes and tools: pydantic models of the dataclasses that it is written from."""

import re
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from qa.types import IndexInfo, Span
from qa.types.answers import AnswerJson
from qa.types.contract import is_optional
from qa.types.documents import DocumentJson
from qa.verification.receipts import Check
from qa.verification.verify import Verification

# A line of a docstring's section "Attributes", with those that go on with it.
_ATTRIBUTE = re.compile(r"^ {4,8}(\w+): (.+(?:\n {9,}.+)*)", re.MULTILINE)


@cache
def model_of(kind: type) -> type[BaseModel]:
    """The model of a dataclass of the contract: the same fields, described as its docstring describes them.

    Args:
        kind: The dataclass; `as_json` of one of its objects is what the model takes and gives.

    Returns:
        A model named after it: `QuoteModel` of `QuoteJson`, `CopyModel` of `Copy`.
    """
    told, _, section = (kind.__doc__ or "").partition("\n\n    Attributes:\n")
    described = {name: " ".join(words.split()) for name, words in _ATTRIBUTE.findall(section)}
    hints = get_type_hints(kind)
    made: dict[str, Any] = {}
    for of in fields(kind):
        hint, default = _in_json(hints[of.name]), of.default if is_optional(of) else ...
        if is_optional(of) and tuple in (get_origin(each) for each in (hints[of.name], *get_args(hints[of.name]))):
            hint, default = _in_json(_without_none(hints[of.name])), []
        made[of.name] = (hint, Field(default, description=described.get(of.name)))
    return create_model(f"{kind.__name__.removesuffix('Json')}Model", __doc__=told, **made)


def _in_json(hint: Any) -> Any:
    """The type of a JSON value that stands for one of a dataclass's field."""
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return model_of(hint)
    if hint is Span:
        return tuple[int, int]
    if get_origin(hint) is tuple:
        return list[_in_json(get_args(hint)[0])]  # type: ignore[misc]
    if get_origin(hint) is UnionType:
        return reduce(or_, map(_in_json, get_args(hint)))
    return hint


def _without_none(hint: Any) -> Any:
    return next((each for each in get_args(hint) if get_origin(each) is tuple), hint)


@dataclass(frozen=True, slots=True)
class Documents:
    """The sources of all documents."""

    index: IndexInfo
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """Ready to answer: `ok`, or `old index` while the newest one cannot be used, with the `problem`."""

    status: str
    index: IndexInfo
    problem: str


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that fits a question."""

    source: str
    title: str
    headings: tuple[str, ...]
    spans: tuple[Span, ...]
    ocr: bool
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Search:
    """Passages, best first."""

    passages: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch of a document's text, exactly as quoted from.

    Attributes:
        end: Where the stretch ends; go on from here.
        length: Characters of the whole document.
    """

    source: str
    title: str
    start: int
    end: int
    text: str
    length: int


class EvaluationModel(BaseModel):
    """Figures of a question set, as `yinju evaluate --json` writes them."""

    model_config = ConfigDict(extra="allow")

    metrics: dict[str, Any]
    by: dict[str, Any]
    rows: list[dict[str, Any]]


class Problem(BaseModel):
    """An error in one line (RFC 9457)."""

    title: str
    status: int
    detail: str


AnswerModel, DocumentModel = model_of(AnswerJson), model_of(DocumentJson)
CheckModel, VerificationModel = model_of(Check), model_of(Verification)
DocumentsModel, HealthModel = model_of(Documents), model_of(Health)
