"""Learns one vector a token so that the means of two texts of a pair lie close, by contrast with the other pairs."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

_ENCODED_AT_ONCE = 20_000
_RISE = 0.05  # of all steps
Bags = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides what a run gives, besides its data."""

    seed: int = 20
    tokens: int = 80_000
    dim: int = 256
    batch: int = 2048
    epochs: int = 5
    longest: int = 96  # tokens of a text that are used
    rate: float = 0.02
    temperature: float = 0.05


class Texts:
    """Token ids of many texts, end to end."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> None:
        ids: list[NDArray[np.int32]] = []
        lengths: list[int] = []
        for first in tqdm(range(0, len(texts), _ENCODED_AT_ONCE), desc="tokens", unit_scale=_ENCODED_AT_ONCE):
            for encoding in tokenizer.encode_batch_fast(texts[first : first + _ENCODED_AT_ONCE]):
                kept = encoding.ids[:longest]
                ids.append(np.array(kept, dtype=np.int32))
                lengths.append(len(kept))
        self._ids = np.concatenate(ids)
        self._starts = np.concatenate([[0], np.cumsum(lengths)])

    def bags(self, rows: NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids and offsets of the texts at `rows`, as `torch.nn.EmbeddingBag` takes them."""
        pieces = [self._ids[self._starts[row] : self._starts[row + 1]] for row in rows]
        offsets = np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])[:-1]])
        return torch.from_numpy(np.concatenate(pieces).astype(np.int64)), torch.from_numpy(offsets)


def train(
    first: Texts,
    second: Texts,
    kinds: Sequence[str],
    repeats: dict[str, float],
    settings: Settings,
    checkpoint: Callable[[NDArray[np.float32]], None] = lambda _: None,
) -> NDArray[np.float32]:
    """Train and give the token vectors, (tokens, dim) float32.

    Args:
        first: First texts of the pairs.
        second: Second texts, in the same order.
        kinds: The kind of each pair; a batch holds one kind.
        repeats: How many times an epoch goes through each kind; 1 where it isn't named.
        settings: Sizes and rates.
        checkpoint: Given the vectors after each epoch.

    Returns:
        A row for each token of the vocabulary.
    """
    torch.manual_seed(settings.seed)
    # Sparse: a batch touches a tenth of the tokens, and a step costs as much less.
    model = torch.nn.EmbeddingBag(settings.tokens, settings.dim, mode="mean", sparse=True)
    torch.nn.init.normal_(model.weight, std=settings.dim**-0.5)
    optimizer = torch.optim.SparseAdam(list(model.parameters()), lr=settings.rate)
    generator = np.random.default_rng(settings.seed)
    names = np.array(kinds)
    epochs = [list(_epoch(names, repeats, settings.batch, generator)) for _ in range(settings.epochs)]
    steps = sum(map(len, epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    smooth = 0.0
    with tqdm(total=steps, desc="training", mininterval=5) as bar:
        for batches in epochs:
            for rows in batches:
                loss = _loss(model, first.bags(rows), second.bags(rows), settings.temperature)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()  # type: ignore[no-untyped-call]
                schedule.step()
                smooth += 0.02 * (loss.item() - smooth)
                bar.set_postfix(loss=f"{smooth:.3f}", refresh=False)
                bar.update()
            checkpoint(model.weight.detach().numpy())
    return model.weight.detach().numpy()


def _loss(model: torch.nn.EmbeddingBag, first: Bags, second: Bags, temperature: float) -> torch.Tensor:
    """Cross-entropy of finding the second text by the first among those of the batch, and the other way round."""
    left = torch.nn.functional.normalize(model(*first), dim=-1)
    right = torch.nn.functional.normalize(model(*second), dim=-1)
    similarity = left @ right.T / temperature
    own = torch.arange(len(left))
    return torch.nn.functional.cross_entropy(similarity, own) + torch.nn.functional.cross_entropy(similarity.T, own)


def _rate(step: int, steps: int) -> float:
    """A linear rise over the first twentieth, then half a cosine down to 0."""
    rise = _RISE * steps
    return step / rise if step < rise else (1 + math.cos(math.pi * (step - rise) / (steps - rise))) / 2


def _epoch(
    names: NDArray[np.str_], repeats: dict[str, float], batch: int, generator: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Row numbers of each batch of an epoch, kinds and rows shuffled."""
    batches: list[NDArray[np.int64]] = []
    for name in sorted(set(names.tolist())):
        rows = np.flatnonzero(names == name)
        wanted = int(len(rows) * repeats.get(name, 1.0))
        drawn = np.concatenate([generator.permutation(rows) for _ in range(-(-wanted // len(rows)))])[:wanted]
        batches += [drawn[at : at + batch] for at in range(0, len(drawn), batch)]
    order = generator.permutation(len(batches))
    return (batches[at] for at in order if len(batches[at]) > 1)
