"""Reading sets of the public data: questions that people asked or wrote, as rows."""

import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embeddings.training.reader.row import Row, held, shortest

# Whose articles are partly held out, and in which language they are.
SQUADS = {"cmrc": ("cmrc2018_trial", "zh"), "drcd": ("drcd_dev", "zh"), "jsquad": ("jsquad_valid", "ja")}
HELD_ARTICLES = 0.2  # share of the articles of CMRC, DRCD and JSQuAD that are kept out of training
HELD_DOCUMENTS = 0.08  # and of the documents of the other sets


def squad(path: Path, kind: str, language: str, *, held_out: bool) -> Iterator[Row]:
    """The answerable questions of a set in SQuAD's format.

    Args:
        path: The gzipped file.
        kind: What the rows are called.
        language: Of the questions.
        held_out: Whether the articles that are held out are read, or the others.

    Yields:
        Rows.
    """
    for article in json.loads(gzip.decompress(path.read_bytes()).decode("utf-8-sig"))["data"]:
        title = article.get("title") or ""
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            if held(_document(title, text), HELD_ARTICLES) != held_out:
                continue
            for asked in paragraph["qas"]:
                answer = shortest(_spans(text, [(each["text"], each["answer_start"]) for each in asked["answers"]]))
                if answer and asked["question"].strip():
                    yield Row(asked["question"], language, title.replace("_", " "), "", text, answer, kind)


def reading_sets(data: Path, *, held_out: bool) -> Iterator[Row]:
    """The sets of `qa/`, those questions among them that people wrote to have no answer.

    Args:
        data: Folder of the public data.
        held_out: Whether the documents that are held out are read, or the others.

    Yields:
        Rows.
    """
    for path in sorted((data / "qa").glob("*.gz")):
        kind = path.name.split(".")[0]
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                entry = json.loads(line)
                text, title = entry["context"], entry.get("title") or ""
                if held(_document(title, text), HELD_DOCUMENTS) != held_out:
                    continue
                answers = zip(entry.get("answers", ()), entry.get("answer_start", ()), strict=True)
                spans = [(start, start + len(words)) for words, start in answers if _stands(text, words, start)]
                answer = shortest(spans)
                if answer or entry.get("unanswerable"):
                    yield Row(entry["question"], entry["lang"], title, "", text, answer, kind)


def _document(title: str, text: str) -> str:
    return title or hashlib.md5(text.encode()).hexdigest()


def thai(data: Path) -> Iterator[Row]:
    """The training part of iapp_th."""
    for entry in _thai_entries(data / "raw" / "iapp_th.tar.gz"):
        text, answers = entry["context"], entry["answers"]
        answer = next(_spans(text, list(zip(answers["text"][:1], answers["answer_start"][:1], strict=True))), None)
        if answer:
            yield Row(entry["question"], "th", entry["title"], "", text, answer, "thai", passage_language="th")


def _thai_entries(path: Path) -> Iterator[dict[str, Any]]:
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith("data.zip") else None
            if file:
                with zipfile.ZipFile(io.BytesIO(file.read())) as inner:
                    yield from map(json.loads, inner.read("data/train.jsonl").decode("utf-8").splitlines())


def _spans(text: str, answers: list[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Where answers stand: as the set says, or when it is wrong about all of them, where they are first found."""
    right = [(start, start + len(words)) for words, start in answers if _stands(text, words, start)]
    found = [(text.find(words), text.find(words) + len(words)) for words, _ in answers if words and words in text]
    yield from right or found


def _stands(text: str, words: str, start: int) -> bool:
    return bool(words) and start >= 0 and text[start : start + len(words)] == words
