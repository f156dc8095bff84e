"""A question is answered with one thread of BLAS, also through the Python API; outside, nothing is changed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from threadpoolctl import ThreadpoolController

from embeddings.threads import one_blas_thread
from qa import Assistant, build_index
from tests.conftest import ROOT, LetterEncoder


def threads() -> set[int]:
    blas = ThreadpoolController().select(internal_api="openblas")
    return {each["num_threads"] for each in blas.info()}


def test_threads_are_put_back_by_the_last_one_out() -> None:
    """However they overlap."""
    with ThreadpoolController().select(internal_api="openblas").limit(limits=2):
        first, second = one_blas_thread(), one_blas_thread()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert threads() == {1}
        second.__exit__(None, None, None)
        assert threads() == {2}


LATE = """
from embeddings.threads import one_blas_thread
with one_blas_thread():
    pass
import sklearn.metrics
from threadpoolctl import ThreadpoolController
blas = ThreadpoolController().select(internal_api="openblas")
with blas.limit(limits=2), one_blas_thread():
    print([each["num_threads"] for each in ThreadpoolController().select(internal_api="openblas").info()])
"""


@pytest.mark.slow
def test_a_library_that_comes_later_takes_one_thread_too() -> None:
    """As scipy does, which multiplies by one of its own."""
    done = subprocess.run([sys.executable, "-c", LATE], check=True, capture_output=True, text=True, cwd=ROOT)
    told = json.loads(done.stdout)
    assert len(told) > 1
    assert set(told) == {1}


def test_a_question_is_answered_with_one_thread(
    docs: Path, index_path: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when numpy was loaded long before."""
    build_index(docs, index_path)
    assistant = Assistant.open(index_path)
    seen: list[set[int]] = []
    real = encoder.encode_queries
    monkeypatch.setattr(encoder, "encode_queries", lambda texts: seen.append(threads()) or real(texts))
    with ThreadpoolController().select(internal_api="openblas").limit(limits=2):
        assistant.ask("宁夏有多少工会会员?")
        assert threads() == {2}
    assert seen
    assert all(each == {1} for each in seen)
