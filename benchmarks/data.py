"""The public evaluation sets: paragraphs and questions, read from the data folder (SQuAD format)."""

import gzip
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT = Path("../shared/data")
LANGUAGES = ("en", "zh", "es", "ru", "ar", "de", "vi", "hi")
IN_LANGUAGE = ("cmrc2018_trial", "drcd_dev", "jsquad_valid", *(f"xquad.{language}" for language in LANGUAGES))

Squad = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the number of the paragraph that answers it, and the answers."""

    id: str
    question: str
    paragraph: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Paragraphs with their titles, and questions about them."""

    name: str
    paragraphs: tuple[str, ...]
    titles: tuple[str, ...]
    questions: tuple[Asked, ...]


def load(name: str, data: Path = DEFAULT) -> ReadingSet:
    """Read one set by its file name without `.json.gz`; ends the program with one line when it is not there."""
    path = data / "eval" / f"{name}.json.gz"
    if not path.is_file():
        sys.exit(f"{path} is not there; give the folder of the public data with --data")
    paragraphs: list[str] = []
    titles: list[str] = []
    questions: list[Asked] = []
    for article in json.loads(gzip.decompress(path.read_bytes()))["data"]:
        for paragraph in article["paragraphs"]:
            paragraphs.append(paragraph["context"])
            titles.append(article.get("title", ""))
            for asked in paragraph["qas"]:
                answers = tuple(dict.fromkeys(answer["text"] for answer in asked["answers"]))
                questions.append(Asked(str(asked["id"]), asked["question"], len(paragraphs) - 1, answers))
    return ReadingSet(name, tuple(paragraphs), tuple(titles), tuple(questions))


def public(data: Path, name: str) -> Squad:
    """A set of the evaluation folder in SQuAD's form."""
    content: Squad = json.loads(gzip.decompress((data / "eval" / f"{name}.json.gz").read_bytes()))
    return content
