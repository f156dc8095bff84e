"""Learns one vector a token so that the means of two texts of a pair lie close, by contrast with the other pairs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

_ENCODED_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides what a run gives, besides its data."""

    seed: int = 20
    tokens: int = 64_000
    dim: int = 256
    batch: int = 2048
    epochs: int = 3
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
    first: Texts, second: Texts, kinds: Sequence[str], repeats: dict[str, float], settings: Settings
) -> NDArray[np.float32]:
    """Train and give the token vectors, (tokens, dim) float32.

    Args:
        first: First texts of the pairs.
        second: Second texts, in the same order.
        kinds: The kind of each pair; a batch holds one kind.
        repeats: How many times an epoch goes through each kind; 1 where it isn't named.
        settings: Sizes and rates.
    """
    torch.manual_seed(settings.seed)
    model = torch.nn.EmbeddingBag(settings.tokens, settings.dim, mode="mean")
    torch.nn.init.normal_(model.weight, std=settings.dim**-0.5)
    optimizer = torch.optim.Adam(model.parameters(), lr=settings.rate)
    generator = np.random.default_rng(settings.seed)
    names = np.array(kinds)
    epoch_of = [batch for _ in range(settings.epochs) for batch in _epoch(names, repeats, settings.batch, generator)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, settings.rate, total_steps=len(epoch_of), pct_start=0.05, cycle_momentum=False
    )
    bar = tqdm(epoch_of, desc="training", mininterval=5)
    smooth = 0.0
    for rows in bar:
        left = torch.nn.functional.normalize(model(*first.bags(rows)), dim=-1)
        right = torch.nn.functional.normalize(model(*second.bags(rows)), dim=-1)
        similarity = left @ right.T / settings.temperature
        own = torch.arange(len(rows))
        loss = torch.nn.functional.cross_entropy(similarity, own) + torch.nn.functional.cross_entropy(similarity.T, own)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        smooth += 0.02 * (loss.item() - smooth)
        bar.set_postfix(loss=f"{smooth:.3f}", refresh=False)
    return model.weight.detach().numpy()


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
