"""Files of learned numbers say what they are; one of another version of the code is refused in one line."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from embeddings.errors import EncoderUnavailable
from embeddings.graphs import open_graph
from embeddings.tensors import load_tensors
from embeddings.wordpieces import FOLDER as WORDPIECES
from embeddings.wordpieces import TABLE
from qa.errors import LearnedFileError
from qa.learned import read_learned, write_learned
from qa.reader import joint_model
from qa.reader.columns import COLUMNS
from qa.reader.joint_model import weights_of
from qa.text import background, name_model

ROOT = Path(__file__).parent.parent
OURS = [(module.FILE, module.KIND, module.VERSION) for module in (background, name_model, joint_model)]


@pytest.mark.parametrize(("path", "kind", "version"), OURS, ids=lambda value: getattr(value, "name", ""))
def test_each_says_what_it_is_and_has_a_card(path: Path, kind: str, version: int) -> None:
    """Kind, version, recipe, sets; and the card names the file."""
    content = read_learned(path, kind, version)
    assert content["recipe"].startswith("python -m ")
    assert content["learnt_from"]
    assert f"## `{path.name}`" in (path.parent / "README.md").read_text("utf-8")


def test_every_learned_file_is_one_of_these_or_stands_beside_its_card() -> None:
    """No numbers without a card."""
    numbers = [path for ending in ("onnx", "safetensors") for path in ROOT.glob(f"[qe]*/**/*.{ending}")]
    assert len(numbers) >= 4
    assert [path for path in numbers if not (path.parent / "README.md").is_file()] == []
    assert {path.name for path in (ROOT / "qa").rglob("*.json")} == {path.name for path, _, _ in OURS}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """With its label around it."""
    write_learned(tmp_path / "a.json", "a probe", 3, "python -m a", ["a set"], {"bias": [0.5]})
    assert read_learned(tmp_path / "a.json", "a probe", 3)["bias"] == [0.5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"kind": "a probe", "version": 4}', "is not 'a probe' of version 3 but 'a probe' of 4"),
        ('{"kind": "b", "version": 3}', "is not 'a probe' of version 3 but 'b' of 3"),
        ("[1, 2]", "is not 'a probe' of version 3 but None of None"),
        ("{", "is not JSON"),
        (None, "cannot be read"),
    ],
)
def test_another_file_is_refused_in_one_line(tmp_path: Path, text: str | None, message: str) -> None:
    """Naming the file and the mend."""
    path = tmp_path / "a.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(LearnedFileError, match=message) as refused:
        read_learned(path, "a probe", 3)
    assert "a.json" in str(refused.value)
    assert "get a whole copy" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda names: [*names, "moon"], "ranking: was fitted on 'moon', which the code does not compute"),
        (
            lambda names: names[1:],
            f"ranking: was fitted on no '{COLUMNS['ranking'][0]}', which the code computes",
        ),
        (lambda names: names[::-1], "ranking: was fitted on the same columns in another order"),
    ],
)
def test_networks_fitted_on_other_columns_are_refused(change: Callable[[list[str]], list[str]], message: str) -> None:
    """With the command that fits them again."""
    content = json.loads(joint_model.FILE.read_text("utf-8"))
    content["networks"]["ranking"]["columns"] = change(content["networks"]["ranking"]["columns"])
    with pytest.raises(LearnedFileError, match=message) as refused:
        weights_of(content)
    assert "python -m benchmarks.fit_joined" in str(refused.value)


def test_tensors_and_graphs_of_another_version_are_refused(tmp_path: Path) -> None:
    """By the names of what they hold and take."""
    save_file({"blocks": np.zeros(1)}, tmp_path / "table.safetensors")
    with pytest.raises(EncoderUnavailable, match="has no tensor 'scales' but blocks"):
        load_tensors(tmp_path / "table.safetensors", ("blocks", "scales"))
    (tmp_path / "broken.safetensors").write_bytes(b"\0" * 9)
    with pytest.raises(EncoderUnavailable, match="cannot be read"):
        load_tensors(tmp_path / "broken.safetensors", ())
    (tmp_path / "broken.onnx").write_bytes(b"\0" * 9)
    with pytest.raises(EncoderUnavailable, match="cannot be read"):
        open_graph(tmp_path / "broken.onnx")
    layers = WORDPIECES.parent / "contextual" / "layers.onnx"
    with pytest.raises(EncoderUnavailable, match="takes vectors instead of ids"):
        open_graph(layers, ("ids",))
    assert load_tensors(WORDPIECES / TABLE, ("blocks",))
