"""The training: losses on spans and on sentences, one cycle of the rate, checkpoints, and going on from the last of them."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from embeddings.training.e5.dequantise import Start
from embeddings.training.reader.batches import Batch, batch_of
from embeddings.training.reader.held_out import Scores, figures
from embeddings.training.reader.reading_examples import Example
from embeddings.training.reader.torch_layers import Reader, State, Table

_OF_SENTENCES = 0.5  # weight of their loss
_WARM = 0.04  # share of the training in which the rate rises
_STEPS_OF_A_LINE = 50


@dataclass(frozen=True, slots=True)
class Settings:
    """How the network is trained.

    Attributes:
        layers: Of the network.
        frozen: Of them, from below, so many stay as they were.
        dropout: Share of what attention and the inner matrices give that is left out.
        rate: Of learning, at its highest.
        fading: Each layer learns at so much of the rate of the one above it.
        pieces: Of a batch, at most.
        minutes: How long; or else
        examples: how many are seen.
        every: Minutes between checkpoints.
        seed: Decides about order and first weights of the head.
    """

    layers: int = 12
    frozen: int = 4
    dropout: float = 0.1
    rate: float = 2e-4
    fading: float = 1.0
    pieces: int = 4200
    minutes: float | None = None
    examples: int = 140_000
    every: float = 12.0
    seed: int = 0


class Training:
    """A network in training: on a GPU when there is one, in 16 bits where that is enough."""

    def __init__(self, settings: Settings, start: Start | State | None) -> None:
        """From the weights of a model or of a reader, or from none."""
        torch.manual_seed(settings.seed)
        self.settings = settings
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.reader = Reader(settings.layers, settings.dropout)
        if isinstance(start, Start):
            self.reader.start_from(start)
        elif start:
            self.reader.load_state_dict(start)
        for layer in list(self.reader.layers)[: settings.frozen]:
            layer.requires_grad_(False)
        self.reader.to(self.device)
        self.table = Table().to(self.device)
        self.weights = [weights for weights in self.reader.parameters() if weights.requires_grad]
        self.optimizer = torch.optim.AdamW(self._groups(), lr=settings.rate, betas=(0.9, 0.98), fused=True)
        self.rates = [group["lr"] for group in self.optimizer.param_groups]
        self.steps = self.seen = 0
        self.seconds = 0.0

    def _groups(self) -> list[dict[str, Any]]:
        """What is trained, with the rate of each layer; vectors do not decay."""
        layers = [(self.reader.head, 0), *((each, up) for up, each in enumerate(reversed(self.reader.layers)))]
        groups = []
        for layer, below in layers:
            weights = [each for each in layer.parameters() if each.requires_grad]
            rate = self.settings.rate * self.settings.fading**below
            for some, decay in (
                ([w for w in weights if w.dim() > 1], 0.01),
                ([w for w in weights if w.dim() < 2], 0.0),
            ):
                groups.append({"params": some, "weight_decay": decay, "lr": rate})
        return [group for group in groups if group["params"]]

    @property
    def done(self) -> float:
        """Share of the training that is behind us."""
        if self.settings.minutes is not None:
            return self.seconds / 60 / self.settings.minutes
        return self.seen / self.settings.examples

    def step(self, batch: Batch) -> Tensor:
        """Learn from a batch; its losses on spans and on sentences, (2,)."""
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * rate_at(self.done)
        batch = batch.on(self.device)
        pieces, sentences = self._scores(batch)
        of_spans = functional.cross_entropy(
            pieces.permute(0, 2, 1).reshape(-1, pieces.shape[1]), batch.spans.reshape(-1)
        )
        of_sentences = functional.cross_entropy(sentences, batch.sentences)
        self.optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(of_spans + _OF_SENTENCES * of_sentences)
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        self.steps, self.seen = self.steps + 1, self.seen + len(batch.ids)
        return torch.stack([of_spans, of_sentences]).detach()

    def score(self, examples: Sequence[Example]) -> tuple[Scores, Scores]:
        """The scores of some examples: of their pieces, (examples, pieces, 2), and of their sentences."""
        self.reader.train(False)
        with torch.no_grad():
            pieces, sentences = self._scores(batch_of(examples).on(self.device))
        self.reader.train(True)
        return pieces.cpu().numpy(), sentences.cpu().numpy()

    def _scores(self, batch: Batch) -> tuple[Tensor, Tensor]:
        with torch.no_grad():
            vectors = self.table(batch.ids)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            scores = self.reader(vectors, batch.mask)
        scores = scores.float()
        sentences = torch.bmm(batch.means, scores[:, :, 2:])[:, :, 0] + batch.present
        return scores[:, :, :2] + batch.allowed[:, :, None], sentences

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        state = {
            "reader": self.reader.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "counts": [self.steps, self.seen, self.seconds],
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.reader.load_state_dict(state["reader"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.steps, self.seen, self.seconds = state["counts"]


def rate_at(done: float, warm: float = _WARM) -> float:
    """Share of the highest rate: it rises through the first part, a twenty-fifth by default, and falls from then on."""
    return min(1.0, done / warm + 0.02, (1 - done) / (1 - warm) + 0.01)


def fit(
    batches: Callable[[int], Iterator[Batch]],
    held: Sequence[Example],
    start: Start | State | None,
    checkpoint: Path,
    settings: Settings,
) -> Reader:
    """Train a reader to the end, from a checkpoint where there is one.

    Args:
        batches: Batches without end, other ones for another seed.
        held: Examples that the curve is drawn on.
        start: The model, or the weights of the reader, to start from.
        checkpoint: File of the weights and of all that is needed to go on.
        settings: How it is trained.

    Returns:
        The trained network.
    """
    training = Training(settings, start)
    if checkpoint.exists():
        training.resume(checkpoint)
        print(f"going on from step {training.steps} of {checkpoint}", flush=True)
    # After a checkpoint others than before it: where the first ones ended is not kept.
    drawn = batches(settings.seed + training.steps)
    losses: list[Tensor] = []
    began, saved = time.monotonic() - training.seconds, training.seconds
    with contextlib.suppress(KeyboardInterrupt):  # stopped: what was learnt is saved
        while training.done < 1:
            losses.append(training.step(next(drawn)))
            training.seconds = time.monotonic() - began
            if training.steps % _STEPS_OF_A_LINE == 0:
                print(_line(training, losses[-_STEPS_OF_A_LINE:]), flush=True)
            if training.seconds - saved > 60 * settings.every:
                saved = training.seconds
                training.save(checkpoint)
                print(f"checkpoint at {training.seen:,} examples: {figures(held, training.score)}", flush=True)
    training.save(checkpoint)
    print(f"{training.seen:,} examples, {training.seconds:.0f} s: {figures(held, training.score)}", flush=True)
    return training.reader


def _line(training: Training, losses: list[Tensor]) -> str:
    of_spans, of_sentences = torch.stack(losses).mean(0).tolist()
    speed = training.seen / max(1e-9, training.seconds)
    return (
        f"step {training.steps}, {training.seen:,} examples ({training.done:.0%}), loss on spans {of_spans:.3f}, on sentences "
        f"{of_sentences:.3f}, {training.seconds:.0f} s, {speed:.1f} examples/s"
    )
