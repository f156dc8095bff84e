"""Texts to vectors, here or by workers.

A worker is a process of its own, `python -m qa.indexing.vectorizing MODEL FINGERPRINT`: a list of texts and their vectors, float32
as base64, are one JSON line each.
"""

import json
import signal
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder, EncoderUnavailable, load_encoder
from embeddings.threads import one_blas_thread
from qa.errors import WorkersFailed
from qa.indexing.workers import Pool

Vectors = NDArray[np.float32]


def encoded(encoder: Encoder, texts: Iterable[Sequence[str]], pool: Pool | None) -> Iterator[Vectors]:
    """Encode lists of passages: in this process, on all cores, or by the workers of a pool, several lists at a time.

    Args:
        encoder: The model; workers load it by its name.
        texts: Lists of passages, none of them empty.
        pool: Who is to do it.

    Yields:
        The vectors of each list, (number of passages, dim), in order.

    Raises:
        WorkersFailed: A worker cannot load the model, has another of that name, or died.
    """
    if not pool:
        yield from map(encoder.encode_passages, texts)
        return
    for answer in pool.answers(["qa.indexing.vectorizing", encoder.name, encoder.fingerprint], texts):
        if answer is None:
            raise WorkersFailed("a worker died twice while it encoded; give it more memory, or use fewer workers")
        problem, vectors = answer
        if problem:
            raise WorkersFailed(f"a worker cannot encode: {problem}")
        yield np.frombuffer(b64decode(vectors), dtype="<f4").reshape(-1, encoder.dim)


def _main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the build to stop, and its workers with it
    name, fingerprint = sys.argv[1:]
    encoder, problem = _loaded(name, fingerprint)
    with one_blas_thread():
        for texts in map(json.loads, sys.stdin):
            vectors = encoder.encode_passages(texts).astype("<f4").tobytes() if encoder else b""
            sys.stdout.write(json.dumps((problem, b64encode(vectors).decode())) + "\n")
            sys.stdout.flush()


def _loaded(name: str, fingerprint: str) -> tuple[Encoder | None, str]:
    """The encoder, or why there is none."""
    try:
        encoder = load_encoder(name)
    except EncoderUnavailable as error:
        return None, str(error)
    if encoder.fingerprint != fingerprint:
        return None, f"it has another model {name} than this machine; give it the same"
    return encoder, ""


if __name__ == "__main__":
    _main()
