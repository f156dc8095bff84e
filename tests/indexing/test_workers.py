"""A large folder is read by several processes: the same index, whatever becomes of one of them."""

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

import qa.indexing.preparing
from qa import build_index
from qa.catalogue import Catalogue
from qa.documents import find_files
from qa.errors import WorkersFailed
from qa.indexing.preparing import prepared
from qa.indexing.workers import LocalPool
from qa.storage import CATALOGUE, VECTORS, open_current
from tests.conftest import LetterEncoder

ECHO = "import os, sys\nfor line in sys.stdin:\n    if 'die' in line: os._exit(1)\n    sys.stdout.write(line)\n    sys.stdout.flush()\n"


def content(index_path: Path) -> tuple[Any, bytes]:
    """The rows of an index, and its vectors as they lie on the disk."""
    generation = open_current(index_path)
    catalogue = Catalogue(generation.path / CATALOGUE)
    return catalogue.passages(catalogue.rows()), (generation.path / VECTORS).read_bytes()


@pytest.fixture
def echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that answers what it is asked, and dies of one request."""
    (tmp_path / "echo_for_tests.py").write_text(ECHO)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "echo_for_tests"


@pytest.mark.slow
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
    assert content(tmp_path / "together") == content(tmp_path / "alone")


@pytest.mark.slow
def test_workers_that_are_asked_for_read_and_encode(docs: Path, tmp_path: Path) -> None:
    """`--workers 2`: the same rows, and the same vectors byte by byte; what is there is not encoded again."""
    alone = build_index(docs, tmp_path / "alone", model="static")
    assert build_index(docs, tmp_path / "two", model="static", workers="2").encoded == alone.encoded == alone.passages
    assert content(tmp_path / "two") == content(tmp_path / "alone")
    (docs / "new.txt").write_text("新来的一句话。\n", "utf-8")
    assert build_index(docs, tmp_path / "two", model="static", workers="2").encoded == 1


@pytest.mark.slow
def test_a_model_that_workers_do_not_have_is_said(docs: Path, tmp_path: Path, encoder: LetterEncoder) -> None:
    """Vectors of another model would find nothing, without a word."""
    encoder.name = "static"  # by that name the worker has another
    with pytest.raises(WorkersFailed, match="a worker cannot encode: it has another model static than this machine"):
        build_index(docs, tmp_path / "index", workers="1")


@pytest.mark.slow
def test_a_file_that_a_worker_does_not_see_stops_the_build(docs: Path, tmp_path: Path) -> None:
    """It would be missing from the index; one that went away since it was found is skipped, as ever."""

    class Elsewhere(LocalPool):
        def answers(self, command: Sequence[str], requests: Iterable[Any]) -> Generator[Any, None, None]:
            return super().answers(command, ([f"/elsewhere{path}", *others] for path, *others in requests))

    files, _ = find_files(docs)
    with pytest.raises(WorkersFailed, match="share the folder of documents at the same path with every machine"):
        list(prepared(files, 300, ocr=False, tell_page=lambda *_: None, pool=Elsewhere(1)))
    files[0].path.unlink()
    gone, *others = prepared(files, 300, ocr=False, tell_page=lambda *_: None, pool=LocalPool(1))
    assert "cannot be read" in gone.verdict.reason and all(each.rows for each in others)


@pytest.mark.parametrize("workers", ["0", "many", "ray://127.0.0.1:9", "ray://nowhere"])
def test_workers_that_are_not_there_are_said(docs: Path, tmp_path: Path, workers: str) -> None:
    """In one line that names what was given and what to do."""
    with pytest.raises(WorkersFailed, match=rf"{workers}.*(give a number|ray start|yinju\[ray\])"):
        build_index(docs, tmp_path / "index", workers=workers)


def test_answers_come_in_order_and_a_death_costs_one(echo: str) -> None:
    """A file that ends its worker twice is given up, and the rest goes on."""
    requests = [*range(20), "die", *range(20)]
    assert list(LocalPool(3).answers([echo], requests)) == [*range(20), None, *range(20)]


def test_a_build_that_stops_early_leaves_no_worker(echo: str) -> None:
    """Whoever has seen enough closes the answers."""
    answers = LocalPool(2).answers([echo], range(100))
    assert next(answers) == 0
    answers.close()
    assert list(answers) == []
