"""How each word of a question fares in each sentence: found there, beside it, above it, or only in other passages.

A sum over all words cannot tell a question whose one name is missing from one whose words all fit loosely. So a small
network looks at each token by itself, and what it says is pooled (deep sets; Zaheer et al., NeurIPS 2017).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# What is known of a token wherever it is looked for.
TOLD = (
    "telling",  # the length of its vector against the longest one's
    "name",  # how name-like it is
    "digits",  # it holds a digit
    "rarity",  # how rare it is in the index, against what stands nowhere
    "length",  # in characters; four and more are 1
)
# How near the nearest token comes to it, and ("same") whether it is the token itself, for one sentence.
FOUND = (
    "sentence",
    "sentence same",
    "beside",  # in the sentences before and after, in the passage
    "beside same",
    "context",  # title and headings
    "context same",
    "above",  # title, headings and the document's opening
    "passage",
    "whole same",  # in the passage or above it
    "spelled",  # the sentence holds its letters, however they are cut into tokens
    "elsewhere",  # in the other passages
    "rivals",  # in the other sentences of the passage
    "whole",
)
SAME = 0.999  # nearness of a token to itself, rounding allowed for
_MOST_TOKENS = 64
_LONG = 4
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Closeness:
    """Of a question with t tokens and n sentences.

    Attributes:
        told: (t, len(TOLD)).
        shares: How much each token counts, (t,); they add up to 1.
        found: (n, t, len(FOUND)).
    """

    told: Numbers
    shares: Numbers
    found: Numbers

    def of(self, number: int) -> "Closeness":
        """The same for one of the sentences."""
        return Closeness(self.told, self.shares, self.found[number : number + 1])


def told(telling: Numbers, names: NDArray[np.float64], pieces: Sequence[str], rarities: Sequence[float]) -> Numbers:
    """What is known of each token: (t, len(TOLD)); `telling`, `names`, `pieces` and `rarities` say it in their order."""
    digits = [float(any(map(str.isdigit, piece))) for piece in pieces]
    lengths = [min(len(piece), _LONG) / _LONG for piece in pieces]
    most = max(float(telling.max(initial=0.0)), 1e-9)
    return np.stack([telling / most, names, digits, rarities, lengths], axis=1).astype(np.float32)


def closeness(
    told: Numbers,
    telling: Numbers,
    sentences: Numbers,
    spelled: Numbers,
    passages: Sequence[int],
    rims: Sequence[Numbers],
) -> Closeness:
    """How each token fares in each sentence.

    Args:
        told: What is known of the tokens, (t, len(TOLD)).
        telling: The lengths of their vectors, (t,).
        sentences: How near each of the n sentences comes to each token, (n, t); those of a passage stand together.
        spelled: Whether a sentence holds a token's letters, (n, t).
        passages: The number of each sentence's passage, (n,), from 0 on.
        rims: How near title and headings, and these with the opening, come: each (passages, t).
    """
    size = min(len(telling), _MOST_TOKENS)
    told, telling, sentences, spelled = told[:size], telling[:size], sentences[:, :size], spelled[:, :size]
    at = np.asarray(passages)
    starts = np.flatnonzero(np.diff(at, prepend=-1))
    best = np.maximum.reduceat(sentences, starts, axis=0)
    passage = best[at]
    context, above = (rim[at][:, :size] for rim in rims)
    together = (at[1:] == at[:-1])[:, None]
    beside = np.zeros_like(sentences)
    beside[1:] = sentences[:-1] * together
    beside[:-1] = np.maximum(beside[:-1], sentences[1:] * together)
    whole = np.maximum(passage, above)
    columns = [
        *(sentences, _same(sentences), beside, _same(beside), context, _same(context), above, passage, _same(whole)),
        *(spelled, _without_own(best)[at], _rivals(sentences, starts), whole),
    ]
    return Closeness(told, telling / max(float(telling.sum()), 1e-9), np.stack(columns, axis=2).astype(np.float32))


def _same(nearest: Numbers) -> Numbers:
    return (nearest > SAME).astype(np.float32)


def _without_own(best: Numbers) -> Numbers:
    """Of each row the largest values of the others, column by column; 0 where there is no other."""
    if len(best) < 2:
        return np.zeros_like(best)
    two = np.sort(best, axis=0)[-2:]
    others: Numbers = np.where(best >= two[1], two[0], two[1])
    return others


def _rivals(sentences: Numbers, starts: NDArray[np.int64]) -> Numbers:
    ends = [*starts[1:], len(sentences)]
    return np.concatenate([_without_own(sentences[a:b]) for a, b in zip(starts, ends, strict=True)])
