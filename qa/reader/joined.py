"""What is known of each sentence of the passages that were read, in numbers: what the reader finds, and how search came to it."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from qa.quoting.extent import points_back
from qa.reader.columns import EVIDENCE as EVIDENCE
from qa.reader.network import Found
from qa.text.scripts import script_of
from qa.types import FacetFit, Hit, Passage

SCALE, _LARGEST_SCORE = 0.1, 2.0
Numbers = NDArray[np.float64]


def evidence(
    found: Sequence[Sequence[Found]],
    alone: Mapping[int, Found],
    hits: Sequence[Hit],
    question: str,
    undated: Collection[int],
    elsewhere: Mapping[int, float],
    *,
    unnamed: bool,
) -> Numbers:
    """The columns of `EVIDENCE` for each of the n sentences of some passages, (n, 20).

    Args:
        found: What the reader found in each sentence, passage by passage.
        alone: What it found in some of them read alone, by their number; of the others it counts what was found in their passage.
        hits: The passages, best first.
        question: The question.
        undated: The rows of passages that lack a year or ordinal of the question.
        elsewhere: By row, the share of the question's names that a passage lacks.
        unnamed: Whether all documents lack a name of the question.

    Returns:
        A row for each sentence, in order.
    """
    scores = np.array([(each.best, each.mass, each.stated) for row in found for each in row], dtype=np.float64)
    by_itself = scores[:, :1].copy()
    for at, each in alone.items():
        by_itself[at] = each.best
    scores, by_itself = (np.clip(each * SCALE, -_LARGEST_SCORE, _LARGEST_SCORE) for each in (scores, by_itself))
    length = np.array([[min(each.end - each.start, 100) / 100] for row in found for each in row], dtype=np.float64)
    best = max(hits[0].score, 1e-9)
    passages = [
        (
            hit.row in undated,
            unnamed,
            elsewhere[hit.row],
            *_fits(hit.facets),
            *_search(hit, place, best),
            is_foreign(hit.passage, question),
        )
        for place, hit in enumerate(hits)
    ]
    repeated = np.repeat(np.array(passages, dtype=np.float64), [len(row) for row in found], axis=0)
    back = [[points_back(hit.passage.text[start:end])] for hit in hits for start, end in hit.passage.sentences]
    behind = scores.max(axis=0) - scores
    return np.concatenate([scores, behind, length, repeated, np.array(back, np.float64), by_itself], axis=1)


def _search(hit: Hit, place: int, best: float) -> tuple[float, ...]:
    return hit.lexical, hit.dense, hit.score / best, 1 / (1 + place)


def is_foreign(passage: Passage, question: str) -> bool:
    """Whether a passage is written in another script than the question."""
    return script_of(passage.text) != script_of(question)


def _fits(facets: FacetFit) -> list[float]:
    return [_signed(facets.year), _signed(facets.passage_year), _signed(facets.name)]


def _signed(fit: float | None) -> float:
    return 0.0 if fit is None else 2 * fit - 1


def above(passage: Passage) -> str:
    """What one knows before reading a passage: the title, what the path says beyond it, headings, header cells."""
    path = PurePosixPath(passage.source).with_suffix("").parts
    said = "/".join(part for part in path if part not in passage.title)
    first, _, rest = passage.context.partition("\n") if passage.title else ("", "", passage.context)
    return "\n".join(filter(None, (" ".join(filter(None, (first, said))), rest)))
