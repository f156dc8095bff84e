"""The recipe of the reader: batches, training and export."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch

from embeddings.training.reader import fit as fitting
from embeddings.training.reader.batches import Batch, batch_of, drawn
from embeddings.training.reader.checking import table
from embeddings.training.reader.fit import Settings, fit
from embeddings.training.reader.held_out import auroc, figures
from embeddings.training.reader.loading import Batches, loaded
from embeddings.training.reader.onnx_reader import export, read_back
from embeddings.training.reader.packed import load, pack, save
from embeddings.training.reader.reading_examples import Coder, Example
from embeddings.training.reader.torch_layers import WIDTH, Reader, Table
from embeddings.wordpieces import load_wordpieces
from tests.builders.reader_data import few


def test_packed_examples_come_back_as_they_were(tmp_path: Path, coder: Coder) -> None:
    made = few(coder)
    save(tmp_path / "examples.npz", {"one": pack(made), "none": pack([])})
    pools = load(tmp_path / "examples.npz")
    assert list(pools) == ["one", "none"]
    assert len(pools["none"]) == 0
    for given, back in zip(made, pools["one"], strict=True):
        np.testing.assert_equal(back, given)


def test_batches_are_of_examples_of_like_lengths_and_heavier_pools_come_more_often(coder: Coder) -> None:
    light, heavy = few(coder), [each._replace(kind="heavy") for each in few(coder)]
    batches = drawn({"light": light, "heavy": heavy}, {"heavy": 3.0}, 600, seed=1)
    some = [next(batches) for _ in range(200)]
    assert all(len(batch) * max(len(each.ids) for each in batch) <= 600 for batch in some)
    kinds = Counter(each.kind == "heavy" for batch in some for each in batch)
    assert kinds[True] / kinds.total() == pytest.approx(0.75, abs=0.05)
    again = drawn({"light": light, "heavy": heavy}, {"heavy": 3.0}, 600, seed=1)
    np.testing.assert_equal([next(again) for _ in range(200)], some)


def test_a_batch_allows_answers_in_the_window_or_none_at_all(coder: Coder) -> None:
    example = few(coder)[0]
    batch = batch_of([example])
    allowed = np.flatnonzero(batch.allowed[0].numpy() == 0)
    assert allowed.tolist() == [0, *range(example.first, len(example.ids) - 1)]
    np.testing.assert_allclose(batch.means[0].sum(1), 1, rtol=1e-6)
    assert int(batch.sentences[0]) == example.sentence + 1


def test_the_table_looks_up_what_the_reader_will_be_given() -> None:
    pieces = load_wordpieces()
    ids = pieces.encode(["A harbour was dug. 港口建于哪年？"])[0].ids[None]
    np.testing.assert_allclose(Table()(torch.from_numpy(ids)).numpy(), pieces.vectors(ids), atol=1e-5)


SMALL = Settings(layers=1, frozen=0, rate=1e-3, fading=0.9, pieces=400, examples=36, every=1e9)


def weights_of(reader: Reader) -> dict[str, np.ndarray]:
    return {name: values.numpy() for name, values in reader.state_dict().items()}


@pytest.mark.slow
def test_training_learns_and_goes_on_where_it_was_stopped(
    tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two runs of a seed are one; a run that is stopped is gone on with to its end, on other batches."""
    torch.set_num_threads(1)
    made = few(coder)
    save(tmp_path / "examples-0.npz", {"made 0": pack(made)})

    def trained(name: str) -> Any:
        seeds: list[int] = []

        def batches(seed: int) -> Iterator[Batch]:
            seeds.append(seed)
            return loaded(Batches(tmp_path, "examples-?.npz", {"made": 2.0}, SMALL.pieces, seed), 0, pinned=False)

        return fit(batches, made, None, tmp_path / name, SMALL), seeds

    whole, seeds = trained("first.pt")
    assert "met" in capsys.readouterr().out
    np.testing.assert_equal(weights_of(trained("again.pt")[0]), weights_of(whole))
    step = fitting.Training.step

    def stopped(training: fitting.Training, batch: Batch) -> torch.Tensor:
        if training.steps == 3:
            raise KeyboardInterrupt
        return step(training, batch)

    capsys.readouterr()
    monkeypatch.setattr(fitting.Training, "step", stopped)
    trained("second.pt")
    monkeypatch.setattr(fitting.Training, "step", step)
    resumed, seeds_after = trained("second.pt")
    assert "going on from step 3" in capsys.readouterr().out
    assert seeds_after == [seeds[0] + 3]
    whole, resumed = weights_of(whole), weights_of(resumed)
    assert not np.array_equal(resumed["head.weight"], whole["head.weight"])
    torch.manual_seed(0)
    untrained = weights_of(Reader(1))
    assert not np.array_equal(untrained["head.weight"], whole["head.weight"])


def test_examples_that_are_written_meanwhile_join_the_training(tmp_path: Path, coder: Coder) -> None:
    """Each file is gone through once, then the next."""
    first, second = few(coder)[:2]
    save(tmp_path / "examples-0.npz", {"made 0": pack([first] * 3)})
    drawn_later = iter(Batches(tmp_path, "examples-?.npz", {}, 1, 0))
    lengths = [next(drawn_later).spans.tolist() for _ in range(3)]
    save(tmp_path / "examples-1.npz", {"made 0": pack([second] * 3)})
    later = [next(drawn_later).spans.tolist() for _ in range(3)]
    assert {str(each) for each in lengths} == {str([[first.start, first.end]])}
    assert str([[second.start, second.end]]) in map(str, later)


def test_the_rate_rises_and_falls() -> None:
    rates = [fitting.rate_at(done) for done in np.linspace(0, 1, 101)]
    assert rates[0] < 0.1
    assert max(rates) == 1.0
    assert rates[-1] == pytest.approx(0.01)


def knowing(examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
    """The scores of a network that knows the answers."""
    longest, most = max(len(each.ids) for each in examples), max(len(each.sentences) for each in examples) + 1
    pieces, of_sentences = (
        np.zeros((len(examples), longest, 2), np.float32),
        np.zeros((len(examples), most), np.float32),
    )
    for row, each in enumerate(examples):
        pieces[row, each.start, 0] = pieces[row, each.end, 1] = of_sentences[row, each.sentence + 1] = 5
    return pieces, of_sentences


def test_the_curve_tells_right_spans_from_wrong_ones(coder: Coder) -> None:
    """A score that knows the answers has every figure at its best."""
    assert figures(few(coder), knowing) == (
        "met 1.000 exact 1.000 sentence 1.000; none 1.000 by span, 1.000 by sentence"
    )  # fmt: skip
    assert auroc(np.array([2.0, 3.0]), np.array([1.0, 2.5])) == 0.75


@pytest.mark.parametrize(("whole", "apart"), [(True, 1e-4), (False, 0.2)])
def test_the_exported_network_gives_the_scores_of_the_trained_one(tmp_path: Path, whole: bool, apart: float) -> None:
    """In 32 bits the same, in 8 bits nearly."""
    torch.manual_seed(1)
    reader = Reader(1).eval()
    export(reader, tmp_path / "reader.onnx", whole=whole)
    session = onnxruntime.InferenceSession(tmp_path / "reader.onnx", providers=["CPUExecutionProvider"])
    vectors = torch.randn(1, 11, WIDTH)
    (scores,) = session.run(None, {"vectors": vectors.numpy()})
    with torch.no_grad():
        expected = reader(vectors, torch.ones(1, 11)).numpy()
    assert np.abs(scores - expected).max() < apart


def test_training_can_go_on_from_a_network_that_was_exported(tmp_path: Path) -> None:
    """Its weights are read back as near as 7 bits a row are: half a step of 63."""
    torch.manual_seed(1)
    reader = Reader(2).eval()
    export(reader, tmp_path / "reader.onnx")
    back = read_back(tmp_path / "reader.onnx")
    Reader(2).load_state_dict(back)  # all names and shapes
    for name, values in reader.state_dict().items():
        apart = (back[name] - values).abs()
        rounded = "layers" in name and values.dim() > 1
        assert (apart <= (values.abs().amax(-1, keepdim=True) * 0.5 / 63 + 1e-6 if rounded else 0)).all(), name


def test_networks_are_judged_on_what_is_held_out(coder: Coder) -> None:
    """One that knows finds every sentence and doubts what has no answer; one that knows nothing passes everything."""
    made = few(coder)
    lines: list[str] = []

    def knowing_nothing(examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
        pieces, sentences = knowing(examples)
        return 0 * pieces, 0 * sentences

    table({"harbour": made}, {"knows": knowing, "does not": knowing_nothing}, lines.append)
    assert lines[0] == "| set | network | right sentence | AUROC against none | near misses kept | asked |"
    answerable = sum(bool(each.start) for each in made)
    asked = f"{answerable} + {len(made) - answerable}"
    assert lines[2] == f"| harbour | knows | 1.000 | 1.000 | 0.000 | {asked} |"
    assert f"| 1.000 | {asked} |" in lines[3]
