"""What the JSON routes and tools take, as OpenAPI and the tools describe it: each argument once."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass

from qa.assistant import LONGEST_QUESTION_CHARACTERS
from qa.types import Turn
from qa.verification.verify import LONGEST_QUOTE_CHARACTERS

MOST_QUOTES = 50
MOST_TURNS = 20
MOST_SOURCES = 1000
MOST_QUESTIONS = 1000  # of an evaluation
_TAKEN = ConfigDict(extra="forbid")  # a field that there is not is an error, not a setting without effect

Count = Annotated[int, Field(ge=1, le=MOST_QUOTES)]
Text = Annotated[str, Field(max_length=LONGEST_QUESTION_CHARACTERS)]
Words = Annotated[str, Field(max_length=LONGEST_QUOTE_CHARACTERS)]
Within = Annotated[Text, Field(description="Only documents with these facets: `year:2016 place:宁夏`.")]
Today = Annotated[
    str, Field(max_length=10, description="The day that 'last year' counts from, `2016-01-26`; by default this one.")
]
Sources = Annotated[
    list[str],
    Field(max_length=MOST_SOURCES, description="Only these documents: names, folders, or patterns `2024/*.pdf`."),
]


@dataclass(frozen=True, config=_TAKEN)
class EarlierTurn(Turn):
    """A question that was asked before, as it was understood, and the words that answered it."""

    question: Text
    quote: Words = ""


History = Annotated[list[EarlierTurn], Field(max_length=MOST_TURNS)]


class _Taken(BaseModel):
    model_config = _TAKEN


class AskRequest(_Taken):
    """A question, with the turns before it when it is a follow-up."""

    question: Annotated[Text, Field(examples=["宁夏有多少工会会员?"])]
    top: Annotated[Count, Field(description="At most so many quotes.")] = 5
    history: History = []
    as_typed: bool = Field(default=False, description="Mend nothing, and take nothing over from the turns before.")
    within: Within = ""
    today: Today = ""
    sources: Sources = []


class EvaluateRequest(_Taken):
    """A question set: the lines of the JSON Lines format."""

    questions: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_QUESTIONS)


class VerifyRequest(_Taken):
    """Words that are claimed to stand in the documents, or in one of them."""

    text: Words
    source: str | None = None
