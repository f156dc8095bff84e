"""The long job on the index: builds killed at random moments, power cuts, and every bit of a small index flipped.

    python -m benchmarks.torture [--kills 200] [--power-cuts 2000] [--bits 5000 | --every-bit] [--seed 1]

`make torture` runs 10,000 kills, 100,000 power cuts and every bit. After each kill the index must open, be whole, and be
the old one or the new one; later builds must clear what was left. After each power cut, simulated from what was synced,
too. Every flipped bit must be found by `verify` and never be served.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from tqdm import tqdm

from benchmarks.torture_build import killed_build
from qa import Assistant
from qa.errors import IndexProblem
from qa.indexing.build import build_index
from qa.storage import current_name, leftovers, open_current, verify
from tests.builders import faults

_LOCK = "LOCK"
_MEASURED = 100  # builds of which one is not killed
_LOOKED_AT = 50  # kills between two looks at every byte, and at what was left behind


def main() -> None:
    """Kill, cut, flip, print; exit code 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--power-cuts", type=int, default=2000)
    parser.add_argument("--bits", type=int, default=5000, help="how many, drawn at random")
    parser.add_argument("--every-bit", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        wrong = kill(Path(folder), options.kills, draw)
        wrong += cut(Path(folder), options.power_cuts, draw)
        wrong += flip(Path(folder), None if options.every_bit else options.bits, draw)
    sys.exit(1 if wrong else 0)


def kill(folder: Path, kills: int, draw: random.Random) -> int:
    """Kill builds of a changed folder at random moments; how many left something that is not the old or the new index."""
    docs, index = folder / "docs", folder / "index"
    docs.mkdir()
    _write(docs, 0)
    build_index(docs, index)
    took = 0.0
    outcomes: Counter[str] = Counter()
    for number in tqdm(range(1, kills + 1), desc="kills"):
        old = current_name(index)
        _write(docs, number)
        if number % _MEASURED == 1:  # how long a build takes changes with what else the machine does
            took = killed_build(docs, index, None)
        else:
            killed_build(docs, index, draw.uniform(0, took * 1.1))
        outcomes[_outcome(index, old, number)] += 1
        if number % _LOOKED_AT == 0:
            build_index(docs, index)
            outcomes["not cleared"] += bool(leftovers(index) or verify(index))
    print(f"kills: {dict(outcomes)}", flush=True)
    return outcomes["broken"] + outcomes["mixed"] + outcomes["not cleared"]


def _outcome(index: Path, old: str, number: int) -> str:
    try:
        assistant = Assistant.open(index)
    except IndexProblem:
        return "broken"
    text = assistant.document("changing.md").text
    is_new = f"version {number}." in text
    return "mixed" if is_new == (current_name(index) == old) else "new" if is_new else "old"


def cut(folder: Path, cuts: int, draw: random.Random) -> int:
    """Cut the power at random moments of a build; how many cuts left neither the old nor the new index."""
    index, after = folder / "cut", folder / "after"
    faults.build(index, "old")
    with pytest.MonkeyPatch.context() as patch:
        disk = faults.Disk(patch, index)
        faults.build(index, "new")
    outcomes: Counter[str] = Counter()
    for _ in tqdm(range(cuts), desc="power cuts"):
        number, files = disk.state(draw)
        shutil.rmtree(after, ignore_errors=True)
        faults.lay_out(files, after)
        try:
            found = faults.answers(after)
        except IndexProblem:
            found = "broken"
        done = number == len(disk.moments) - 1
        outcomes["lost" if done and found == "old" else found] += 1
    print(f"power cuts: {dict(outcomes)}", flush=True)
    return outcomes["broken"] + outcomes["lost"]


def flip(folder: Path, most: int | None, draw: random.Random) -> int:
    """Flip bits of a small index one at a time, all or some drawn at random; how many were not found."""
    docs, index = folder / "small", folder / "small-index"
    docs.mkdir()
    (docs / "a.txt").write_text("宁夏有会员129万人。", "utf-8")
    build_index(docs, index)
    files = [path for path in sorted(index.rglob("*")) if path.is_file() and path.name != _LOCK]
    bits = [(path, bit) for path in files for bit in range(8 * path.stat().st_size)]
    chosen = bits if most is None else draw.sample(bits, min(most, len(bits)))
    missed = 0
    for path, bit in tqdm(chosen, desc="bits"):
        content = path.read_bytes()
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        missed += not verify(index) or _opens(index)
        path.write_bytes(content)
    print(f"bits: {len(chosen)} of {len(bits)} flipped, {missed} not found", flush=True)
    return missed


def _opens(index: Path) -> bool:
    try:
        open_current(index)
    except IndexProblem:
        return False
    return True


def _write(docs: Path, number: int) -> None:
    (docs / "changing.md").write_text(f"# Note\n\nThis is version {number}.\n", "utf-8")


if __name__ == "__main__":
    main()
