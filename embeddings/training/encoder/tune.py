"""The training: a question is to be nearer to its passage than to all others of the batch (InfoNCE; van den Oord et al., 2018)."""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import IterableDataset, get_worker_info

from embeddings.training.e5.dequantise import Start
from embeddings.training.encoder.asked import Cutter, Ids, Told, Turn
from embeddings.training.reader.fit import rate_at
from embeddings.training.reader.loading import loaded
from embeddings.training.reader.torch_layers import HIDDEN, Table, layers_of
from embeddings.wordpieces import PADDING

_WARM = 0.06  # share of the training in which the rate rises
_TEMPERATURE = 0.02
# Pieces that go through the layers at a time, padding included.
_TOGETHER = {"cpu": 6000, "cuda": 120_000}
_ALIGNED = 8  # lengths are multiples of it, as graphics processors like them
_STEPS_OF_A_LINE = 20
_SAVED_MINUTES = 5  # between checkpoints
_ACROSS_KINDS = 0.2  # share of the batches whose texts are of all pools
_LARGEST = 0.6  # a pool is drawn as this power of its size


@dataclass(frozen=True, slots=True)
class Settings:
    """How the encoder is trained.

    Attributes:
        frozen: Layers that stay as they were, from below.
        dropout: Share of what attention and the inner matrices give that is left out.
        rate: Of learning, at its highest.
        pieces: Of a batch, at most.
        minutes: How long; or else
        questions: how many are seen.
        seed: Decides about the order.
    """

    frozen: int = 4
    dropout: float = 0.1
    rate: float = 1e-4
    pieces: int = 9_000
    minutes: float | None = None
    questions: int = 33_000
    seed: int = 0


class Encoder(nn.Module):
    """Texts in pieces to vectors of length 1: the mean of the states of all pieces."""

    def __init__(self, start: Start, dropout: float = 0.0) -> None:
        """With the layers of a model."""
        super().__init__()
        self.table = Table()
        self.layers: nn.ModuleList = layers_of(start, dropout)

    def forward(self, texts: Sequence[Ids]) -> Tensor:
        """(len(texts), width), texts of like lengths together."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        together = _TOGETHER[self.table.get_buffer("rows").device.type]
        parts: list[list[int]] = [[]]
        for at in order:
            if parts[-1] and (len(parts[-1]) + 1) * len(texts[at]) > together:
                parts.append([])
            parts[-1].append(at)
        vectors = torch.cat([self._batch([texts[at] for at in part]) for part in parts])
        return vectors[np.argsort([at for part in parts for at in part])]

    def _batch(self, texts: Sequence[Ids]) -> Tensor:
        device = self.table.get_buffer("rows").device
        longest = -(-max(map(len, texts)) // _ALIGNED) * _ALIGNED
        ids = np.full((len(texts), longest), PADDING, np.int64)
        mask = np.zeros(ids.shape, np.float32)
        for row, each in enumerate(texts):
            ids[row, : len(each)], mask[row, : len(each)] = each, 1
        kept = torch.from_numpy(mask).to(device)
        with torch.no_grad():
            states = self.table(torch.from_numpy(ids).to(device))
        bias = ((1.0 - kept) * HIDDEN)[:, None, None, :]
        with torch.autocast(device.type, dtype=torch.bfloat16):
            for layer in self.layers:
                states = layer(states, bias)
        summed = (states.float() * kept[:, :, None]).sum(1)
        return functional.normalize(summed, dim=-1)


class Tuning:
    """An encoder in training, on a GPU when there is one; a checkpoint holds all of it."""

    def __init__(self, start: Start, settings: Settings) -> None:
        """From the layers of a model."""
        torch.manual_seed(settings.seed)
        self.settings = settings
        self.encoder = Encoder(start, settings.dropout).to("cuda" if torch.cuda.is_available() else "cpu")
        for layer in list(self.encoder.layers)[: settings.frozen]:
            layer.requires_grad_(False)
        self.weights = [each for each in self.encoder.parameters() if each.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.weights, lr=settings.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True
        )
        self.steps = self.seen = 0
        self.minutes = 0.0

    @property
    def done(self) -> float:
        """Share of the training that is behind us."""
        if self.settings.minutes is not None:
            return self.minutes / self.settings.minutes
        return self.seen / self.settings.questions

    def step(self, turns: Sequence[Turn]) -> Tensor:
        """Learn from a batch; its loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.rate * rate_at(self.done, _WARM)
        loss = _loss(self.encoder, turns)
        self.optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        self.steps, self.seen = self.steps + 1, self.seen + sum(len(turn.questions) for turn in turns)
        return loss.detach()

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        state = {
            "layers": self.encoder.layers.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "counts": [self.steps, self.seen, self.minutes],
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, map_location=self.encoder.table.get_buffer("rows").device, weights_only=True)
        self.encoder.layers.load_state_dict(state["layers"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.steps, self.seen, self.minutes = state["counts"]


def tune(
    pools: Mapping[str, Sequence[Told]], start: Start, checkpoint: Path, settings: Settings, processes: int = 0
) -> Encoder:
    """Train the encoder to the end, from a checkpoint where there is one.

    Args:
        pools: Texts with their questions.
        start: The model to start from.
        checkpoint: A file that is written now and then.
        settings: How.
        processes: That make the batches; none for the own one.

    Returns:
        The encoder.
    """
    tuning = Tuning(start, settings)
    if checkpoint.exists():
        tuning.resume(checkpoint)
    losses: list[Tensor] = []
    began, saved = time.monotonic() - 60 * tuning.minutes, tuning.minutes
    # Other batches than before the checkpoint: where the first ones ended is not kept.
    for turns in loaded(_Turns(pools, settings.pieces, settings.seed + tuning.steps), processes):
        if tuning.done >= 1:
            break
        losses.append(tuning.step(turns))
        tuning.minutes = (time.monotonic() - began) / 60
        if tuning.steps % _STEPS_OF_A_LINE == 0:
            lately = float(torch.stack(losses[-_STEPS_OF_A_LINE:]).mean())
            print(f"{tuning.done:.0%}, {tuning.seen:,} questions, loss {lately:.3f}", flush=True)
        if tuning.minutes - saved > _SAVED_MINUTES:
            saved = tuning.minutes
            tuning.save(checkpoint)
    tuning.save(checkpoint)
    return tuning.encoder


class _Turns(IterableDataset[list[Turn]]):
    def __init__(self, pools: Mapping[str, Sequence[Told]], pieces: int, seed: int) -> None:
        self._pools, self._pieces, self._seed = pools, pieces, seed

    def __iter__(self) -> Iterator[list[Turn]]:
        worker = get_worker_info()
        yield from batches(self._pools, self._pieces, hash((self._seed, worker.id if worker else 0)))


def batches(pools: Mapping[str, Sequence[Told]], pieces: int, seed: int) -> Iterator[list[Turn]]:
    """Turns without end: of one pool, whose passages are like each other, or now and then of all.

    Args:
        pools: Texts with their questions.
        pieces: Of a batch, about.
        seed: Decides about the order.

    Yields:
        The turns of a batch.
    """
    draw, cutter = random.Random(seed), Cutter()
    orders = {name: _order(texts, draw) for name, texts in pools.items()}
    names, shares = list(pools), [len(texts) ** _LARGEST for texts in pools.values()]
    while True:
        mixed, name = draw.random() < _ACROSS_KINDS, draw.choices(names, shares)[0]
        turns: list[Turn] = []
        while sum(turn.pieces for turn in turns) < pieces and (mixed or len(turns) < len(pools[name])):
            turns.append(cutter.turn(next(orders[draw.choices(names, shares)[0] if mixed else name]), draw))
        yield turns


def _order(texts: Sequence[Told], draw: random.Random) -> Iterator[Told]:
    while True:
        yield from draw.sample(texts, len(texts))


def _loss(encoder: Encoder, turns: Sequence[Turn]) -> Tensor:
    firsts = np.cumsum([0, *(len(turn.windows) for turn in turns)])
    answered = [int(first) + at for first, turn in zip(firsts, turns, strict=False) for at in turn.answered]
    passages = encoder([window for turn in turns for window in turn.windows])
    asked = encoder([question for turn in turns for question in turn.questions])
    scores = asked @ passages.T / _TEMPERATURE
    return functional.cross_entropy(scores, torch.tensor(answered, device=scores.device))
