"""What the tests of the recipe of the reader share."""

import random
from pathlib import Path

import pytest

from embeddings.training.reader import mixture, reasked
from embeddings.training.reader.reading_examples import Coder
from embeddings.training.reader.row import Row
from tests.builders.reader_data import public_data


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A little of the public data."""
    folder = tmp_path_factory.mktemp("data")
    public_data(folder)
    return folder


@pytest.fixture(scope="session")
def found(data: Path) -> dict[str, list[Row]]:
    """The rows of each source of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mixture, "ACROSS", 300)
        patch.setattr(reasked, "FOLDER", data / "reasked")
        return mixture.sources(data, random.Random(1))


@pytest.fixture(scope="session")
def coder() -> Coder:
    """Makes examples of rows."""
    return Coder()
