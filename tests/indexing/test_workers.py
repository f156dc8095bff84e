"""A large folder is read by several processes: the same index, whatever becomes of one of them."""

from pathlib import Path

import pytest

import qa.indexing.preparing
from qa import build_index
from qa.catalogue import Catalogue
from qa.indexing.workers import workers
from qa.storage import CATALOGUE, open_current
from tests.conftest import LetterEncoder

ECHO = "import os, sys\nfor line in sys.stdin:\n    if 'die' in line: os._exit(1)\n    sys.stdout.write(line)\n    sys.stdout.flush()\n"


@pytest.fixture
def echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that answers what it is asked, and dies of one request."""
    (tmp_path / "echo_for_tests.py").write_text(ECHO)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "echo_for_tests"


def test_the_same_rows_by_workers_and_without(
    docs: Path, tmp_path: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many processes read makes no difference, nor does a file that cannot be read."""
    (docs / "broken.pdf").write_bytes(b"no pdf")
    (docs / "english.html.facets.toml").write_text("date = ")
    alone = build_index(docs, tmp_path / "alone")
    monkeypatch.setattr(qa.indexing.preparing, "WORTH_WORKERS", 0)
    monkeypatch.setattr(qa.indexing.preparing, "cores", lambda: 3)
    together = build_index(docs, tmp_path / "together")
    assert (together.documents, together.passages, together.verdicts) == (
        alone.documents,
        alone.passages,
        alone.verdicts,
    )
    catalogues = [Catalogue(open_current(tmp_path / name).path / CATALOGUE) for name in ("alone", "together")]
    one, other = [catalogue.passages(catalogue.rows()) for catalogue in catalogues]
    assert one == other


def test_answers_come_in_order_and_a_death_costs_one(echo: str) -> None:
    """A file that ends its worker twice is given up, and the rest goes on."""
    requests = [*range(20), "die", *range(20)]
    assert list(workers([echo], requests, 3)) == [*range(20), None, *range(20)]


def test_a_build_that_stops_early_leaves_no_worker(echo: str) -> None:
    """Whoever has seen enough closes the answers."""
    answers = workers([echo], range(100), 2)
    assert next(answers) == 0
    answers.close()
    assert list(answers) == []
