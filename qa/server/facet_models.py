"""What documents are about, as the JSON routes give it."""

from pydantic import BaseModel, Field


class FacetsModel(BaseModel):
    """What a document is about."""

    periods: list[str] = Field(description="Its own dates and years: `2016-01-26`, `2011-2015`.")
    spoken: list[str] = Field(description="Other years that much of it speaks of.")
    names: list[str] = Field(description="Places, organisations and persons whose document it is.")
    kinds: list[str]
    numbers: list[str] = Field(description="Versions, models, numbers of files and contracts.")


class CountModel(BaseModel):
    """How many of the documents that were found a filter admits."""

    condition: str = Field(description="A filter, as `within` takes it.")
    documents: int


class ValueModel(BaseModel):
    """A figure for what was asked, and which of `quotes` give it."""

    text: str
    quotes: list[int]
