"""Keeps the texts that the model is measured on out of what it is trained on."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from embeddings.training.data_files import Pair

_SHINGLE = 40  # characters in common, blanks aside, that make two texts overlap


def without_evaluation_texts(pairs: Iterable[Pair], data: Path) -> list[Pair]:
    """The pairs that share no run of `_SHINGLE` characters with a paragraph or question of the evaluation sets."""
    shingles = shingles_of(evaluation_texts(data))
    return [pair for pair in pairs if not overlaps(pair[1], shingles) and not overlaps(pair[2], shingles)]


def evaluation_texts(data: Path) -> Iterator[str]:
    """Every paragraph and question under `eval/` (SQuAD format)."""
    for path in sorted((data / "eval").glob("*.json.gz")):
        for article in json.loads(gzip.decompress(path.read_bytes()))["data"]:
            for paragraph in article["paragraphs"]:
                yield paragraph["context"]
                yield from (question["question"] for question in paragraph["qas"])


def shingles_of(texts: Iterable[str]) -> set[int]:
    """Hashes of every run of `_SHINGLE` characters of `texts`, blanks aside."""
    return {hash(shingle) for text in texts for shingle in _shingles(text)}


def overlaps(text: str, shingles: set[int]) -> bool:
    """Whether a run of `text` is one of the `shingles` (of hashes; a chance meeting only costs a pair)."""
    return any(hash(shingle) in shingles for shingle in _shingles(text))


def _shingles(text: str) -> Iterator[str]:
    bare = "".join(text.split())
    return (bare[at : at + _SHINGLE] for at in range(len(bare) - _SHINGLE + 1))
