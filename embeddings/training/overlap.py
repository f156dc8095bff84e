"""Keeps the texts that the model is measured on out of what it is trained on."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from embeddings.training.sources import Pair

_SHINGLE = 40  # characters in common, blanks aside, that make two texts overlap


def without_evaluation_texts(pairs: Iterable[Pair], data: Path) -> list[Pair]:
    """The pairs that share no run of `_SHINGLE` characters with a paragraph or question of the evaluation sets."""
    shingles = {shingle for text in evaluation_texts(data) for shingle in _shingles(text, step=_SHINGLE)}
    return [pair for pair in pairs if not overlaps(pair[1], shingles) and not overlaps(pair[2], shingles)]


def evaluation_texts(data: Path) -> Iterator[str]:
    """Every paragraph and question under `eval/` (SQuAD format)."""
    for path in sorted((data / "eval").glob("*.json.gz")):
        for article in json.loads(gzip.decompress(path.read_bytes()))["data"]:
            for paragraph in article["paragraphs"]:
                yield paragraph["context"]
                yield from (question["question"] for question in paragraph["qas"])


def overlaps(text: str, shingles: set[str]) -> bool:
    """Whether a run of `text` is one of the `shingles` (taken one behind the other from the other text)."""
    return any(shingle in shingles for shingle in _shingles(text, step=1))


def _shingles(text: str, step: int) -> Iterator[str]:
    bare = "".join(text.split())
    return (bare[at : at + _SHINGLE] for at in range(0, len(bare) - _SHINGLE + 1, step))
