"""What the JSON routes take, as OpenAPI describes it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from qa.assistant import LONGEST_QUESTION
from qa.verification.quotes import LONGEST as LONGEST_QUOTE

MOST_QUOTES = 50
MOST_TURNS = 20
MOST_SOURCES = 1000
MOST_QUESTIONS = 1000  # of an evaluation


class _Taken(BaseModel):
    """What is sent to us: a field that there is not is an error, not a setting without effect."""

    model_config = ConfigDict(extra="forbid")


class EarlierTurn(_Taken):
    """A question that was asked before, as it was understood, and the words that answered it."""

    question: str = Field(max_length=LONGEST_QUESTION)
    quote: str = Field(default="", max_length=LONGEST_QUOTE)


class AskRequest(_Taken):
    """A question, with the turns before it when it is a follow-up."""

    question: str = Field(max_length=LONGEST_QUESTION, examples=["宁夏有多少工会会员?"])
    top: int = Field(default=5, ge=1, le=MOST_QUOTES, description="At most so many quotes.")
    history: list[EarlierTurn] = Field(default=[], max_length=MOST_TURNS)
    as_typed: bool = Field(default=False, description="Mend nothing, and take nothing over from the turns before.")
    within: str = Field(
        default="", max_length=LONGEST_QUESTION, description="Only documents with these facets: `year:2016 place:宁夏`."
    )
    today: str = Field(
        default="",
        max_length=10,
        description="The day that 'last year' counts from, `2016-01-26`; by default this one.",
    )
    sources: list[str] = Field(
        default=[],
        max_length=MOST_SOURCES,
        description="Only these documents: names, folders, or patterns `2024/*.pdf`.",
    )


class EvaluateRequest(_Taken):
    """A question set: the lines of the JSON Lines format."""

    questions: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_QUESTIONS)


class VerifyRequest(_Taken):
    """Words that are claimed to stand in the documents, or in one of them."""

    text: str = Field(max_length=LONGEST_QUOTE)
    source: str | None = None
