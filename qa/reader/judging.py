"""Which passages are read for a question, and what is known of each of their sentences: features and what the reader finds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embeddings import Matcher
from qa.closeness import Closeness
from qa.features import Asked, Candidate, candidates
from qa.reader.joined import above, evidence
from qa.reader.network import Found
from qa.reader.readers import Reader
from qa.reader.windows import Text
from qa.types import Hit
from qa.unsupported import missing_dates, missing_names
from qa.weights import Numbers, load_weights


@dataclass(frozen=True, slots=True)
class Judged:
    """The n sentences of the passages that were read.

    Attributes:
        found: The sentences; those of a passage stand next to each other, in order.
        close: How each token of the question fares in each.
        answers: What the reader found in each.
        features: Of each, those of `FEATURES` and then those of `EVIDENCE`, (n, features).
        names: Names of the question that no document has.
        words: Its other words that no document has.
        dates: By row, the years and ordinals of the question that a passage lacks.
    """

    found: list[Candidate]
    close: Closeness
    answers: list[Found]
    features: Numbers
    names: Sequence[str]
    words: Sequence[str]
    dates: Mapping[int, Sequence[str]]

    @property
    def rows(self) -> list[int]:
        """The passage of each sentence."""
        return [candidate.hit.row for candidate in self.found]


def judge(
    asked: Asked,
    hits: Sequence[Hit],
    holds: Callable[[str], bool],
    lens: Matcher,
    opening: Callable[[str], str],
    reader: Reader,
) -> Judged | None:
    """Read the passages that a cheap ranking by features finds likeliest; None where no hit has a sentence.

    Args:
        asked: The question.
        hits: Retrieved passages, best first.
        holds: Whether a term stands anywhere in the index.
        lens: Compares the question with texts token by token.
        opening: The first words of a document, by its source; a report names its year and place there.
        reader: What reads the passages.
    """
    listed, close = candidates(asked, hits, lens, opening)
    if close is None:
        return None
    features = np.stack([candidate.features for candidate in listed])
    rows = np.array([candidate.hit.row for candidate in listed])
    chosen = likeliest(rows, load_weights().choosing(features, close), reader.most)
    at = np.flatnonzero(np.isin(rows, chosen))
    found = [listed[number] for number in at.tolist()]
    passages = {candidate.hit.row: candidate.hit.passage for candidate in found}
    texts = [Text(above(each), each.text, each.sentences) for each in passages.values()]
    answers = [answer for each in reader.network.read(asked.text, texts) for answer in each]
    # What is written in another script has none of the question's words, and lacks no name for that.
    names, words = ([], []) if listed[0].feature("foreign") else missing_names(asked.text, holds)
    dates = {row: missing_dates(asked.text, each, above(each), opening) for row, each in passages.items()}
    undated = [bool(dates[candidate.hit.row]) for candidate in found]
    told = evidence(answers, undated, [candidate.hit.facets for candidate in found], unnamed=bool(names))
    together = np.concatenate([features[at], told], axis=1)
    return Judged(found, replace(close, found=close.found[at]), answers, together, names, words, dates)


def likeliest(rows: NDArray[np.int64], scores: Numbers, most: int) -> list[int]:
    """The passages whose best sentences score highest, best first.

    Args:
        rows: The passage of each sentence.
        scores: Of each sentence.
        most: So many passages at most.
    """
    best: dict[int, float] = {}
    for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
        best[row] = max(score, best.get(row, -np.inf))
    return sorted(best, key=lambda row: (-best[row], row))[:most]
