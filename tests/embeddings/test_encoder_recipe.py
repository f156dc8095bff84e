"""The recipe of the contextual encoder, on small made data: texts with their questions, training and export."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from embeddings.contextual import ContextualEncoder
from embeddings.training.e5.dequantise import Start
from embeddings.training.e5.onnx_layers import export_layers
from embeddings.training.encoder.asked import MOST_READ, Cutter, Told, told, windows_of
from embeddings.training.encoder.tune import Encoder, Settings, Tuning, batches, tune
from embeddings.training.reader.row import Row
from embeddings.training.reader.torch_layers import HEADS, INNER, WIDTH, weights_of
from embeddings.wordpieces import load_wordpieces

PLACES = [
    "Arden",
    "Borle",
    "Culm",
    "Dray",
    "Esk",
    "Fenby",
    "Garr",
    "Holt",
    "Ince",
    "Jarrow",
    "Kell",
    "Lune",
    "Marl",
    "Neap",
    "Orwell",
    "Pell",
]


def row(place: str, asked: str, answer: str) -> Row:
    text = (
        f"The bridge of {place} is of oak. {'It is long and narrow. ' * 20}The keeper of {place} is called {place}son."
    )
    start = text.index(answer)
    return Row(asked, "en", f"Bridges: {place}", "", text, (start, start + len(answer)), "made")


@pytest.fixture(scope="module")
def pools() -> dict[str, list[Told]]:
    rows = [row(place, f"Of what is the bridge of {place}?", "oak") for place in PLACES]
    rows += [row(place, f"Who keeps {place}?", f"{place}son") for place in PLACES]
    return told([*rows, Row("Nothing?", "en", "", "", "No answer here.", None, "made-none")])


@pytest.fixture(scope="module")
def start() -> Start:
    """Two layers by chance."""
    draw = np.random.default_rng(4)
    shapes = dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH)) | {"fi": (INNER, WIDTH), "fo": (WIDTH, INNER)}

    def layer() -> dict[str, np.ndarray]:
        weights = {f"{name}.w": draw.normal(0, 0.05, shape).astype(np.float32) for name, shape in shapes.items()}
        weights |= {f"{name}.b": np.zeros(shape[0], np.float32) for name, shape in shapes.items()}
        norms = {f"{name}.w": np.ones(WIDTH, np.float32) for name in ("aln", "oln")}
        return weights | norms | {f"{name}.b": np.zeros(WIDTH, np.float32) for name in ("aln", "oln")}

    table = np.zeros((1, WIDTH // 32, 16), np.uint8), np.zeros((1, WIDTH // 32), np.float16)
    return Start(HEADS, 1e-12, *table, {"gain": np.ones(WIDTH, np.float32)}, [layer(), layer()])


def test_each_text_stands_once_with_all_that_is_asked_of_it(pools: dict[str, list[Told]]) -> None:
    """Questions without an answer are left out."""
    ((name, texts),) = pools.items()
    assert name == "made en"
    assert [len(each.rows) for each in texts] == [2] * len(PLACES)


def test_a_question_is_with_the_window_that_answers_it(pools: dict[str, list[Told]]) -> None:
    """The other windows of its text are near misses; each has what stands above, or none has."""
    draw, cutter, pieces = random.Random(1), Cutter(), load_wordpieces()
    told_of, titled = set(), set()
    for each in pools["made en"]:
        turn = cutter.turn(each, draw)
        assert len(turn.answered) == len(turn.questions) == 2
        place = each.title.split(": ")[1]
        for number in turn.answered:
            assert len(turn.windows[number]) <= MOST_READ
        (last,) = pieces.encode([f"{place}son"])
        holding = [number for number, window in enumerate(turn.windows) if set(last.ids) <= set(window.tolist())]
        told_of |= set(holding) & set(turn.answered)
        titled.add(len(turn.windows[0]))
        assert windows_of(each, draw)[-1][1] == len(each.text)
    assert told_of
    assert len(titled) > 1


@pytest.mark.slow
def test_training_tells_passages_apart_and_goes_on_where_it_was_stopped(
    pools: dict[str, list[Told]], start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loss falls; the bottom layer stays as it was."""
    torch.set_num_threads(1)
    settings = Settings(frozen=1, rate=1e-3, pieces=1500, questions=150)
    losses, step = [], Tuning.step

    def noted(tuning: Tuning, turns: list) -> torch.Tensor:
        loss = step(tuning, turns)
        losses.append(loss.item())
        if len(losses) == 8:
            tuning.save(tmp_path / "checkpoint.pt")
            raise KeyboardInterrupt
        return loss

    monkeypatch.setattr(Tuning, "step", noted)
    with pytest.raises(KeyboardInterrupt):
        tune(pools, start, tmp_path / "checkpoint.pt", settings)
    before = len(losses)
    encoder = tune(pools, start, tmp_path / "checkpoint.pt", settings)
    assert len(losses) - before < before * 3
    assert np.mean(losses[-4:]) < losses[0]
    bottom, top = weights_of(encoder.layers)
    assert np.array_equal(bottom["q.w"], start.layers[0]["q.w"])
    assert not np.array_equal(top["q.w"], start.layers[1]["q.w"])


def test_the_same_seed_gives_the_same_batches(pools: dict[str, list[Told]]) -> None:
    """Of a pool, no more than it has."""
    first, again = (next(batches(pools, 100_000, seed=3)) for _ in range(2))
    assert len(first) == len(PLACES)
    assert all(np.array_equal(one.windows[0], other.windows[0]) for one, other in zip(first, again, strict=True))


def test_the_exported_layers_give_the_vectors_of_the_trained_ones(start: Start, tmp_path: Path) -> None:
    """Up to what 16 bits and 8 bits cost."""
    encoder, texts = Encoder(start), ["The bridge of Holt is of oak.", "霍尔特的桥是橡木的。"]
    export_layers(tmp_path / "layers.onnx", start.layers, start.heads, start.epsilon)
    exported = ContextualEncoder(tmp_path, load_wordpieces()).encode_passages(texts)
    with torch.no_grad():
        trained = encoder(Cutter().passages(texts)).numpy()
    assert (exported * trained).sum(axis=1).min() > 0.98
