"""Draws examples from their pools, and puts those of like lengths together."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from embeddings.training.reader.reading_examples import Example
from embeddings.training.reader.torch_layers import HIDDEN
from embeddings.wordpieces import PADDING

_BATCHES_DRAWN = 70  # about so many batches are sorted by length together
_ALIGNED = 8  # lengths of batches are multiples of it, as graphics processors like them
_USUAL = 120  # pieces of an example
_UNSORTED = 6  # pieces by which lengths may differ without telling in the order
Pool = Sequence[Example]


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples of at most n pieces and m sentences each, as tensors.

    Attributes:
        ids: Of the pieces, (examples, n).
        mask: 1 for a piece, 0 for padding, (examples, n).
        allowed: Added to the scores of pieces: 0 where an answer may begin or end, which is the window and, for no
            answer, the first piece; (examples, n).
        means: Of the pieces of each sentence, (examples, m + 1, n); the first is the first piece, for no sentence.
        present: Added to the scores of sentences: 0 where there is one, (examples, m + 1).
        spans: First and last piece of the answer, (examples, 2).
        sentences: Number of the answer's sentence, counted from 1; 0 without an answer, (examples,).
    """

    ids: Tensor
    mask: Tensor
    allowed: Tensor
    means: Tensor
    present: Tensor
    spans: Tensor
    sentences: Tensor

    def on(self, device: torch.device) -> "Batch":
        """On another device."""
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


def batch_of(examples: Sequence[Example]) -> Batch:
    """Some examples as tensors."""
    count, longest = len(examples), -(-max(len(each.ids) for each in examples) // _ALIGNED) * _ALIGNED
    most = max(len(each.sentences) for each in examples) + 1
    ids = np.full((count, longest), PADDING, np.int64)
    mask = np.zeros((count, longest), np.float32)
    allowed = np.full((count, longest), HIDDEN, np.float32)
    means = np.zeros((count, most, longest), np.float32)
    present = np.full((count, most), HIDDEN, np.float32)
    for row, each in enumerate(examples):
        size = len(each.ids)
        ids[row, :size] = each.ids
        mask[row, :size] = 1
        allowed[row, each.first : size - 1] = allowed[row, 0] = present[row, 0] = 0
        means[row, 0, 0] = 1
        ends = [*each.sentences[1:], size - 1]
        for number, (begin, end) in enumerate(zip(each.sentences, ends, strict=True), 1):
            means[row, number, begin:end] = 1 / (end - begin)
            present[row, number] = 0
    spans = torch.tensor([[each.start, each.end] for each in examples])
    sentences = torch.tensor([each.sentence + 1 for each in examples])
    tensor = torch.from_numpy
    return Batch(tensor(ids), tensor(mask), tensor(allowed), tensor(means), tensor(present), spans, sentences)


def drawn(pools: dict[str, Pool], weights: dict[str, float], pieces: int, seed: int) -> Iterator[list[Example]]:
    """Batches without end; the same seed draws the same ones.

    Each pool is gone through in an order of its own, and then in another.

    Args:
        pools: By name.
        weights: How often an example of a pool is drawn, for one of another; 1 where none is given.
        pieces: Most of a batch, padding included.
        seed: Decides about the order.

    Yields:
        A batch of examples.
    """
    draw, together = random.Random(seed), _BATCHES_DRAWN * pieces / _USUAL
    orders = {name: _order(pool, draw) for name, pool in pools.items()}
    shares = {name: len(pool) * weights.get(name, 1.0) for name, pool in pools.items()}
    while True:
        chosen = []
        for name, pool in pools.items():
            exact = together * shares[name] / sum(shares.values())
            count = int(exact) + (draw.random() < exact - int(exact))
            chosen += [pool[next(orders[name])] for _ in range(count)]
        yield from _batched(chosen, pieces, draw)


def _order(pool: Pool, draw: random.Random) -> Iterator[int]:
    while True:
        numbers = list(range(len(pool)))
        draw.shuffle(numbers)
        yield from numbers


def _batched(examples: list[Example], pieces: int, draw: random.Random) -> list[list[Example]]:
    lengths = sorted(((len(each.ids) + draw.random() * _UNSORTED, at) for at, each in enumerate(examples)))
    batches: list[list[Example]] = []
    longest = 0
    for _, at in lengths:
        longest = max(longest, len(examples[at].ids))
        if not batches or (len(batches[-1]) + 1) * longest > pieces:
            batches.append([])
            longest = len(examples[at].ids)
        batches[-1].append(examples[at])
    draw.shuffle(batches)
    return batches
