"""Gives batches of the examples that lie in files, each file for as many examples as it holds; other processes put them together."""

import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import TypeVar

from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from embeddings.training.reader.batches import Batch, batch_of, drawn
from embeddings.training.reader.packed import load

Made = TypeVar("Made")
_AHEAD = 8  # batches that each process has ready
_WAIT_S = 0.5  # between looks for the first file


class Batches(IterableDataset[Batch]):
    """Batches without end of all files whose names fit; those that are written meanwhile join in."""

    def __init__(self, folder: Path, names: str, weights: Mapping[str, float], pieces: int, seed: int) -> None:
        """Of the files of a folder.

        Args:
            folder: The folder.
            names: A pattern of their names.
            weights: How often an example of a source is drawn, for one of another.
            pieces: Most of a batch, padding included.
            seed: Decides about the order.
        """
        self._folder, self._names, self._weights, self._pieces, self._seed = folder, names, weights, pieces, seed

    def __iter__(self) -> Iterator[Batch]:
        """For this process alone, if there are several."""
        worker = get_worker_info()
        number, processes = (worker.id, worker.num_workers) if worker else (0, 1)
        for turn in count():
            pools = load(self._file(turn))
            # A source's parts are pools of their own.
            weights = {name: self._weights.get(name.rsplit(" ", 1)[0], 1.0) for name in pools}
            left = sum(map(len, pools.values())) / processes
            for examples in drawn(dict(pools), weights, self._pieces, hash((self._seed, turn, number))):
                yield batch_of(examples)
                left -= len(examples)
                if left <= 0:
                    break

    def _file(self, turn: int) -> Path:
        while not (files := sorted(self._folder.glob(self._names))):
            time.sleep(_WAIT_S)
        return files[turn % len(files)]


def loaded(batches: IterableDataset[Made], processes: int, *, pinned: bool = False) -> Iterator[Made]:
    """The batches, put together in so many other processes; none for the own one."""
    ahead = _AHEAD if processes else None
    yield from DataLoader(batches, batch_size=None, num_workers=processes, prefetch_factor=ahead, pin_memory=pinned)
