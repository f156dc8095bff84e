"""What the span network says of each sentence, beside what the features say, for one model over both."""

from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from qa.columns import EVIDENCE as EVIDENCE
from qa.reader.network import Found
from qa.types import FacetFit, Passage

SCALE, _MOST = 0.1, 2.0
Numbers = NDArray[np.float64]


def evidence(found: Sequence[Found], undated: Sequence[bool], fits: Sequence[FacetFit], *, unnamed: bool) -> Numbers:
    """The columns of `EVIDENCE` for each of n sentences, (n, 12).

    Args:
        found: What the network found in each sentence of the passages that were read.
        undated: Of each, whether its passage lacks a year or ordinal of the question.
        fits: Of each, how the facets of its passage fit the question's.
        unnamed: Whether all documents lack a name of the question.
    """
    scores = np.array([(each.best, each.mass, each.stated) for each in found], dtype=np.float64) * SCALE
    scores = np.clip(scores, -_MOST, _MOST)
    length = np.array([min(each.end - each.start, 100) / 100 for each in found], dtype=np.float64)
    lacks = np.stack([np.asarray(undated, dtype=np.float64), np.full(len(found), float(unnamed))], axis=1)
    asked = [[_signed(fit.year), _signed(fit.passage_year), _signed(fit.name)] for fit in fits]
    return np.concatenate([scores, scores.max(axis=0) - scores, length[:, None], lacks, np.array(asked)], axis=1)


def _signed(fit: float | None) -> float:
    return 0.0 if fit is None else 2 * fit - 1


def above(passage: Passage) -> str:
    """What one knows before reading a passage: the title, what the path says beyond it, headings, header cells."""
    path = PurePosixPath(passage.source).with_suffix("").parts
    said = "/".join(part for part in path if part not in passage.title)
    first, _, rest = passage.context.partition("\n") if passage.title else ("", "", passage.context)
    return "\n".join(filter(None, (" ".join(filter(None, (first, said))), rest)))
