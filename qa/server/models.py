"""What the JSON routes and tools give, as OpenAPI describes it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from qa.server.facet_models import CountModel, FacetsModel, ValueModel
from qa.types.answers import Outcome


class PassageModel(BaseModel):
    """The passage that a quote is cut from; offsets count characters of the document's text."""

    text: str
    start: int
    end: int


class Why(BaseModel):
    """Why a quote was chosen: words that it shares with the question, and what was asked for and is marked."""

    shared: list[str] = Field(description="Words of the question in the quote, or in the title and headings above it.")
    above: list[str] = Field(default=[], description="Those of them that stand in title and headings alone.")
    holds: str | None


class CopyModel(BaseModel):
    """Another document with the words of a quote, and where they stand there."""

    source: str
    title: str
    spans: list[tuple[int, int]]
    page: int | None


class TableModel(BaseModel):
    """The row of a table that is quoted, below its header; `cell` is the number of the column that is asked for."""

    header: list[str]
    row: list[str]
    cell: int | None
    header_spans: list[tuple[int, int]]


class QuoteModel(BaseModel):
    """The exact words of a document: `text` is what `spans` cut out of its text, put together."""

    text: str
    source: str
    title: str
    spans: list[tuple[int, int]]
    sha256: str = Field(description="Of the document's text that the spans count in: `text_sha256` of the document.")
    page: int | None
    ocr: bool = Field(description="Read by OCR from a scanned page: it may differ from what is printed there.")
    headings: list[str]
    marks: list[tuple[int, int]] = Field(description="What to highlight, as offsets into `text`.")
    score: float
    citation: str
    why: Why
    facets: FacetsModel = Field(description="What its document is about.")
    misfits: list[str] = Field(description="`year`, `name`: facets of its document that do not fit the question.")
    passage: PassageModel
    copies: list[CopyModel] = Field(default=[], description="Other documents with the same words.")
    table: TableModel | None = Field(default=None, description="Only where a row of a table is quoted.")


class IndexModel(BaseModel):
    """Which index answered."""

    generation: str
    model: str
    passages: int


class PartModel(BaseModel):
    """One of several things that were asked for; `quote` counts in `quotes`, null when the documents do not say."""

    question: str
    quote: int | None


class ChoiceModel(BaseModel):
    """One of several answers that a question leaves open."""

    label: str = Field(description="The year or name that tells it apart.")
    question: str = Field(description="The question with it, to be asked again.")
    quote: QuoteModel


class AnswerModel(BaseModel):
    """Quotes, best first; or none, and the nearest passages."""

    question: str
    understood: str = Field(
        description="The question that was answered: a follow-up with what it goes on from, slips mended."
    )
    found: bool
    outcome: Outcome = Field(
        description="`answer`; `unsure`: the nearest passages may answer; `absent`: the documents do not say."
    )
    confidence: float
    quotes: list[QuoteModel]
    unsupported: list[str] = Field(description="Words and years of the question that the documents don't have.")
    today: str = Field(default="", description="The day that 'last year' in the question was counted from, if it was.")
    values: list[ValueModel] = Field(
        default=[], description="The figures that several documents give for what was asked; one where they agree."
    )
    counts: list[CountModel] = Field(default=[], description="The facets of the documents that were found.")
    parts: list[PartModel] = Field(default=[], description="Only when several things were asked for.")
    choices: list[ChoiceModel] = Field(
        default=[], description="Only when the question leaves open which year or whose; the newest first."
    )
    nearest: list[QuoteModel] = Field(default=[], description="Only when nothing was found.")
    index: IndexModel
    seconds: float


class EvaluationModel(BaseModel):
    """Figures of a question set, as `yinju evaluate --json` writes them."""

    model_config = ConfigDict(extra="allow")

    metrics: dict[str, Any]
    by: dict[str, Any]
    rows: list[dict[str, Any]]


class DocumentsModel(BaseModel):
    """The sources of all documents."""

    index: IndexModel
    documents: list[str]


class HeadingModel(BaseModel):
    """A heading and where it stands."""

    level: int
    text: str
    start: int
    end: int


class DocumentModel(BaseModel):
    """A document's text exactly as quoted from."""

    source: str
    title: str
    format: str
    sha256: str = Field(description="Of the file.")
    text_sha256: str = Field(description="Of the text, as quotes name it.")
    pages: list[int] = Field(description="Offset at which each page starts.")
    ocr: list[int] = Field(description="Numbers of the pages without text of their own that were given to OCR.")
    headings: list[HeadingModel]
    facets: FacetsModel
    text: str


class HealthModel(BaseModel):
    """Ready to answer: `ok`, or `old index` while the newest one cannot be used, with the `problem`."""

    status: str
    index: IndexModel
    problem: str = ""


class CheckModel(BaseModel):
    """What became of a quote: `still there`, `moved`, `changed` or `gone`."""

    status: str
    source: str
    spans: list[tuple[int, int]]
    note: str


class PlaceModel(BaseModel):
    """Where the words stand."""

    source: str
    title: str
    span: tuple[int, int] = Field(description="From the first character to the last.")
    spans: list[tuple[int, int]] = Field(description="Several where layout, such as a page break, parts the words.")
    headings: list[str]
    page: int | None
    exact: bool = Field(description="False when white space differs, where it means nothing.")
    ocr: bool = Field(description="Whether OCR read any of it from a scanned page.")


class DifferenceModel(BaseModel):
    """Claimed words and those that stand there instead; empty where words were put in or left out."""

    claimed: str
    there: str


class NearModel(BaseModel):
    """A run of text that comes near to the words."""

    source: str
    span: tuple[int, int] = Field(description="Where the run stands.")
    text: str = Field(description="The passage that it stands in.")
    score: float = Field(description="The share of the claimed characters that stand there, from 0 to 1.")
    difference: list[DifferenceModel] = Field(description="What differs, in order, in the first 300 words.")
    note: str = Field(description="What kind of difference it is, where that can be said.")


class VerificationModel(BaseModel):
    """Every place of the words (at most 20), or what comes nearest to them."""

    found: bool
    quote: str
    places: list[PlaceModel]
    nearest: list[NearModel]


class FoundModel(BaseModel):
    """A passage that fits a question."""

    source: str
    title: str
    headings: list[str]
    spans: list[tuple[int, int]]
    ocr: bool
    text: str
    score: float


class SearchModel(BaseModel):
    """Passages, best first."""

    passages: list[FoundModel]


class ShownModel(BaseModel):
    """A stretch of a document's text, exactly as quoted from."""

    source: str
    title: str
    start: int
    end: int = Field(description="Where the stretch ends; go on from here.")
    text: str
    length: int = Field(description="Characters of the whole document.")


class Problem(BaseModel):
    """An error in one line (RFC 9457)."""

    title: str
    status: int
    detail: str
