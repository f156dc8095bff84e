"""The marker: a small network over plain features of each word of a sentence, fitted by `benchmarks/fit_marker.py`.

It gives each word three numbers: for standing in the mark, for beginning it, and for ending it. The mark is the stretch
whose sum is largest (a linear-chain score, as for spans in semi-Markov models; Sarawagi and Cohen, 2004), so it costs
one pass. Nothing in the features is of one language: what the question says is known by terms and by nearness, what
kind of thing it asks for by the words beside its interrogative (哪个国家: 国家 is near to 法国).
"""

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import Matcher
from qa.analysis import passage_tokens, token_spans
from qa.asked import DATE, NAME, NUMBER, asks_for_list, interrogative, things_asked_for
from qa.features import Asked
from qa.naming import name_chances
from qa.sentences import quotations
from qa.types import Span
from qa.units import Places, clauses, token_places, units
from qa.weights import Network, network_of

FILE = Path(__file__).parent / "marker.json"
# Of each word, in the order of the columns of `features_of`.
FEATURES = (
    *(
        "said",
        "given",
    ),  # a term of the question, of two characters or more, weighted by rarity; title or headings hold it
    *("telling", "near", "soft"),  # how telling it is, how near to the question, and to what is telling there
    *("name", "kindred"),  # how name-like it is, and how near to the words beside the interrogative
    *(
        "said_before",
        "said_after",
        "said_before_far",
        "said_after_far",
    ),  # what is said stands around it, the nearer the more
    *("soft_before", "soft_after", "soft_before_far", "soft_after_far"),
    *(
        "said_here",
        "said_last",
        "said_next",
        "said_dense",
        "said_so_far",
    ),  # shares of what is said: its clause, those around
    *("soft_here", "soft_last", "soft_next", "soft_dense", "soft_so_far"),
    *("into_clause", "to_go", "clause"),  # words before and behind it in its clause, and the length of that; logarithms
    *("first_clause", "last_clause", "enclosed", "begins_clause", "ends_clause"),
    *("digit", "thing"),  # begins with a digit; belongs to a figure or date of the kind that is asked for
    *("number_asked", "date_asked", "name_asked", "list_asked"),
    *("digit_for_number", "digit_for_date", "name_for_name"),
)
_REACHES = (2.0, 8.0)  # words, after which what is said counts 1/e
_FARTHEST = 5  # reaches, beyond which it counts nothing
_BESIDE = 4.0  # characters from the interrogative, after which a word of the question counts 1/e
Numbers = NDArray[np.float64]


@cache
def load_marker() -> Network:
    """The network that comes with the code: (n, features) to (n, 3), for standing in the mark, beginning and ending it."""
    return network_of(json.loads(FILE.read_text("utf-8")))


def best_window(scores: Numbers, windows: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch, by its first and last word, with the largest sum."""
    first, last = np.array(windows).T
    total = np.concatenate([[0.0], np.cumsum(scores[:, 0])])
    sums = total[last + 1] - total[first] + scores[first, 1] + scores[last, 2]
    return windows[int(sums.argmax())]


def features_of(asked: Asked, sentence: str, context: str, lens: Matcher) -> tuple[list[Span], Numbers]:
    """Where the n words of a sentence stand, and their features, (n, features); no words in a sentence without letters.

    Args:
        asked: The question.
        sentence: The sentence.
        context: Its title and headings.
        lens: Compares tokens.
    """
    places = token_places(lens.pieces(sentence), sentence)
    spans = units(sentence, places)
    if not spans:
        return [], np.zeros((0, len(FEATURES)))
    starts, ends = np.array(spans, dtype=np.int64).T
    said, given = _terms(asked, sentence, context, starts, ends)
    telling, near, soft, name, kindred = _by_token(asked, sentence, lens, places, starts, ends)
    first = clauses(sentence, starts)
    thing = np.zeros(len(spans))
    for start, end in things_asked_for(asked.kind, sentence, asked.text):
        thing[_held(starts, ends, start, end)] = 1
    digit = np.array([sentence[start].isdigit() for start in starts])
    number, date, named = (np.full(len(spans), float(asked.kind == kind)) for kind in (NUMBER, DATE, NAME))
    columns = [
        *(said, given, telling, near, soft, name, kindred),
        *(_around(said)),
        *(_around(soft)),
        *(_by_clause(said, first)),
        *(_by_clause(soft, first)),
        *(_in_clause(len(spans), first, np.frombuffer(quotations(sentence), dtype=np.uint8)[starts])),
        *(digit, thing, number, date, named, np.full(len(spans), float(asks_for_list(asked.text)))),
        *(digit * number, digit * date, name * named),
    ]
    return spans, np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _terms(asked: Asked, sentence: str, context: str, starts: Places, ends: Places) -> tuple[Numbers, Numbers]:
    """`said` and `given`. A single character is in too many words to count."""
    said, given = np.zeros(len(starts)), np.zeros(len(starts))
    above = _terms_above(context)
    for token, (start, end) in token_spans(sentence):
        if end - start > 1 and (token in asked.weights or token in above):
            words = _held(starts, ends, start, end)
            said[words] = np.maximum(said[words], asked.weights.get(token, 0.0) / max(asked.nowhere, 1e-9))
            given[words] = np.maximum(given[words], token in above)
    return said, given


def _by_token(
    asked: Asked, sentence: str, lens: Matcher, places: Sequence[Span], starts: Places, ends: Places
) -> Numbers:
    """`telling`, `near`, `soft`, `name` and `kindred`, (5, n): the mean of the tokens that a word is made of."""
    directions = lens.directions(sentence).astype(np.float64)
    question, shares, beside = _question(asked.text, lens)
    values = np.zeros((5, len(directions)))
    if len(directions):
        cosines = np.maximum(directions @ question.T, 0)
        likeness = directions @ beside
        values[0] = lens.nearness(sentence, [])[0]
        values[1] = cosines.max(axis=1, initial=0)
        values[2] = (cosines**2 * shares).max(axis=1, initial=0)
        values[3] = [chance for _, chance in name_chances(sentence, lens)]
        values[4] = likeness - likeness.mean()
    from_token = np.searchsorted([place.end for place in places], starts, side="right")
    to_token = np.maximum(np.searchsorted([place.start for place in places], ends), from_token)
    total = np.concatenate([np.zeros((5, 1)), np.cumsum(values, axis=1)], axis=1)
    means: Numbers = (total[:, to_token] - total[:, from_token]) / (to_token - from_token).clip(1)
    return means


@lru_cache(maxsize=64)
def _question(text: str, lens: Matcher) -> tuple[Numbers, Numbers, Numbers]:
    """What of a question is the same for every sentence.

    Returns:
        The directions of its m tokens, (m, dim), how telling each is, (m,), and the direction of those beside its
        interrogative, (dim,); zeros when it has none.
    """
    directions = lens.directions(text).astype(np.float64)
    telling = lens.nearness(text, [])[0].astype(np.float64)
    shares = telling / max(float(telling.max(initial=0.0)), 1e-9)
    word = interrogative(text)
    start = text.find(word)
    end = start + len(word)
    apart = [max(start - e, s - end, 0) for s, e in token_places(lens.pieces(text), text)]
    total = (np.exp(-np.array(apart) / _BESIDE) * telling) @ directions if word else np.zeros(directions.shape[1])
    return directions, shares, total / max(float(np.linalg.norm(total)), 1e-9)


@lru_cache(maxsize=1024)
def _terms_above(context: str) -> frozenset[str]:
    return frozenset(passage_tokens(context))


def _held(starts: Places, ends: Places, start: int, end: int) -> slice:
    """The words that reach into a stretch."""
    return slice(int(ends.searchsorted(start, side="right")), int(starts.searchsorted(end)))


def _around(values: Numbers) -> list[Numbers]:
    """For each word the sum of what stands before it and behind it, each the less the farther it is."""
    sums = []
    for reach in _REACHES:
        fading = np.exp(-np.arange(int(_FARTHEST * reach)) / reach) / reach
        fading[0] = 0
        sums += [np.convolve(values, fading)[: len(values)], np.convolve(values[::-1], fading)[: len(values)][::-1]]
    return sums


def _by_clause(values: Numbers, first: Places) -> list[Numbers]:
    """How much of the sum stands in a word's clause, in the ones before and behind, per word of it, and before the word."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    bounds = np.append(first, len(values))
    sums = np.diff(total[bounds])
    shares = np.concatenate([[0.0], sums / max(total[-1], 1e-9), [0.0]])
    number = np.repeat(np.arange(len(first)), np.diff(bounds))
    dense = (sums / np.diff(bounds))[number]
    return [shares[number + 1], shares[number], shares[number + 2], dense, total[:-1] / max(total[-1], 1e-9)]


def _in_clause(size: int, first: Places, enclosed: NDArray[np.uint8]) -> list[Numbers]:
    """Where each word stands: in its clause, in the sentence, in brackets or quotation marks."""
    bounds = np.append(first, size)
    lengths = np.diff(bounds)
    number = np.repeat(np.arange(len(first)), lengths)
    into = np.arange(size) - first[number]
    to_go = lengths[number] - into - 1
    ends = [number == 0, number == len(first) - 1, enclosed, into == 0, to_go == 0]
    return [
        np.log1p(into),
        np.log1p(to_go),
        np.log(lengths[number]),
        *(np.asarray(end, dtype=np.float64) for end in ends),
    ]
