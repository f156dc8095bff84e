"""What a build does and tells."""

from dataclasses import dataclass
from typing import Any

from qa.types.contract import as_json
from qa.types.quotes import SCORE_DIGITS


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as a list of documents shows it: how long it is, in how many passages, and how it begins."""

    source: str
    title: str
    format: str
    characters: int
    passages: int
    opening: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a generation was made of and with, as its manifest keeps it.

    Attributes:
        index_format: Of what the builder writes into a generation.
        docs: The folder of documents.
        model: Name of the encoder.
        fingerprint: Of the encoder's weights.
        dim: Numbers in a vector.
        model_by_size: Whether nobody named the model: it was chosen by the number of passages.
        passage_characters: About how long a passage is.
        encodings: What the user said about encodings, by pattern of file names or sources.
        readers: Which version of the readers read the files; empty in an index that is older than this entry.
        ocr: Whether the user asked for OCR.
        rows: Rows of the index, with those that stand empty.
        passages: Passages.
        documents: Documents.
    """

    index_format: int
    docs: str | None = None
    model: str
    fingerprint: str
    dim: int
    model_by_size: bool = False
    passage_characters: int
    encodings: dict[str, str]
    readers: str = ""
    ocr: bool = False
    rows: int
    passages: int
    documents: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file: `indexed`, or `skipped` with the reason; a note says what is uncertain."""

    source: str
    status: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: the step, and how many of how many items of it are done."""

    step: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: the generation it published, a verdict for every file, and what was re-done."""

    generation: str
    documents: int
    passages: int
    encoded: int
    verdicts: tuple[Verdict, ...]
    seconds: float
    changed: bool

    @property
    def skipped(self) -> tuple[Verdict, ...]:
        """The files that are not in the index."""
        return tuple(verdict for verdict in self.verdicts if verdict.status != "indexed")

    def to_json(self) -> dict[str, Any]:
        """The object that `yinju index --json` prints."""
        return {
            "generation": self.generation,
            "documents": self.documents,
            "passages": self.passages,
            "encoded": self.encoded,
            "changed": self.changed,
            "files": as_json(self.verdicts),
            "seconds": round(self.seconds, SCORE_DIGITS),
        }
