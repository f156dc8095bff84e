"""How each word of a question fares in each sentence, and the networks that look at it."""

import numpy as np
import pytest
import torch

from benchmarks.networks import Batch, Item, Net, minimise
from qa.closeness import FOUND, TOLD, Closeness, closeness, told
from qa.weights import ensemble_of

# Two tokens; three sentences, of which the first two are one passage.
NEAR = np.array([[1.0, 0.2], [0.5, 0.1], [0.3, 0.9]], dtype=np.float32)
TELLING = np.array([3.0, 1.0], dtype=np.float32)


def seen() -> Closeness:
    known = told(TELLING, np.array([0.9, 0.1]), ["宁夏", "2023"], [0.8, 0.4])
    context, above = np.zeros((2, 2), np.float32), np.array([[0.0, 1.0], [0.0, 0.0]], np.float32)
    return closeness(known, TELLING, NEAR, (NEAR > 0.95).astype(np.float32), [0, 0, 1], (context, above))


def column(name: str) -> list[list[float]]:
    return np.round(seen().found[:, :, FOUND.index(name)].astype(float), 3).tolist()  # type: ignore[no-any-return]


def test_a_word_is_looked_for_in_the_sentence_beside_it_above_it_and_in_the_other_passages() -> None:
    assert column("sentence") == [[1.0, 0.2], [0.5, 0.1], [0.3, 0.9]]
    assert column("sentence same") == [[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]]
    assert column("beside") == [[0.5, 0.1], [1.0, 0.2], [0.0, 0.0]]  # never across passages
    assert column("passage") == [[1.0, 0.2], [1.0, 0.2], [0.3, 0.9]]
    assert column("whole") == [[1.0, 1.0], [1.0, 1.0], [0.3, 0.9]]  # the year stands in the heading of the first
    assert column("elsewhere") == [[0.3, 0.9], [0.3, 0.9], [1.0, 0.2]]
    assert column("rivals") == [[0.5, 0.1], [1.0, 0.2], [0.0, 0.0]]


def test_of_a_token_is_known_how_telling_name_like_and_rare_it_is() -> None:
    assert np.round(seen().told.astype(float), 3).tolist() == [[1.0, 0.9, 0.0, 0.8, 0.5], [0.333, 0.1, 1.0, 0.4, 1.0]]
    assert seen().shares.sum() == pytest.approx(1.0)


def test_a_question_without_a_token_that_the_model_knows_is_read_all_the_same() -> None:
    nothing = np.zeros((3, 0), np.float32)
    known = told(nothing[0], np.zeros(0), [], [])
    empty = closeness(known, nothing[0], nothing, nothing, [0, 0, 1], (np.zeros((2, 0)), np.zeros((2, 0))))
    assert empty.found.shape == (3, 0, len(FOUND))
    net = Net(np.ones((4, 2)), 3)
    assert ensemble_of([net.to_json()])(np.ones((3, 2)), empty).shape == (3,)


def random_items(count: int, draw: np.random.Generator) -> list[Item]:
    items = []
    for _ in range(count):
        n, t = draw.integers(1, 6), draw.integers(1, 5)
        found, known = draw.random((n, t, len(FOUND)), np.float32), draw.random((t, len(TOLD)), np.float32)
        close = Closeness(known, np.full(t, 1 / t, np.float32), found)
        right = np.zeros(n, dtype=bool)
        right[int(np.argmax(found[:, :, 0].max(axis=1)))] = True
        items.append(Item(draw.random((n, 2)), close, right))
    return items


def test_what_is_fitted_is_what_is_run() -> None:
    """The numbers in the file give the scores that the fitted networks gave, whatever else stood in the batch."""
    items = random_items(20, np.random.default_rng(0))
    nets = [Net(np.concatenate([item.features for item in items]) * 3 + 1, 4) for _ in range(2)]
    ran = ensemble_of([net.to_json() for net in nets])
    with torch.no_grad():
        together = torch.stack([net(Batch.of(items)) for net in nets]).mean(0).numpy()
    for item, row in zip(items, together, strict=True):
        assert ran(item.features, item.close) == pytest.approx(row[: len(item.right)], abs=2e-3)


def test_fitting_finds_the_sentence_that_holds_a_word() -> None:
    items = random_items(200, np.random.default_rng(1))
    torch.manual_seed(0)
    net = Net(np.concatenate([item.features for item in items]), 8)

    def loss(batch: Batch) -> torch.Tensor:
        scores = net(batch).masked_fill(~batch.listed, -1e9)
        return -torch.log_softmax(scores, 1).masked_select(batch.right).mean()

    minimise(net, loss, items, epochs=30, size=32, decay=0.0, seed=0)
    scores = ensemble_of([net.to_json()])
    best = [bool(item.right[np.argmax(scores(item.features, item.close))]) for item in items]
    assert np.mean(best) > 0.85
