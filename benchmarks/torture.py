"""The long job on the index: real builds killed at random moments, and every bit of a small index flipped.

    python -m benchmarks.torture [--kills 200] [--every-bit] [--seed 1]      (make torture)

After each kill the index must open, be whole, and be the old one or the new one; the next build must clear what was left.
Every flipped bit must be found by `verify` and never be served.
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from qa import Assistant, build_index
from qa.errors import IndexProblem
from qa.storage import current_name, leftovers, open_current, verify

_LOCK = "LOCK"


def main() -> None:
    """Kill, flip, print; exit code 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--every-bit", action="store_true", help="every bit instead of 5,000 drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        wrong = kill(Path(folder), options.kills, draw) + flip(Path(folder), options.every_bit, draw)
    sys.exit(1 if wrong else 0)


def kill(folder: Path, kills: int, draw: random.Random) -> int:
    """Kill builds of a changed folder at random moments; how many left something that is not the old or the new index."""
    docs, index = folder / "docs", folder / "index"
    docs.mkdir()
    _write(docs, 0)
    build_index(docs, index)
    took = _seconds_of_a_build(docs, folder / "timed")
    outcomes: Counter[str] = Counter()
    for number in tqdm(range(1, kills + 1), desc="kills"):
        old = current_name(index)
        _write(docs, number)
        with subprocess.Popen(_command(docs, index), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as build:
            time.sleep(draw.uniform(0, took * 1.1))
            build.send_signal(signal.SIGKILL)
        outcomes[_outcome(index, old, number)] += 1
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


def flip(folder: Path, every_bit: bool, draw: random.Random) -> int:
    """Flip bits of a small index one at a time; how many were not found."""
    docs, index = folder / "small", folder / "small-index"
    docs.mkdir()
    (docs / "a.txt").write_text("宁夏有会员129万人。", "utf-8")
    build_index(docs, index)
    files = [path for path in sorted(index.rglob("*")) if path.is_file() and path.name != _LOCK]
    bits = [(path, bit) for path in files for bit in range(8 * path.stat().st_size)]
    chosen = bits if every_bit else draw.sample(bits, min(5000, len(bits)))
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


def _command(docs: Path, index: Path) -> list[str]:
    return [sys.executable, "-m", "qa", "index", str(docs), "--index", str(index)]


def _seconds_of_a_build(docs: Path, index: Path) -> float:
    started = time.perf_counter()
    subprocess.run(_command(docs, index), check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(index)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
